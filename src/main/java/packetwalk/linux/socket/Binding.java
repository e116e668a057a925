package packetwalk.linux.socket;

import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * Where a socket is bound: Linux {@code struct sock}'s {@code rcv_saddr}, {@code num} and {@code ipv6only}.
 *
 * @param local address and port; the unspecified address stands for all of the host's
 * @param v6Only whether, bound to {@code ::}, it takes no IPv4
 */
record Binding(Endpoint local, boolean v6Only) {

    /** Whether what is for {@code address} is for it, not regarding the port: {@code inet_rcv_saddr_equal()}. */
    boolean takes(IpAddress address) {
        IpAddress own = local.address();
        if (!own.isAny()) {
            return own.equals(address);
        }
        return own.family() == address.family() || (own.family() == IpFamily.IPV6 && !v6Only);
    }

    /** How well it fits what it takes: an address of its own before any of the family, that before both families. */
    int score(IpAddress address) {
        return !local.address().isAny() ? 2 : local.address().family() == address.family() ? 1 : 0;
    }

    /** Whether {@code other} cannot be bound beside it: same port, and one takes what is for the other. */
    boolean clashes(Binding other) {
        return local.port() == other.local.port() && (takes(other.local.address()) || other.takes(local.address()));
    }
}
