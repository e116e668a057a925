package packetwalk;

import java.util.List;
import java.util.Map;
import packetwalk.control.Kubelet;
import packetwalk.control.PodSandbox;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.runtime.ContainerInstance;

/** A pod that runs: one network namespace, held by its pause container and shared by the others. */
public final class Pod extends Netns {

    private final Node node;
    private final Kubelet kubelet;
    private final PodSandbox sandbox;

    Pod(World world, Node node, Kubelet kubelet, PodSandbox sandbox) {
        super(world);
        this.node = node;
        this.kubelet = kubelet;
        this.sandbox = sandbox;
    }

    @Override
    public String name() {
        return sandbox.spec().name();
    }

    /** The node that it runs on. */
    public Node node() {
        return node;
    }

    /** Its labels, in the order in which they were given. */
    public Map<String, String> labels() {
        return sandbox.spec().labels();
    }

    /**
     * Its address: {@code .status.podIP}.
     *
     * @throws IllegalStateException if its pause container is dead, and the namespace with it
     */
    @Override
    public IpAddress address() {
        return sandbox.address().orElseGet(() -> super.address());
    }

    @Override
    NetworkNamespace namespace() {
        return sandbox.namespace();
    }

    PodSandbox sandbox() {
        return sandbox;
    }

    /**
     * One of its containers; {@code pause} is the one that holds the namespace.
     *
     * @throws IllegalArgumentException if it has none of that name
     */
    public Container container(String name) {
        return Container.ofPod(this, kubelet, sandbox, name);
    }

    /** Names of its containers, {@code pause} first. */
    public List<String> containers() {
        return sandbox.containerNames();
    }

    /** App containers that run, of those that it has. */
    int ready() {
        return (int) sandbox.appContainers().stream()
                .filter(ContainerInstance::running)
                .count();
    }

    @Override
    public String text() {
        String where = sandbox.address().map(IpAddress::toString).orElse("<none>");
        return "pod " + name() + " " + where + " on " + node.name() + " (" + node.address() + "), containers "
                + String.join(", ", containers());
    }
}
