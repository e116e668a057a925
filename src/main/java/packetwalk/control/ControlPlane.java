package packetwalk.control;

import java.util.Objects;
import packetwalk.agent.Latencies;
import packetwalk.apiserver.ApiServer;
import packetwalk.time.Simulation;

/**
 * What makes a cluster of a store of objects: the scheduler and the controllers, each hearing of changes from the API
 * server and doing its part some virtual time later. None knows another.
 */
public final class ControlPlane {

    private final Simulation simulation;
    private final ApiServer api;
    private final NodeLifecycle nodes;
    private Latencies latencies = Latencies.NONE;

    /** All of them at work; nothing takes time at first. */
    public ControlPlane(Simulation simulation, ApiServer api) {
        this.simulation = Objects.requireNonNull(simulation, "simulation");
        this.api = Objects.requireNonNull(api, "api");
        new Scheduler(api, simulation, () -> latencies.scheduler());
        new DeploymentController(this);
        new ReplicaSetController(this);
        new StatefulSetController(this);
        new DaemonSetController(this);
        new EndpointSliceController(this);
        new EndpointsController(this);
        new EndpointSliceMirroringController(this);
        new GarbageCollector(this);
        new TaintEviction(this);
        this.nodes = new NodeLifecycle(this);
    }

    public Simulation simulation() {
        return simulation;
    }

    public ApiServer api() {
        return api;
    }

    public Latencies latencies() {
        return latencies;
    }

    /** How long everything takes from now on. */
    public void latencies(Latencies from) {
        latencies = Objects.requireNonNull(from, "latencies");
    }

    /** What follows from a node's kubelet falling silent, and being heard of again. */
    public NodeLifecycle nodes() {
        return nodes;
    }
}
