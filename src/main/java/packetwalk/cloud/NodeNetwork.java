package packetwalk.cloud;

import java.util.LinkedHashSet;
import java.util.Set;
import packetwalk.fabric.Segment;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;

/** The segment that the nodes are on, and the addresses in it that somebody has. */
public final class NodeNetwork {

    private final Segment segment;
    private final InterfaceAddress router;
    private final Set<IpAddress> taken = new LinkedHashSet<>();

    /** {@code router} is the router's address there; {@code machines} have the others that are taken. */
    public NodeNetwork(Segment segment, InterfaceAddress router, Set<IpAddress> machines) {
        this.segment = segment;
        this.router = router;
        taken.add(router.address());
        taken.addAll(machines);
    }

    Segment segment() {
        return segment;
    }

    /** The router's address, with the network's length. */
    InterfaceAddress router() {
        return router;
    }

    /**
     * A free address, from the top.
     *
     * @throws IllegalStateException if there is none
     */
    InterfaceAddress take() {
        IpAddress candidate = router.network().last().plus(-1);
        while (!taken.add(candidate)) {
            candidate = candidate.plus(-1);
            if (candidate.equals(router.network().network())) {
                throw new IllegalStateException("the nodes' network " + router.network()
                        + " has no address left for a balancer's second card; take a larger one");
            }
        }
        return new InterfaceAddress(candidate, router.length());
    }

    void release(IpAddress address) {
        taken.remove(address);
    }
}
