package packetwalk.cni;

import java.util.HashSet;
import java.util.Set;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;

/**
 * Hands out one node's addresses: CNI's host-local plugin.
 *
 * <p>It goes round: the next address is the one after the last, so that an address that was given back is not used
 * again at once. The network's own, the gateway's and the broadcast address are never handed out.
 */
final class HostLocalIpam {

    private final Cidr range;
    private final IpAddress gateway;
    private final Set<IpAddress> taken = new HashSet<>();
    private IpAddress last;

    HostLocalIpam(InterfaceAddress gateway) {
        this.range = gateway.network();
        this.gateway = gateway.address();
        this.last = gateway.address();
    }

    /**
     * The next free address.
     *
     * @throws IllegalStateException if all are taken
     */
    IpAddress take() {
        IpAddress candidate = last;
        do {
            candidate = candidate.equals(range.last()) ? range.network() : candidate.plus(1);
            boolean usable =
                    !candidate.equals(range.network()) && !candidate.equals(range.last()) && !candidate.equals(gateway);
            if (usable && taken.add(candidate)) {
                last = candidate;
                return candidate;
            }
        } while (!candidate.equals(last));
        throw new IllegalStateException("all addresses of " + range + " are taken (" + taken.size()
                + "); delete a pod, or give the node a larger block");
    }

    void release(IpAddress address) {
        taken.remove(address);
    }
}
