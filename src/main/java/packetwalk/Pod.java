package packetwalk;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import packetwalk.agent.PodSandbox;
import packetwalk.kubectl.Kubectl;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.program.dns.NameService;
import packetwalk.runtime.ContainerInstance;

/** A pod that runs: one network namespace, held by its pause container and shared by the others. */
public final class Pod extends Netns {

    private final Node node;
    private final PodSandbox sandbox;

    Pod(World world, Node node, PodSandbox sandbox) {
        super(world);
        this.node = node;
        this.sandbox = sandbox;
    }

    @Override
    public String name() {
        return sandbox.name();
    }

    /** The node that it runs on. */
    public Node node() {
        return node;
    }

    /** Its labels, in the order in which they were given. */
    public Map<String, String> labels() {
        Map<String, String> labels = sandbox.pod().getMetadata().getLabels();
        return labels == null ? Map.of() : Collections.unmodifiableMap(labels);
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

    /** Its addresses, one of each family of the cluster, the primary first: {@code .status.podIPs}. */
    @Override
    public List<IpAddress> addresses() {
        return sandbox.alive() ? sandbox.addresses() : super.addresses();
    }

    @Override
    NetworkNamespace namespace() {
        return sandbox.namespace();
    }

    /** What the kubelet wrote into its files: its own name, and the cluster's DNS once there is one. */
    @Override
    NameService names() {
        return world().dns.installed() ? world().dns.files().nameService(sandbox.pod(), address()) : super.names();
    }

    Kubectl kubectl() {
        return world().kubectl();
    }

    /** Its object as the API server has it now; as the kubelet saw it last, if it has gone. */
    io.fabric8.kubernetes.api.model.Pod object() {
        return world().api
                .find(io.fabric8.kubernetes.api.model.Pod.class, namespaceName(), name())
                .orElse(sandbox.pod());
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
        return Container.ofPod(this, node.kubelet(), sandbox, name);
    }

    /** Names of its containers, {@code pause} first. */
    public List<String> containers() {
        return sandbox.containerNames();
    }

    /** The namespace that its object is in; {@code default} for what was described without one. */
    public String namespaceName() {
        return sandbox.pod().getMetadata().getNamespace();
    }

    /** Deletes it: {@code kubectl delete pod}. It stops in its own time; {@link Cluster#advance} lets that pass. */
    public Pod delete() {
        world().api.delete(io.fabric8.kubernetes.api.model.Pod.class, namespaceName(), name());
        world().settleControlPlane();
        return this;
    }

    /** Has its servers answer every request with that HTTP status from now on, such as 503 when it feels unwell. */
    public Pod answerWith(int status) {
        sandbox.appContainers().forEach(each -> each.statuses().set(status));
        return this;
    }

    /** {@link #answerWith(int)}, on one path only, such as that of a probe. */
    public Pod answerWith(String path, int status) {
        sandbox.appContainers().forEach(each -> each.statuses().set(path, status));
        return this;
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

    /** Two handles of one pod are equal; a pod that takes another's name is another pod. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pod pod && pod.sandbox == sandbox;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(sandbox);
    }
}
