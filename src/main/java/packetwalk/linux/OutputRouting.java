package packetwalk.linux;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Multipath;
import packetwalk.linux.route.Nexthop;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.sysctl.Devconf;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** Where a packet goes that this host makes, and from which address: net/ipv4/route.c. */
final class OutputRouting {

    static final String MULTICAST = "multicast is not modelled";

    private final NetworkNamespace namespace;
    private final RouteTrace trace;
    private final Multipath multipath;

    OutputRouting(NetworkNamespace namespace, RouteTrace trace, Multipath multipath) {
        this.namespace = namespace;
        this.trace = trace;
        this.multipath = multipath;
    }

    /** Finds a way, one if there are several, with what ICMP taught of it: {@code ip_route_output_key_hash_rcu()}. */
    RouteResult lookup(RouteQuery query) {
        return lookup(query, null);
    }

    /** The same for an answer to {@code cause}, which takes the way that its hash gives to that packet. */
    RouteResult lookup(RouteQuery query, @Nullable Packet cause) {
        Fib fib = namespace.fib();
        RouteResult result = fib.lookup(query);
        Route route = result.route();
        if (route.nexthops().isEmpty() && !query.oif().isEmpty()) {
            // who names a device means its link, whatever the tables say
            return Fib.onLink(query);
        }
        if (!route.isMultipath()
                && (route.type() != RouteType.UNICAST || fib.exceptions().isEmpty())) {
            return result;
        }
        if (route.isMultipath()) {
            route = cause == null ? multipath.select(route, query) : multipath.select(route, cause);
        }
        long now = namespace.simulation().now();
        return new RouteResult(fib.exceptions().apply(route, query.dst(), now), result.rule());
    }

    /** The way itself, without what was learnt: what is learnt is kept by it. */
    Route base(RouteQuery query) {
        Route route = namespace.fib().lookup(query).route();
        return route.isMultipath() ? multipath.select(route, query) : route;
    }

    /** Routes {@code skb}; {@code src} is open if the socket's address was when the way was looked up. */
    RouteResult route(Skb skb, IpAddress src, @Nullable Packet cause) {
        return take(skb, lookup(RouteQuery.output(skb.packet(), src, skb.mark()), cause));
    }

    /** Sends {@code skb} along a way that has been found. */
    RouteResult take(Skb skb, RouteResult result) {
        trace.routed(skb, result);
        skb.route(result.route());
        skb.out(device(result.route()));
        return result;
    }

    /** The device of a route; what a host sends to itself goes through loopback, whichever device has the address. */
    static String device(Route route) {
        return route.type() == RouteType.LOCAL ? "lo" : route.dev();
    }

    /** Routes {@code skb} again, by addresses and mark alone, after OUTPUT has changed it: {@code ip_route_me_harder()}. */
    RouteResult routeHarder(Skb skb) {
        Packet packet = skb.packet();
        RouteType type = namespace.addressType(packet.src());
        boolean keeps = type == RouteType.LOCAL || type == RouteType.UNICAST;
        IpAddress src = keeps ? packet.src() : IpAddress.ANY_V4;
        RouteQuery query = new RouteQuery(packet.dst(), src, RouteQuery.LOCAL, "", skb.mark(), packet.tos(), 0, 0, 0);
        return take(skb, lookup(query));
    }

    /** What sendmsg(2) reports of such a route from {@code src}; empty if it is a way: {@code __mkroute_output()}. */
    Optional<Errno> refusal(RouteResult result, IpAddress src) {
        Route route = result.route();
        boolean way = route.type() == RouteType.UNICAST
                || route.type() == RouteType.LOCAL
                || route.type() == RouteType.BROADCAST;
        if (!way) {
            return Optional.of(errno(result));
        }
        boolean escapes = src.isLoopback()
                && route.type() != RouteType.LOCAL
                && !route.dev().equals("lo")
                && !namespace.sysctls().conf(route.dev()).on(Devconf.ROUTE_LOCALNET);
        return escapes ? Optional.of(Errno.EINVAL) : Optional.empty();
    }

    /** What connect(2) reports: net/ipv4/fib_semantics.c {@code fib_props}, net/ipv4/fib_rules.c. */
    private static Errno errno(RouteResult result) {
        return switch (result.route().type()) {
            case PROHIBIT -> Errno.EACCES;
            case BLACKHOLE -> Errno.EINVAL;
            default -> result.found() ? Errno.EHOSTUNREACH : Errno.ENETUNREACH;
        };
    }

    /** The source of what goes to {@code dst}, as {@link packetwalk.linux.socket.IpLayer#sourceFor} says. */
    IpAddress sourceFor(IpAddress dst, Transport intended) {
        Packet packet = Packet.of(IpAddress.ANY_V4, dst, intended);
        RouteResult result = lookup(RouteQuery.output(packet, 0));
        Route route = result.route();
        if (dst.isMulticast()) {
            dropped(packet, DropReason.UNKNOWN, dst, MULTICAST);
            throw new SocketFault(Errno.ENETUNREACH, MULTICAST);
        }
        boolean everybody = dst.equals(IpAddress.BROADCAST_V4) && route.type() == RouteType.UNICAST;
        if (route.type() == RouteType.BROADCAST || everybody) {
            // tcp_v4_connect(); udp_sendmsg() without SO_BROADCAST
            Errno errno = intended instanceof Tcp ? Errno.ENETUNREACH : Errno.EACCES;
            throw new SocketFault(errno, dst + " is a broadcast address of " + namespace);
        }
        if (route.type() == RouteType.UNICAST || route.type() == RouteType.LOCAL) {
            IpAddress source = source(route, dst).orElse(IpAddress.ANY_V4);
            if (!(intended instanceof Tcp)) {
                return source;
            }
            // ip_route_connect() asks again with the source that it has found, and a rule may name that
            RouteResult again = lookup(RouteQuery.output(Packet.of(source, dst, intended), 0));
            Optional<Errno> refusal = refusal(again, source);
            if (refusal.isEmpty()) {
                return source;
            }
            throw noWay(packet, again, refusal.get());
        }
        throw noWay(packet, result, errno(result));
    }

    private SocketFault noWay(Packet packet, RouteResult result, Errno errno) {
        Route route = result.route();
        DropReason reason = route.type() == RouteType.BLACKHOLE ? DropReason.IP_BLACKHOLE : DropReason.IP_OUTNOROUTES;
        dropped(packet, reason, result.found() ? route : "", errno + ": " + errno.words());
        return new SocketFault(errno, "there is no way to " + packet.dst() + " from " + namespace);
    }

    /** The source that {@code route} gives to what has none: {@code fib_result_prefsrc()}. */
    Optional<IpAddress> source(Route route, IpAddress dst) {
        if (route.src().isPresent()) {
            return route.src();
        }
        if (route.type() == RouteType.LOCAL) {
            return Optional.of(dst);
        }
        return route.nexthops().isEmpty()
                ? Optional.empty()
                : namespace.sourceFor(Nexthop.of(route.via(), route.dev()));
    }

    private void dropped(Packet packet, DropReason reason, Object decision, String detail) {
        int id = namespace.simulation().nextPacket();
        namespace.trace().dropped(id, packet, "", Step.Layer.ROUTING, reason, decision, detail);
    }
}
