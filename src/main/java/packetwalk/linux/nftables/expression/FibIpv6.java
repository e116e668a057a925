package packetwalk.linux.nftables.expression;

import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;

/** What IPv6's routing tables answer to {@link Fib}: net/ipv6/netfilter/nft_fib_ipv6.c. */
final class FibIpv6 {

    /** {@code RTN_*}, linux/rtnetlink.h. */
    private static final int UNSPEC = 0;

    private static final int UNICAST = 1;
    private static final int LOCAL = 2;
    private static final int ANYCAST = 4;
    private static final int MULTICAST = 5;
    private static final int BLACKHOLE = 6;
    private static final int UNREACHABLE = 7;
    private static final int PROHIBIT = 8;

    /** A network of two addresses has no anycast one: RFC 6164. */
    private static final int POINT_TO_POINT = 127;

    private FibIpv6() {}

    /** {@code __nft_fib6_eval_type()}. */
    static int addressType(Fib fib, Evaluation at) {
        IpAddress address = fib.to(at.packet());
        String device = fib.deviceName(at);
        if (address.isMulticast()) {
            return MULTICAST;
        }
        boolean own = !device.isEmpty() && at.host().addressType(address, device) == RouteType.LOCAL;
        Route route = lookup(fib, at).route();
        return switch (route.type()) {
            case BLACKHOLE -> BLACKHOLE;
            case PROHIBIT -> PROHIBIT;
            case UNICAST, LOCAL -> found(route, address, own, device.isEmpty());
            default -> UNREACHABLE;
        };
    }

    private static int found(Route route, IpAddress address, boolean own, boolean anyDevice) {
        if (isAnycast(route, address)) {
            return ANYCAST;
        }
        if (own || (anyDevice && route.type() == RouteType.LOCAL)) {
            return LOCAL;
        }
        return address.isAny() ? UNSPEC : UNICAST;
    }

    /** {@code ipv6_anycast_destination()}: a network's first address is that of its routers, RFC 4291 2.6.1. */
    private static boolean isAnycast(Route route, IpAddress address) {
        Cidr network = route.dst();
        return network.length() < POINT_TO_POINT
                && network.network().equals(address)
                && route.via().isEmpty()
                && route.type() == RouteType.UNICAST;
    }

    /** {@code nft_fib6_eval()}; empty if there is no way, or none by the device that is asked about. */
    static String outgoing(Fib fib, Evaluation at) {
        if (Fib.isLoopback(at) || looksForDuplicates(at)) {
            return at.in();
        }
        Route route = lookup(fib, at).route();
        if (route.type() != RouteType.UNICAST || isAnycast(route, fib.to(at.packet()))) {
            return "";
        }
        String must = fib.deviceName(at);
        return must.isEmpty() || route.dev().equals(must) ? route.dev() : "";
    }

    /** {@code nft_fib_v6_skip_icmpv6()}: a host that asks whether its address is free has none yet. */
    private static boolean looksForDuplicates(Evaluation at) {
        Packet packet = at.packet();
        return at.hook() == Hook.PREROUTING
                && packet.protocol() == Protocol.ICMPV6
                && packet.src().isAny()
                && packet.dst().isMulticast();
    }

    /** {@code nft_fib6_flowi_init()}. */
    private static RouteResult lookup(Fib fib, Evaluation at) {
        Packet packet = at.packet();
        IpAddress to = fib.to(packet);
        String device = fib.deviceName(at);
        // of a packet on its way through, the answer's way in is this one's way out
        boolean through = fib.ofSource() && at.hook() == Hook.FORWARD && fib.device() == Fib.Device.IIF;
        RouteQuery query = new RouteQuery(
                to,
                fib.from(packet).isMulticast() ? IpAddress.ANY_V6 : fib.from(packet),
                through ? at.out() : RouteQuery.LOCAL,
                "",
                fib.markOf(at.skb()),
                0,
                packet.protocol().number(),
                0,
                0);
        String own = device.isEmpty() ? at.in().isEmpty() ? at.out() : at.in() : device;
        return at.host().route(to.isLinkLocal() ? query.outOf(own) : query);
    }
}
