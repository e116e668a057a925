package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.apiserver.ApiServer;
import packetwalk.cni.Flannel;
import packetwalk.cni.FlannelLease;
import packetwalk.net.Cidr;

/**
 * flanneld, the process, on one node: writes into its Node how the other nodes reach its pods, reads that of all others,
 * and tells its kernel. flannel v0.28.10 with {@code --kube-subnet-mgr} and {@code --ip-masq}.
 *
 * <p>Killed, it hears nothing more, and what it wrote stays as it is: pods go on to reach those of the nodes that it knew.
 * A node that is only off stays known; one whose Node is deleted does not.
 */
public final class Flanneld {

    private final ApiServer api;
    private final String nodeName;
    private final Flannel flannel;
    private final Supplier<Latencies> latencies;
    private final Map<String, FlannelLease> others = new LinkedHashMap<>();
    private @Nullable FlannelLease own;
    private boolean running;
    private int life;

    /** One that does not run yet. */
    public Flanneld(ApiServer api, String nodeName, Flannel flannel, Supplier<Latencies> latencies) {
        this.api = api;
        this.nodeName = nodeName;
        this.flannel = flannel;
        this.latencies = latencies;
    }

    public boolean running() {
        return running;
    }

    /** Starts it, if it does not run: it sets its own node up, and looks at all others. */
    public void start() {
        if (!running) {
            running = true;
            life++;
            later(this::register);
        }
    }

    /** Ends it: SIGKILL. */
    public void kill() {
        running = false;
        life++;
        own = null;
        others.clear();
    }

    /** There is such a Node, new or changed. */
    void present(Node node) {
        if (!running) {
            return;
        }
        if (node.getMetadata().getName().equals(nodeName)) {
            if (own == null) {
                later(this::register);
            }
        } else if (own != null
                && !lease(node)
                        .equals(Optional.ofNullable(
                                others.get(node.getMetadata().getName())))) {
            later(() -> lookAt(node.getMetadata().getName()));
        }
    }

    /** A Node has been deleted. */
    void gone(Node node) {
        if (own != null) {
            later(() -> lookAt(node.getMetadata().getName()));
        }
    }

    private void later(Runnable action) {
        int now = life;
        flannel.simulation().after(latencies.get().controller().toNanos(), () -> {
            if (life == now) {
                action.run();
            }
        });
    }

    /** {@code RegisterNetwork()} and {@code AcquireLease()}: once in its life, as soon as its Node has a block. */
    private void register() {
        Optional<Node> node =
                api.find(Node.class, "", nodeName).filter(each -> podCidr(each).isPresent());
        if (own != null || node.isEmpty()) {
            return;
        }
        FlannelLease lease = flannel.register(podCidr(node.get()).orElseThrow(), lease(node.get()));
        own = lease;
        api.edit(
                Node.class,
                "",
                nodeName,
                present -> new NodeBuilder(present)
                        .editMetadata()
                        .addToAnnotations(lease.annotations())
                        .endMetadata()
                        .build());
        api.list(Node.class).forEach(this::present);
    }

    /** {@code handleSubnetEvents()}. */
    private void lookAt(String other) {
        FlannelLease known = others.get(other);
        Optional<Node> node = api.find(Node.class, "", other);
        Optional<FlannelLease> now = node.flatMap(Flanneld::lease);
        if (now.isPresent()) {
            others.put(other, now.get());
            flannel.added(now.get());
        } else if (node.isEmpty() && known != null) { // a Node whose annotations say nothing useful is passed over
            others.remove(other);
            flannel.removed(known);
        }
    }

    private static Optional<FlannelLease> lease(Node node) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(node.getMetadata().getAnnotations(), Map.of());
        return podCidr(node).flatMap(cidr -> FlannelLease.read(cidr, annotations));
    }

    private static Optional<Cidr> podCidr(Node node) {
        return Optional.ofNullable(node.getSpec().getPodCIDR()).map(Cidr::parse);
    }
}
