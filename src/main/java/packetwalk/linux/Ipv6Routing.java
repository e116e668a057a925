package packetwalk.linux;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.NexthopExceptions;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteMetrics;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.sysctl.Devconf6;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Transport;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/**
 * Where a packet goes, one that came in or one that this host makes: net/ipv6/route.c.
 *
 * <p>Unlike IPv4 nobody asks whether it may come from where it says: there is no reverse path filter. Left out: several
 * nexthops, router preferences, redirects.
 */
final class Ipv6Routing {

    /** RFC 8200 5: no path takes less. */
    private static final int MIN_MTU = 1280;

    private final NetworkNamespace namespace;
    private final Ipv6 ip;
    private final RouteTrace trace;
    private final SourceSelection sources;

    Ipv6Routing(NetworkNamespace namespace, Ipv6 ip, RouteTrace trace) {
        this.namespace = namespace;
        this.ip = ip;
        this.trace = trace;
        this.sources = new SourceSelection(namespace, ip.addrconf());
    }

    /** The tables answered. */
    void routed(Skb skb, RouteResult result) {
        trace.routed(skb, result);
    }

    /** {@code ip6_route_input()}. Nothing is recorded, nobody is told. */
    InputRoute resolve(Skb skb) {
        IpAddress dst = skb.packet().dst();
        if (dst.isMulticast()) {
            return ip.addrconf().isMember(skb.in(), dst)
                    ? new InputRoute(null, Route.ofGroup(dst, skb.in()), null, "", false)
                    : InputRoute.refused(null, DropReason.IP_INVALID_DEST, "nobody here is in that group");
        }
        RouteQuery query = RouteQuery.input(skb.packet(), skb.in(), skb.mark());
        // rt6_need_strict(): what is good for one link only is looked for on that link
        RouteResult result = ip.fib().lookup(dst.isLinkLocal() ? query.outOf(skb.in()) : query);
        Route route = learnt(result.route(), dst);
        return switch (route.type()) {
            case LOCAL, UNICAST -> new InputRoute(result, route, null, "", false);
            default -> InputRoute.refused(result, DropReason.IP_INNOROUTES, "");
        };
    }

    /** {@code ip6_pkt_drop()}: hosts, too, tell the sender. */
    void refuse(Skb skb, InputRoute answer, Icmpv6 icmp) {
        drop(skb, answer);
        RouteResult result = answer.result();
        if (result != null && answer.isNoWay() && result.route().type() != RouteType.BLACKHOLE) {
            boolean prohibited = result.route().type() == RouteType.PROHIBIT;
            icmp.error(skb, prohibited ? IcmpError.Kind.V6_ADM_PROHIBITED : IcmpError.Kind.V6_NO_ROUTE);
        }
    }

    /** The same, and nobody is told. */
    void drop(Skb skb, InputRoute answer) {
        RouteResult result = answer.result();
        DropReason reason = Objects.requireNonNull(answer.refusal(), "neither route nor reason");
        boolean discarded = result != null && result.route().type() == RouteType.BLACKHOLE;
        trace.drop(
                skb,
                skb.in(),
                discarded ? DropReason.IP_BLACKHOLE : reason,
                result != null && result.found() ? result.route() : "",
                answer.why());
    }

    /** Finds a way for what this host sends, with what ICMP taught of it: {@code ip6_route_output()}. */
    RouteResult lookup(RouteQuery query) {
        RouteResult result = ip.fib().lookup(query);
        if (result.route().nexthops().isEmpty() && !query.oif().isEmpty()) {
            return Fib.onLink(query);
        }
        return ip.fib().exceptions().isEmpty()
                ? result
                : new RouteResult(learnt(result.route(), query.dst()), result.rule());
    }

    /**
     * The same for a socket whose source may be open: where there is no way for it, the one that a source would have is
     * tried, {@code ip6_dst_lookup_tail()}.
     */
    RouteResult lookupFor(RouteQuery query) {
        RouteResult result = lookup(query);
        if (!query.src().isAny() || refusal(result).isEmpty()) {
            return result;
        }
        return sources.select("", query.dst())
                .map(source -> lookup(query.from(source)))
                .orElse(result);
    }

    /**
     * By which source a connection is routed whose way was found while it had none: that way is kept while it is there and
     * neither rules nor addresses change, {@code ip6_dst_store()}, {@code ip6_dst_check()}.
     */
    Supplier<IpAddress> flowSource(IpAddress source, IpAddress dst) {
        RouteQuery open = RouteQuery.output(dst, IpAddress.ANY_V6, 0);
        Route way = ip.fib().lookup(open).route();
        long generation = ip.fib().generation();
        return () -> ip.fib().generation() == generation
                        && ip.fib().lookup(open).route().equals(way)
                ? IpAddress.ANY_V6
                : source;
    }

    private Route learnt(Route route, IpAddress dst) {
        NexthopExceptions exceptions = ip.fib().exceptions();
        boolean nothing = exceptions.isEmpty() || route.type() != RouteType.UNICAST;
        return nothing
                ? route
                : exceptions.apply(route, dst, namespace.simulation().now());
    }

    /** Routes {@code skb}; {@code src} is open if the socket's address was when the way was looked up. */
    RouteResult route(Skb skb, IpAddress src) {
        return take(skb, lookupFor(RouteQuery.output(skb.packet(), src, skb.mark())));
    }

    private RouteResult take(Skb skb, RouteResult result) {
        trace.routed(skb, result);
        skb.route(result.route());
        skb.out(OutputRouting.device(result.route()));
        return result;
    }

    /** Routes {@code skb} again after OUTPUT has changed it: net/ipv6/netfilter.c {@code ip6_route_me_harder()}. */
    RouteResult routeHarder(Skb skb) {
        Packet packet = skb.packet();
        RouteQuery query =
                new RouteQuery(packet.dst(), packet.src(), RouteQuery.LOCAL, "", skb.mark(), packet.tos(), 0, 0, 0);
        // rt6_need_strict(): what is good for one link only stays on it
        return take(skb, lookup(packet.dst().isLinkLocal() ? query.outOf(skb.out()) : query));
    }

    /** What connect(2) and sendmsg(2) report of such a route; empty if it is a way: {@code fib6_prop}. */
    static Optional<Errno> refusal(RouteResult result) {
        return switch (result.route().type()) {
            case UNICAST, LOCAL -> Optional.empty();
            case PROHIBIT -> Optional.of(Errno.EACCES);
            case BLACKHOLE -> Optional.of(Errno.EINVAL);
            default -> Optional.of(result.found() ? Errno.EHOSTUNREACH : Errno.ENETUNREACH);
        };
    }

    /** The source of what goes to {@code dst}, as {@link packetwalk.linux.socket.IpLayer#sourceFor} says. */
    IpAddress sourceFor(IpAddress dst, Transport intended) {
        Packet packet = Packet.of(IpAddress.ANY_V6, dst, intended);
        if (dst.isMulticast()) {
            dropped(packet, DropReason.UNKNOWN, dst, OutputRouting.MULTICAST);
            throw new SocketFault(Errno.ENETUNREACH, OutputRouting.MULTICAST);
        }
        RouteQuery query = RouteQuery.output(packet, 0);
        RouteResult first = lookup(query);
        boolean any = refusal(first).isEmpty();
        RouteResult result = any ? first : lookupFor(query);
        Optional<Errno> refusal = refusal(result);
        if (refusal.isEmpty()) {
            // the way that only a source has follows from it, and not the other way round
            Optional<IpAddress> source = any ? source(result.route(), dst) : sources.select("", dst);
            if (source.isPresent()) {
                return source.get();
            }
            refusal = Optional.of(Errno.EADDRNOTAVAIL);
        }
        Route route = result.route();
        DropReason reason = route.type() == RouteType.BLACKHOLE ? DropReason.IP_BLACKHOLE : DropReason.IP_OUTNOROUTES;
        Errno errno = refusal.get();
        dropped(packet, reason, result.found() ? route : "", errno + ": " + errno.words());
        throw new SocketFault(errno, "there is no way to " + dst + " from " + namespace);
    }

    /** {@code ip6_route_get_saddr()}. */
    Optional<IpAddress> source(Route route, IpAddress dst) {
        return route.src().isPresent() ? route.src() : sources.select(route.dev(), dst);
    }

    /** The same for what leaves by {@code device}. */
    Optional<IpAddress> sourceOn(String device, IpAddress dst) {
        return sources.select(device, dst);
    }

    /** The hop limit of what goes to {@code dst}: {@code ip6_dst_hoplimit()}. */
    int hopLimit(IpAddress dst) {
        Route route =
                ip.fib().lookup(RouteQuery.output(dst, IpAddress.ANY_V6, 0)).route();
        return namespace.sysctls().ipv6().value(Devconf6.HOP_LIMIT, route.dev());
    }

    /** {@code ip6_mtu()}. */
    int mtuOfSent(Route route) {
        RouteMetrics metrics = route.metrics();
        if (metrics.pmtu() != 0) {
            return metrics.pmtu();
        }
        return metrics.mtu() != 0 ? metrics.mtu() : deviceMtu(route);
    }

    /** {@code ip6_dst_mtu_maybe_forward()}: what ICMP taught this host is no business of others' packets. */
    int mtuOfForwarded(Route route) {
        RouteMetrics metrics = route.metrics();
        return metrics.locked() && metrics.mtu() != 0 ? metrics.mtu() : deviceMtu(route);
    }

    private int deviceMtu(Route route) {
        return namespace.device(OutputRouting.device(route)).map(NetDevice::mtu).orElse(0);
    }

    /** A router could not send {@code cause} on: {@code ip6_update_pmtu()}. */
    void updatePmtu(Packet cause, int claimed) {
        RouteQuery query = RouteQuery.output(cause, 0);
        int mtu = Math.max(MIN_MTU, claimed);
        Route base = ip.fib().lookup(query).route();
        if (base.type() == RouteType.UNICAST
                && !base.metrics().locked()
                && mtu < mtuOfSent(lookup(query).route())) {
            ip.fib()
                    .exceptions()
                    .pmtu(base, cause.dst(), mtu, false, namespace.simulation().now());
        }
    }

    private void dropped(Packet packet, DropReason reason, Object decision, String detail) {
        int id = namespace.simulation().nextPacket();
        namespace.trace().dropped(id, packet, "", Step.Layer.ROUTING, reason, decision, detail);
    }
}
