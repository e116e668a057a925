package packetwalk;

import packetwalk.net.Protocol;

/** A pod being described. */
public class PodScope extends NodeScope {

    private final Blueprint.PodOnNode pod;

    PodScope(Blueprint blueprint, Blueprint.NodeSpec node, Blueprint.PodOnNode pod) {
        super(blueprint, node);
        this.pod = pod;
    }

    Blueprint.PodOnNode pod() {
        return pod;
    }

    /** Adds a label, or changes its value. */
    @Override
    public PodScope label(String key, String value) {
        pod.labels.put(key, value);
        return this;
    }

    /** Opens a container of this pod; all of them share one network namespace. */
    public ContainerScope container(String name) {
        Blueprint.ContainerPlan container = new Blueprint.ContainerPlan(name);
        pod.containers.add(container);
        return new ContainerScope(blueprint(), node(), pod, container);
    }

    /** Has the pod's own container answer HTTP on that TCP port with the pod's name and the client's address. */
    @Override
    public PodScope listen(int port) {
        own().ports.add(new ListenPort("", port, Protocol.TCP));
        return this;
    }

    /** {@link #listen(int)}, by a name that a Service's {@code targetPort} may use. */
    public PodScope listen(String name, int port) {
        own().ports.add(new ListenPort(name, port, Protocol.TCP));
        return this;
    }

    /** Has the pod's own container send back what comes to that UDP port. */
    public PodScope listenUdp(int port) {
        own().ports.add(new ListenPort("", port, Protocol.UDP));
        return this;
    }

    /**
     * Opens {@code hostPort} of the pod's node for {@code port} of its own container, which answers HTTP there unless {@link #listen} or
     * {@link #listenUdp} has said otherwise before. Of two pods with one host port a node runs one.
     */
    public PodScope hostPort(int port, int hostPort) {
        own().hostPort(port, hostPort);
        return this;
    }

    /** Has it live in its node's own network namespace: its ports are the node's ports. */
    public PodScope hostNetwork() {
        pod.hostNetwork = true;
        return this;
    }

    /** The container named after the pod. */
    private Blueprint.ContainerPlan own() {
        return pod.containers.stream()
                .filter(each -> each.name.equals(pod.name))
                .findFirst()
                .orElseGet(() -> {
                    Blueprint.ContainerPlan own = new Blueprint.ContainerPlan(pod.name);
                    pod.containers.add(own);
                    return own;
                });
    }
}
