package packetwalk.linux.xtables.match;

import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.linux.xtables.Table;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

/**
 * Whether an answer would leave by the device that the packet came in by: {@code -m rpfilter},
 * net/ipv4/netfilter/ipt_rpfilter.c.
 *
 * @param loose any device will do
 * @param validMark the packet's mark counts in the look-up
 * @param acceptLocal a source that is this host's own will do
 */
public record RpfilterMatch(boolean loose, boolean validMark, boolean acceptLocal, boolean inverted) implements Match {

    private static final Cidr THIS_NETWORK = Cidr.parse("0.0.0.0/8");
    private static final Cidr LOCAL_GROUPS = Cidr.parse("224.0.0.0/24");

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return reachable(skb, host) != inverted;
    }

    private boolean reachable(Skb skb, Surroundings host) {
        Packet packet = skb.packet();
        if (skb.in().equals("lo")) {
            return true;
        }
        boolean forAll = packet.dst().equals(IpAddress.BROADCAST_V4) || LOCAL_GROUPS.contains(packet.dst());
        if (THIS_NETWORK.contains(packet.src()) && forAll) {
            return true; // a host that asks for its address
        }
        boolean nobody = packet.dst().isMulticast()
                || packet.dst().equals(IpAddress.BROADCAST_V4)
                || THIS_NETWORK.contains(packet.dst());
        IpAddress from = nobody ? IpAddress.ANY_V4 : packet.dst();
        RouteResult back = host.route(new RouteQuery(
                packet.src(), from, RouteQuery.LOCAL, "", validMark ? skb.mark() : 0, packet.tos(), 0, 0, 0));
        RouteType type = back.route().type();
        boolean usable = type == RouteType.UNICAST || (type == RouteType.LOCAL && acceptLocal);
        return back.found() && usable && (loose || back.route().leavesBy(skb.in()));
    }

    @Override
    public Set<Hook> hooks() {
        return Set.of(Hook.PREROUTING);
    }

    @Override
    public Set<Table> tables() {
        return Set.of(Table.RAW, Table.MANGLE);
    }

    private String words(String prefix) {
        return (loose ? prefix + "loose" : "")
                + (validMark ? prefix + "validmark" : "")
                + (acceptLocal ? prefix + "accept-local" : "")
                + (inverted ? prefix + "invert" : "");
    }

    @Override
    public String listed(boolean numeric) {
        return " rpfilter" + words(" ");
    }

    @Override
    public String toString() {
        return "-m rpfilter" + words(" --");
    }
}
