package packetwalk;

import packetwalk.net.Protocol;

/** A container of a pod being described. */
public final class ContainerScope extends PodScope {

    private final Blueprint.ContainerPlan container;

    ContainerScope(
            Blueprint blueprint, Blueprint.NodeSpec node, Blueprint.PodOnNode pod, Blueprint.ContainerPlan container) {
        super(blueprint, node, pod);
        this.container = container;
    }

    /** What it runs; its own name by default. */
    public ContainerScope image(String image) {
        container.image = image;
        return this;
    }

    /** Has it answer HTTP on that TCP port with the pod's name and the client's address. */
    @Override
    public ContainerScope listen(int port) {
        container.ports.add(new ListenPort("", port, Protocol.TCP));
        return this;
    }

    /** {@link #listen(int)}, by a name that a Service's {@code targetPort} may use. */
    @Override
    public ContainerScope listen(String name, int port) {
        container.ports.add(new ListenPort(name, port, Protocol.TCP));
        return this;
    }

    /** Has it send back what comes to that UDP port. */
    @Override
    public ContainerScope listenUdp(int port) {
        container.ports.add(new ListenPort("", port, Protocol.UDP));
        return this;
    }

    /**
     * Opens {@code hostPort} of the pod's node for {@code port} of this container, which answers HTTP there unless {@link #listen} or
     * {@link #listenUdp} has said otherwise before.
     */
    @Override
    public ContainerScope hostPort(int port, int hostPort) {
        container.hostPort(port, hostPort);
        return this;
    }

    /** Has the whole pod live in its node's own network namespace: its ports are the node's ports. */
    @Override
    public ContainerScope hostNetwork() {
        super.hostNetwork();
        return this;
    }
}
