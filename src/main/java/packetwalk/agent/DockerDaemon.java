package packetwalk.agent;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import packetwalk.cni.BridgeNetwork;
import packetwalk.fabric.Machine;
import packetwalk.linux.NetworkNamespace;
import packetwalk.runtime.ContainerInstance;
import packetwalk.runtime.ContainerRuntime;
import packetwalk.runtime.Signal;

/**
 * Plain Docker on one machine: each container has a namespace of its own on {@code docker0}, or shares another's.
 *
 * <p>When the container that owns a namespace ends, Docker takes its interface away; one that had joined it runs on
 * with nothing but loopback, as {@code docker run --network container:…} does.
 */
public final class DockerDaemon {

    private final ContainerRuntime runtime;
    private final BridgeNetwork network;
    private final Map<String, ContainerInstance> containers = new LinkedHashMap<>();
    private final Map<ContainerInstance, ContainerInstance> joined = new HashMap<>();

    public DockerDaemon(ContainerRuntime runtime, BridgeNetwork network) {
        this.runtime = runtime;
        this.network = network;
    }

    public ContainerRuntime runtime() {
        return runtime;
    }

    public BridgeNetwork network() {
        return network;
    }

    /** {@code docker run}: a container with its own namespace on the bridge. */
    public ContainerInstance run(String name, String image) {
        Machine machine = runtime.machine();
        NetworkNamespace namespace = machine.addNamespace(name);
        network.attach(namespace);
        ContainerInstance container = runtime.run(name, image, "/" + name, namespace);
        containers.put(name, container);
        return container;
    }

    /** {@code docker run --network container:OTHER}: a container in another's namespace. */
    public ContainerInstance join(String name, String image, String other) {
        ContainerInstance owner = container(other);
        ContainerInstance container = runtime.join(name, image, "/" + name, owner.namespace());
        containers.put(name, container);
        joined.put(container, owner);
        return container;
    }

    /** {@code docker run --network=host}: a container in the machine's own namespace. */
    public ContainerInstance runOnHost(String name, String image) {
        ContainerInstance container =
                runtime.join(name, image, "/" + name, runtime.machine().host());
        containers.put(name, container);
        return container;
    }

    /** Ends a container: {@code docker stop} or {@code docker kill}. */
    public void end(String name, Signal signal) {
        ContainerInstance container = container(name);
        boolean ran = container.running();
        runtime.end(container, signal);
        if (ran && container.ownsNamespace()) {
            network.detach(container.namespace());
            if (runtime.containers(container.namespace()).isEmpty()) {
                runtime.machine().removeNamespace(container.namespace());
            }
        }
    }

    /** Starts an ended container again: {@code docker start}; its address may be another one. */
    public void start(String name) {
        ContainerInstance container = container(name);
        if (container.running()) {
            return;
        }
        if (!container.ownsNamespace()) {
            startJoined(container);
            return;
        }
        runtime.machine().removeNamespace(container.namespace());
        NetworkNamespace namespace = runtime.machine().addNamespace(name);
        network.attach(namespace);
        runtime.start(container, namespace);
    }

    private void startJoined(ContainerInstance container) {
        ContainerInstance owner = joined.get(container);
        if (owner == null) {
            runtime.start(container); // on the host's network, which is always there
            return;
        }
        if (!owner.running()) {
            throw new IllegalStateException("container " + container + " joins the namespace of " + owner
                    + ", which is not running; start " + owner + " first");
        }
        runtime.start(container, owner.namespace());
    }

    /** Names of all containers, oldest first. */
    public List<String> names() {
        return List.copyOf(containers.keySet());
    }

    /**
     * The container of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ContainerInstance container(String name) {
        ContainerInstance container = containers.get(name);
        if (container == null) {
            throw new IllegalArgumentException("no such container: " + name + "; on "
                    + runtime.machine().name() + " there are " + String.join(", ", containers.keySet()));
        }
        return container;
    }
}
