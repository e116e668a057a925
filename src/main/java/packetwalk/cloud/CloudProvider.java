package packetwalk.cloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/**
 * A cloud's balancers: one for each order, made part by part, which takes minutes. An address belongs to its order for as
 * long as that stands, and to whoever comes next afterwards.
 */
public final class CloudProvider {

    /**
     * Something that the cloud did.
     *
     * @param endNanos virtual time at which it was done
     * @param type {@code insert}, {@code update} or {@code delete}
     * @param target what, such as {@code forwardingRules/a52f…}
     */
    public record Operation(long endNanos, String type, String target) {}

    private final Simulation simulation;
    private final CloudSpec spec;
    private final PublicNetwork network;
    private final AddressPool pool;
    private final Map<String, CloudBalancer> balancers = new LinkedHashMap<>();
    private final List<HttpLoadBalancer> httpBalancers = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();

    /** One without balancers; they will stand in {@code network}. */
    public CloudProvider(Simulation simulation, CloudSpec spec, PublicNetwork network) {
        this.simulation = simulation;
        this.spec = spec;
        this.network = network;
        this.pool = new AddressPool(network, spec.first(), simulation.random());
    }

    /** An address of its range is somebody's already. */
    public void reserve(IpAddress address) {
        pool.reserve(address);
    }

    public CloudSpec spec() {
        return spec;
    }

    /** Balancers that work, in the order in which they were ordered. */
    public List<LoadBalancer> balancers() {
        return balancers.values().stream()
                .map(CloudBalancer::running)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Its layer-7 balancers that work, in the order in which they were asked for. */
    public List<HttpLoadBalancer> httpBalancers() {
        return List.copyOf(httpBalancers);
    }

    /** All that stands, finished or not, for print-outs. */
    List<CloudBalancer> parts() {
        return List.copyOf(balancers.values());
    }

    /** What the cloud has done, oldest first. */
    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** Whether there is anything of that name. */
    boolean has(String name) {
        return balancers.containsKey(name);
    }

    /**
     * {@code EnsureLoadBalancer()}: makes what is missing, changes what is different; {@code done} runs when it works.
     *
     * @throws CloudFault if it is refused; nothing has changed then
     */
    void ensure(BalancerOrder order, Supplier<List<Target>> nodes, Consumer<LoadBalancer> done) {
        CloudBalancer present = balancers.get(order.name());
        if (present == null) {
            create(order, nodes, done);
            return;
        }
        specOf(order, present.address()); // as below: refused before anything is taken
        boolean moves = order.address()
                .filter(wanted -> !wanted.equals(present.address()))
                .isPresent();
        IpAddress address = moves ? pool.take(order.address().get()) : present.address();
        BalancerSpec wanted = specOf(order, address);
        present.order(order);
        steps(List.of(new Step(
                "update", "forwardingRules/" + order.name(), spec.pace().update(), () -> {
                    if (moves) {
                        IpAddress old = present.address();
                        present.close(network);
                        pool.release(old);
                        present.address(address);
                        present.run(network.add(wanted));
                    }
                    LoadBalancer running = present.running().orElseThrow();
                    running.change(wanted);
                    running.targets(nodes.get());
                    done.accept(running);
                })));
    }

    private void create(BalancerOrder order, Supplier<List<Target>> nodes, Consumer<LoadBalancer> done) {
        specOf(order, spec.first()); // what no balancer of this cloud can do is refused before anything is made
        CloudSpec.Pace pace = spec.pace();
        CloudBalancer made = new CloudBalancer(order, take(order));
        balancers.put(order.name(), made);
        String name = "/" + order.name();
        steps(List.of(
                new Step("insert", "addresses" + name, pace.address(), made::reserved),
                new Step("insert", "firewalls/k8s-fw-" + order.name(), pace.firewall(), () -> {}),
                new Step("insert", "httpHealthChecks" + name, pace.healthCheck(), () -> {}),
                new Step("insert", "targetPools" + name, pace.backends(), made::pooled),
                new Step("insert", "forwardingRules" + name, pace.forwardingRule(), () -> {
                    LoadBalancer running = network.add(specOf(order, made.address()));
                    made.run(running);
                    running.targets(nodes.get());
                    done.accept(running);
                })));
    }

    private IpAddress take(BalancerOrder order) {
        return order.address().map(pool::take).orElseGet(pool::take);
    }

    /** An address for a layer-7 balancer; throws {@link CloudFault} if none is left. */
    IpAddress reserve() {
        return pool.take();
    }

    void release(IpAddress address) {
        pool.release(address);
    }

    /** Puts up a layer-7 balancer, which serves nothing yet. */
    HttpLoadBalancer openHttp(String name, IpAddress address) {
        HttpLoadBalancer made = new HttpLoadBalancer(network.machine(name, address), address);
        httpBalancers.add(made);
        return made;
    }

    void close(HttpLoadBalancer balancer) {
        httpBalancers.remove(balancer);
        balancer.close();
        network.remove(balancer.machine());
    }

    /** Does something that takes its time, and keeps a record of it. */
    void operate(String type, String target, Duration takes, Runnable effect) {
        steps(List.of(new Step(type, target, takes, effect)));
    }

    /** {@code UpdateLoadBalancer()}: other nodes; does nothing while it is being made. */
    void update(String name, List<Target> nodes, Runnable done) {
        steps(List.of(new Step("update", "targetPools/" + name, spec.pace().update(), () -> {
            Optional.ofNullable(balancers.get(name))
                    .flatMap(CloudBalancer::running)
                    .ifPresent(running -> running.targets(nodes));
            done.run();
        })));
    }

    /** {@code EnsureLoadBalancerDeleted()}: takes everything of that name away, the address last. */
    void delete(String name, Runnable done) {
        CloudBalancer present = balancers.get(name);
        if (present == null) {
            done.run();
            return;
        }
        Duration each = spec.pace().deletion();
        steps(List.of(
                new Step("delete", "forwardingRules/" + name, each, () -> present.close(network)),
                new Step("delete", "targetPools/" + name, each, () -> {}),
                new Step("delete", "httpHealthChecks/" + name, each, () -> {}),
                new Step("delete", "firewalls/k8s-fw-" + name, each, () -> {}),
                new Step("delete", "addresses/" + name, each, () -> {
                    balancers.remove(name);
                    pool.release(present.address());
                    done.run();
                })));
    }

    private BalancerSpec specOf(BalancerOrder order, IpAddress address) {
        try {
            return new BalancerSpec(
                    "balancer-" + address,
                    address,
                    order.forwards(),
                    spec.mode(),
                    order.scheduling(),
                    Optional.of(order.healthCheck()),
                    Optional.empty(),
                    spec.draining(),
                    spec.mode() == BalancerMode.PROXY,
                    true,
                    false,
                    order.sourceRanges());
        } catch (IllegalArgumentException impossible) {
            throw new CloudFault(String.valueOf(impossible.getMessage()));
        }
    }

    /** One of the things that an order takes, and what it brings about. */
    record Step(String type, String target, Duration takes, Runnable effect) {}

    /** Does them one after the other, and keeps a record of each. */
    void steps(List<Step> left) {
        if (left.isEmpty()) {
            return;
        }
        Step next = left.get(0);
        simulation.after(next.takes().toNanos(), () -> {
            operations.add(new Operation(simulation.now(), next.type(), next.target()));
            next.effect().run();
            steps(left.subList(1, left.size()));
        });
    }
}
