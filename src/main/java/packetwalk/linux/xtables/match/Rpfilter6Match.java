package packetwalk.linux.xtables.match;

import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.linux.xtables.Table;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

/**
 * Whether an answer would leave by the device that the packet came in by: {@code -m rpfilter},
 * net/ipv6/netfilter/ip6t_rpfilter.c.
 *
 * @param asked the same words
 */
public record Rpfilter6Match(RpfilterMatch asked) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return reachable(skb, host) != asked.inverted();
    }

    /** {@code rpfilter_lookup_reverse6()}. */
    private boolean reachable(Skb skb, Surroundings host) {
        Packet packet = skb.packet();
        if (skb.in().equals("lo") || packet.src().isAny()) {
            return true; // who has no address yet cannot be answered: those behind this rule will see to it
        }
        IpAddress from = packet.dst().isMulticast() ? IpAddress.ANY_V6 : packet.dst();
        int mark = asked.validMark() ? skb.mark() : 0;
        RouteQuery query = new RouteQuery(
                packet.src(),
                from,
                RouteQuery.LOCAL,
                "",
                mark,
                0,
                packet.protocol().number(),
                0,
                0);
        RouteResult back = host.route(packet.src().isLinkLocal() ? query.outOf(skb.in()) : query);
        return switch (back.route().type()) {
            case LOCAL -> asked.acceptLocal();
            case UNICAST -> asked.loose() || back.route().leavesBy(skb.in());
            default -> false;
        };
    }

    @Override
    public Set<Hook> hooks() {
        return asked.hooks();
    }

    @Override
    public Set<Table> tables() {
        return asked.tables();
    }

    @Override
    public String listed(boolean numeric) {
        return asked.listed(numeric);
    }

    @Override
    public String toString() {
        return asked.toString();
    }
}
