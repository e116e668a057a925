package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.apiserver.ApiServer;
import packetwalk.cni.Flannel;
import packetwalk.cni.FlannelLease;
import packetwalk.net.Cidr;

/**
 * flanneld, the process, on one node: writes into its Node how the other nodes reach its pods, reads that of all others,
 * and tells its kernel. flannel v0.28.10 with {@code --kube-subnet-mgr} and {@code --ip-masq}.
 *
 * <p>Killed, it hears nothing more, and what it wrote stays as it is: pods go on to reach those of the nodes that it knew.
 * A node that is only off stays known; one whose Node is deleted does not. Where the kernel refuses what it needs for
 * itself, it ends, and is started again as a kubelet does it.
 */
public final class Flanneld {

    private final ApiServer api;
    private final String nodeName;
    private final Flannel flannel;
    private final Supplier<Latencies> latencies;

    /** What was last heard of each other node. */
    private final Map<String, FlannelLease> others = new LinkedHashMap<>();

    private Backoff backoff = new Backoff();
    private String error = "";
    private boolean registered;
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

    /** What it logged when it last ended because it could not begin; empty if it has begun since, or was not hindered. */
    public String error() {
        return error;
    }

    /** Starts it, if it does not run: it sets its own node up, and looks at all others. */
    public void start() {
        backoff = new Backoff();
        begin();
    }

    private void begin() {
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
        registered = false;
        others.clear();
    }

    /** {@code os.Exit(1)}: its container's kubelet starts it again. */
    private void exit(String why) {
        kill();
        error = why;
        after(backoff.next(), this::begin);
    }

    /** There is such a Node, new or changed; one that says nothing useful is passed over: {@code handleUpdateLeaseEvent()}. */
    void present(Node node) {
        String name = node.getMetadata().getName();
        if (running && !registered && name.equals(nodeName)) {
            later(this::register);
        }
        if (registered && !name.equals(nodeName)) {
            lease(node)
                    .filter(lease -> !lease.equals(others.put(name, lease)))
                    .ifPresent(lease -> later(() -> flannel.added(lease)));
        }
    }

    /** A Node has been deleted. */
    void gone(Node node) {
        String name = node.getMetadata().getName();
        if (registered && !name.equals(nodeName)) {
            others.remove(name);
            lease(node).ifPresent(lease -> later(() -> flannel.removed(lease)));
        }
    }

    private void later(Runnable action) {
        after(latencies.get().controller(), action);
    }

    /** Does it then, if it still lives the same life. */
    private void after(Duration delay, Runnable action) {
        int now = life;
        flannel.simulation().after(delay.toNanos(), () -> {
            if (life == now) {
                action.run();
            }
        });
    }

    /** Once in its life, as soon as its Node has a block. */
    private void register() {
        Optional<Node> node =
                api.find(Node.class, "", nodeName).filter(each -> podCidr(each).isPresent());
        if (registered || node.isEmpty()) {
            return;
        }
        try {
            register(node.get());
        } catch (IllegalArgumentException refused) {
            exit("Error registering network: " + refused.getMessage());
            return;
        }
        error = "";
        registered = true;
        api.list(Node.class).forEach(this::present);
    }

    /** {@code RegisterNetwork()}, in the midst of it {@code AcquireLease()}. */
    private void register(Node node) {
        FlannelLease own = flannel.register(podCidr(node).orElseThrow(), lease(node));
        api.edit(
                Node.class,
                "",
                nodeName,
                present -> new NodeBuilder(present)
                        .editMetadata()
                        .addToAnnotations(own.annotations())
                        .endMetadata()
                        .build());
        flannel.configure(own);
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
