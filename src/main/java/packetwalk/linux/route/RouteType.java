package packetwalk.linux.route;

import java.util.Locale;

/** What a route does with a packet: the types of {@code ip route}, linux/rtnetlink.h {@code RTN_*}. */
public enum RouteType {
    /** Send it on, directly or through a gateway. */
    UNICAST,
    /** It is for this host. */
    LOCAL,
    /** It is for everybody on the link, this host included. */
    BROADCAST,
    /** It is for a group; of IPv4 only an address type, no route has it. */
    MULTICAST,
    /** Discard it and tell the sender: ICMP host unreachable. */
    UNREACHABLE,
    /** Discard it silently. */
    BLACKHOLE,
    /** Discard it and tell the sender: ICMP administratively prohibited. */
    PROHIBIT,
    /** Give up on this table and ask the next rule. */
    THROW;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
