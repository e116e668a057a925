package packetwalk.cni;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * Hands out one node's addresses: CNI's host-local plugin.
 *
 * <p>It goes round: the next address is the one after the last, so that an address that was given back is not used
 * again at once. The network's own, the gateway's and, of IPv4, the broadcast address are never handed out.
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

    /** The next free address; empty if all are taken. */
    Optional<IpAddress> take() {
        IpAddress candidate = last;
        do {
            candidate = candidate.equals(range.last()) ? range.network() : candidate.plus(1);
            if (isUsable(candidate) && taken.add(candidate)) {
                last = candidate;
                return Optional.of(candidate);
            }
        } while (!candidate.equals(last));
        return Optional.empty();
    }

    private boolean isUsable(IpAddress address) {
        boolean broadcast = range.family() == IpFamily.IPV4 && address.equals(range.last());
        return !broadcast && !address.equals(range.network()) && !address.equals(gateway);
    }

    /** Its addresses as the plugin prints them: from the first to the last, the gateway's among them. */
    @Override
    public String toString() {
        boolean v4 = range.family() == IpFamily.IPV4;
        return range.host(1) + "-" + (v4 ? range.last().plus(-1) : range.last());
    }

    void release(IpAddress address) {
        taken.remove(address);
    }
}
