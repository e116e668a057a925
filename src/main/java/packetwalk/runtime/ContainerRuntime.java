package packetwalk.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import packetwalk.fabric.Machine;
import packetwalk.linux.NetworkNamespace;

/**
 * What starts and ends containers on one machine: Docker, or another that Kubernetes uses.
 *
 * <p>It knows containers and namespaces, not pods, and no network: who makes a namespace connects it.
 */
public final class ContainerRuntime {

    private static final int FIRST_PID = 1000;

    private final Machine machine;
    private final List<ContainerInstance> containers = new ArrayList<>();
    private int lastPid = FIRST_PID;

    public ContainerRuntime(Machine machine) {
        this.machine = machine;
    }

    /** Makes a container with a namespace of its own, and starts it. */
    public ContainerInstance run(String name, String image, String command, NetworkNamespace namespace) {
        return make(name, image, command, namespace, true);
    }

    /** Makes a container that joins a namespace that is there, {@code docker run --network container:…}, and starts it. */
    public ContainerInstance join(String name, String image, String command, NetworkNamespace namespace) {
        return make(name, image, command, namespace, false);
    }

    /** Makes a container that joins a namespace: {@code docker create}. {@link #launch} starts it. */
    public ContainerInstance create(String name, String image, String command, NetworkNamespace namespace) {
        return create(name, image, command, namespace, false);
    }

    /**
     * Starts an ended container in {@code namespace}. If a port of its program is taken there it has ended again with exit
     * code 1 when this returns, and its log says why.
     */
    public void launch(ContainerInstance container, NetworkNamespace namespace) {
        if (!container.running()) {
            container.namespace(namespace);
            container.launch();
        }
    }

    private ContainerInstance make(
            String name, String image, String command, NetworkNamespace namespace, boolean owns) {
        ContainerInstance container = create(name, image, command, namespace, owns);
        container.start();
        return container;
    }

    private ContainerInstance create(
            String name, String image, String command, NetworkNamespace namespace, boolean owns) {
        String id = String.format(
                Locale.ROOT, "%012x", namespace.simulation().random().nextLong() & 0xffff_ffff_ffffL);
        ContainerInstance container = new ContainerInstance(id, name, image, command, ++lastPid, namespace, owns);
        containers.add(container);
        return container;
    }

    /** Ends a container's process; does nothing if it has ended. */
    public void end(ContainerInstance container, Signal signal) {
        if (container.running()) {
            container.end(signal.exitCode());
        }
    }

    /**
     * Starts an ended container again, with the same servers, in the namespace that it has.
     *
     * @throws packetwalk.linux.socket.SocketFault EADDRINUSE if one of its ports has been taken meanwhile
     */
    public void start(ContainerInstance container) {
        if (!container.running()) {
            container.start();
        }
    }

    /** Starts an ended container in another namespace, since the one that it had is gone. */
    public void start(ContainerInstance container, NetworkNamespace namespace) {
        container.namespace(namespace);
        start(container);
    }

    /** Forgets an ended container: {@code docker rm}. */
    public void remove(ContainerInstance container) {
        end(container, Signal.KILL);
        containers.remove(container);
    }

    /** All containers, ended ones too, oldest first. */
    public List<ContainerInstance> containers() {
        return List.copyOf(containers);
    }

    /** Containers that run in {@code namespace}, oldest first. */
    public List<ContainerInstance> containers(NetworkNamespace namespace) {
        return containers.stream()
                .filter(container -> container.running() && container.namespace() == namespace)
                .toList();
    }

    public Machine machine() {
        return machine;
    }

    /** What {@code docker ps} prints, newest first; {@code all} shows ended ones too. */
    public String ps(boolean all) {
        return DockerPs.print(machine.host().simulation().now(), containers, all);
    }
}
