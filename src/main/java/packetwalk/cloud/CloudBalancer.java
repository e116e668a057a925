package packetwalk.cloud;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;

/** One order on its way to a balancer that works: what there is of it so far. Changed by {@link CloudProvider} alone. */
final class CloudBalancer {

    private BalancerOrder order;
    private IpAddress address;
    private boolean reserved;
    private boolean pooled;
    private @Nullable LoadBalancer running;

    CloudBalancer(BalancerOrder order, IpAddress address) {
        this.order = order;
        this.address = address;
    }

    BalancerOrder order() {
        return order;
    }

    void order(BalancerOrder wanted) {
        order = wanted;
    }

    IpAddress address() {
        return address;
    }

    void address(IpAddress another) {
        address = another;
    }

    /** Whether its address is there to see. */
    boolean isReserved() {
        return reserved;
    }

    void reserved() {
        reserved = true;
    }

    /** Whether its target pool is. */
    boolean isPooled() {
        return pooled;
    }

    void pooled() {
        pooled = true;
    }

    /** The machine, once the forwarding rule leads to it. */
    Optional<LoadBalancer> running() {
        return Optional.ofNullable(running);
    }

    void run(LoadBalancer machine) {
        running = machine;
    }

    void close(PublicNetwork network) {
        running().ifPresent(network::remove);
        running = null;
    }
}
