package packetwalk.agent;

import java.util.List;
import packetwalk.cni.BridgeNetwork;
import packetwalk.cni.CniFault;
import packetwalk.cni.PortMapper;
import packetwalk.cni.PortMapping;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.PerFamily;
import packetwalk.runtime.ContainerRuntime;
import packetwalk.runtime.Signal;

/** What one node's runtime does for a pod as a whole: its namespace, its network, its pause container. CRI's {@code RunPodSandbox} and {@code StopPodSandbox}. */
final class Sandboxes {

    private final ContainerRuntime runtime;
    private final BridgeNetwork network;
    private final PerFamily<IpAddress> hostIps;
    private final PodContainers containers;
    private final PortMapper ports;

    Sandboxes(ContainerRuntime runtime, BridgeNetwork network, PerFamily<IpAddress> hostIps, PodContainers containers) {
        this.runtime = runtime;
        this.network = network;
        this.hostIps = hostIps;
        this.containers = containers;
        this.ports = new PortMapper(
                runtime.machine().host(), network.name(), network.bridge().name());
    }

    /**
     * Makes a pod's sandbox, which takes the place of a dead one.
     *
     * @throws CniFault if the pod network cannot take it; nothing has changed then
     */
    void begin(PodSandbox sandbox) {
        if (sandbox.onHostNetwork()) {
            begin(sandbox, runtime.machine().host(), hostIps);
            return;
        }
        NetworkNamespace namespace = runtime.machine().addNamespace(sandbox.name());
        PerFamily<InterfaceAddress> given;
        try {
            given = network.attach(namespace);
        } catch (CniFault fault) {
            runtime.machine().removeNamespace(namespace);
            throw fault;
        }
        begin(sandbox, namespace, given.map(InterfaceAddress::address));
        open(sandbox, given);
    }

    private void begin(PodSandbox sandbox, NetworkNamespace namespace, PerFamily<IpAddress> addresses) {
        sandbox.deadPause().ifPresent(runtime::remove);
        sandbox.begin(namespace, addresses, containers.pause(sandbox, namespace));
    }

    private void open(PodSandbox sandbox, PerFamily<InterfaceAddress> addresses) {
        List<PortMapping> mappings = sandbox.portMappings();
        if (!mappings.isEmpty()) {
            network.hairpin(); // a pod may call its own node's port
            ports.add(sandbox.pause().id(), addresses, mappings);
        }
    }

    /** Ends all that runs in a sandbox, and gives back what it had of the network. */
    void end(PodSandbox sandbox, Signal signal) {
        sandbox.containers().forEach(each -> runtime.end(each, signal));
        sandbox.apps().forEach(AppContainer::ended);
        if (!sandbox.onHostNetwork()) {
            ports.delete(sandbox.pause().id(), sandbox.portMappings());
            network.detach(sandbox.namespace());
            runtime.machine().removeNamespace(sandbox.namespace());
        }
        sandbox.end();
    }

    /** The machine has started anew. */
    void restart() {
        network.restart();
    }
}
