package packetwalk.linux;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.Multipath;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.Devconf;
import packetwalk.linux.sysctl.DeviceConf;
import packetwalk.net.Cidr;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.trace.DropReason;

/**
 * Where a packet that came in goes, and whether it may come from where it says: net/ipv4/route.c and fib_frontend.c.
 *
 * <p>Left out: multicast, {@code bc_forwarding}, and the limit of one ICMP error a second to the same source
 * ({@code net.ipv4.route.error_cost}).
 */
final class InputRouting {

    /** RFC 1122 3.2.1.3 (a): "this host on this network"; never on a wire but from a host without an address. */
    private static final Cidr THIS_NETWORK = Cidr.parse("0.0.0.0/8");

    private final NetworkNamespace namespace;
    private final RouteTrace trace;
    private final Icmp icmp;
    private final SourceValidation sources;
    private final Multipath multipath;

    InputRouting(NetworkNamespace namespace, RouteTrace trace, Icmp icmp, Multipath multipath) {
        this.namespace = namespace;
        this.trace = trace;
        this.icmp = icmp;
        this.sources = new SourceValidation(namespace);
        this.multipath = multipath;
    }

    /**
     * Finds the packet's route, and tells what there is to tell: {@code ip_route_input_noref()}.
     *
     * @return false if its way has ended
     */
    boolean route(Skb skb) {
        InputRoute answer = resolve(skb);
        RouteResult result = answer.result();
        if (result != null) {
            trace.routed(skb, result);
        }
        if (answer.route() != null) {
            skb.route(answer.route());
            skb.redirect(answer.redirect());
            return true;
        }
        refuse(skb, answer);
        return false;
    }

    /** The packet goes nowhere; its sender is told if there is no way. */
    private void refuse(Skb skb, InputRoute answer) {
        RouteResult result = answer.result();
        if (result != null && answer.isNoWay()) {
            error(skb, result);
        } else {
            drop(skb, answer);
        }
    }

    /** The same, and nobody is told. */
    void drop(Skb skb, InputRoute answer) {
        DropReason reason = Objects.requireNonNull(answer.refusal(), "neither route nor reason");
        Object decision = reason == DropReason.UNKNOWN ? skb.packet().dst() : "";
        trace.drop(skb, skb.in(), reason, decision, answer.why());
    }

    /** Where the packet would go: {@code ip_route_input_slow()}. Nothing is recorded, nobody is told. */
    InputRoute resolve(Skb skb) {
        Packet packet = skb.packet();
        DeviceConf device = namespace.sysctls().conf(skb.in());
        if (packet.dst().isMulticast()) {
            return InputRoute.refused(null, DropReason.UNKNOWN, OutputRouting.MULTICAST);
        }
        DropReason weird = martian(packet, device);
        if (weird != null) {
            return InputRoute.martian(weird);
        }
        if (packet.dst().equals(IpAddress.BROADCAST_V4)) {
            Route everybody = Route.broadcast(packet.dst(), skb.in(), packet.src());
            return packet.src().isAny()
                    ? new InputRoute(null, everybody, null, "", false)
                    : local(skb, device, null, everybody);
        }
        RouteResult result = namespace.fib().lookup(RouteQuery.input(packet, skb.in(), skb.mark()));
        Route route = result.route();
        return switch (route.type()) {
            case LOCAL, BROADCAST -> local(skb, device, result, route);
            case UNICAST ->
                device.on(Devconf.FORWARDING)
                        ? forwarded(skb, device, result)
                        : InputRoute.refused(result, DropReason.IP_INNOROUTES, "");
            default -> InputRoute.refused(result, DropReason.IP_INNOROUTES, "");
        };
    }

    /** Addresses that no look-up is needed for; null if there is nothing to say against them. */
    private static @Nullable DropReason martian(Packet packet, DeviceConf device) {
        IpAddress src = packet.src();
        IpAddress dst = packet.dst();
        if (src.isMulticast() || src.equals(IpAddress.BROADCAST_V4)) {
            return DropReason.IP_INVALID_SOURCE;
        }
        if (dst.equals(IpAddress.BROADCAST_V4)) {
            // a host that has no address yet asks everybody
            return THIS_NETWORK.contains(src) && !src.isAny() ? DropReason.IP_INVALID_SOURCE : null;
        }
        if (THIS_NETWORK.contains(src)) {
            return DropReason.IP_INVALID_SOURCE;
        }
        if (THIS_NETWORK.contains(dst)) {
            return DropReason.IP_INVALID_DEST;
        }
        boolean loopback = src.isLoopback() || dst.isLoopback();
        return loopback && !device.on(Devconf.ROUTE_LOCALNET) ? DropReason.IP_LOCALNET : null;
    }

    /** For this host: from anywhere that may be a source. */
    private InputRoute local(Skb skb, DeviceConf device, @Nullable RouteResult result, Route route) {
        SourceValidation.Verdict verdict = sources.validate(skb, device, "", route.type() == RouteType.BROADCAST);
        return verdict.reason() == null
                ? new InputRoute(result, route, null, "", false)
                : InputRoute.refused(result, verdict.reason(), verdict.why());
    }

    /** For others: one of several ways, and whether the sender had better ask another router; {@code ip_mkroute_input()}. */
    private InputRoute forwarded(Skb skb, DeviceConf device, RouteResult result) {
        Packet packet = skb.packet();
        Route route = result.route();
        if (route.isMultipath()) {
            route = multipath.select(route, packet);
        }
        SourceValidation.Verdict verdict = sources.validate(skb, device, route.dev(), false);
        if (verdict.reason() != null) {
            return InputRoute.refused(result, verdict.reason(), verdict.why());
        }
        boolean back = route.dev().equals(skb.in()) && verdict.onLink() && device.on(Devconf.SEND_REDIRECTS);
        boolean redirect = back
                && (device.on(Devconf.SHARED_MEDIA)
                        || namespace.onLink(skb.in(), packet.src(), route.via().orElse(IpAddress.ANY_V4)));
        long now = namespace.simulation().now();
        Route way = namespace.fib().exceptions().apply(route, packet.dst(), now);
        return new InputRoute(result, way, null, "", redirect);
    }

    /** No route, or one that forbids: {@code ip_error()}. A host that does not forward stays silent. */
    private void error(Skb skb, RouteResult result) {
        RouteType type = result.route().type();
        Object decision = result.found() ? result.route() : "";
        if (type == RouteType.BLACKHOLE) {
            trace.drop(skb, "", DropReason.IP_BLACKHOLE, result.route(), "");
            return;
        }
        if (!namespace.sysctls().conf(skb.in()).on(Devconf.FORWARDING)) {
            boolean forOthers = type == RouteType.UNICAST;
            Object by = forOthers ? trace.notForwarding(skb.in()) : decision;
            trace.drop(skb, forOthers ? skb.in() : "", DropReason.IP_INADDRERRORS, by, "");
            return;
        }
        boolean prohibited = type == RouteType.PROHIBIT;
        String detail = prohibited
                ? "the route prohibits it"
                : "no route to " + skb.packet().dst();
        trace.drop(skb, "", DropReason.IP_INNOROUTES, decision, detail);
        IcmpError.Kind unreachable = result.found() ? IcmpError.Kind.HOST_UNREACHABLE : IcmpError.Kind.NET_UNREACHABLE;
        icmp.error(skb, prohibited ? IcmpError.Kind.ADMIN_PROHIBITED : unreachable);
    }
}
