package packetwalk.linux.nftables.expression;

import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

/** What IPv4's routing tables answer to {@link Fib}: net/ipv4/netfilter/nft_fib_ipv4.c. */
final class FibIpv4 {

    private static final Cidr THIS_NETWORK = Cidr.parse("0.0.0.0/8");
    private static final Cidr LOCAL_GROUPS = Cidr.parse("224.0.0.0/24");

    private FibIpv4() {}

    /** {@code nft_fib4_eval_type()}: a number of {@code RTN_*}, linux/rtnetlink.h. */
    static int addressType(Fib fib, Evaluation at) {
        IpAddress address = fib.to(at.packet());
        String device = fib.deviceName(at);
        RouteType type = fib.device() == null
                ? at.host().addressType(address)
                : at.host().addressType(address, device);
        return switch (type) {
            case UNICAST -> 1;
            case LOCAL -> 2;
            case BROADCAST -> 3;
            case MULTICAST -> 5;
            case BLACKHOLE -> 6;
            case UNREACHABLE -> 7;
            case PROHIBIT -> 8;
            case THROW -> 9;
        };
    }

    /** {@code nft_fib4_eval()}; empty if there is no way, or none by the device that is asked about. */
    static String outgoing(Fib fib, Evaluation at) {
        Packet packet = at.packet();
        if (Fib.isLoopback(at)) {
            return at.in();
        }
        boolean forAll = packet.dst().equals(IpAddress.BROADCAST_V4) || LOCAL_GROUPS.contains(packet.dst());
        if (THIS_NETWORK.contains(packet.src()) && forAll) {
            return at.in(); // a host that asks for its address
        }
        RouteResult found = at.host()
                .route(new RouteQuery(
                        fib.to(packet),
                        usable(fib.from(packet)),
                        RouteQuery.LOCAL,
                        "",
                        fib.markOf(at.skb()),
                        packet.tos(),
                        0,
                        0,
                        0));
        if (!found.found() || found.route().type() != RouteType.UNICAST) {
            return "";
        }
        String must = fib.deviceName(at);
        if (must.isEmpty()) {
            return found.route().dev();
        }
        return found.route().leavesBy(must) ? must : "";
    }

    /** {@code get_saddr()}: what can be no source is left open. */
    private static IpAddress usable(IpAddress address) {
        boolean nobody =
                address.isMulticast() || address.equals(IpAddress.BROADCAST_V4) || THIS_NETWORK.contains(address);
        return nobody ? IpAddress.ANY_V4 : address;
    }
}
