package packetwalk.linux;

import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteMetrics;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.net.Packet;

/** The largest packet that gets through: include/net/ip.h {@code ip_dst_mtu_maybe_forward()}, RFC 1191. */
final class PathMtu {

    /** {@code net.ipv4.route.min_pmtu}: less than this no ICMP error is believed. */
    private static final int MIN_PMTU = 552;

    /** RFC 791: what every gateway must take; a gateway behind a locked MTU is not trusted with more. */
    private static final int LOCKED_GATEWAY = 576;

    private PathMtu() {}

    /** For packets that this host makes. */
    static int ofSent(NetworkNamespace namespace, Route route) {
        return of(namespace, route, true);
    }

    /** For packets of others: what ICMP taught this host is no business of theirs, unless a setting says so. */
    static int ofForwarded(NetworkNamespace namespace, Route route) {
        boolean use = route.metrics().locked() || namespace.sysctls().on(Sysctl.IP_FORWARD_USE_PMTU);
        return of(namespace, route, use);
    }

    private static int of(NetworkNamespace namespace, Route route, boolean usePmtu) {
        RouteMetrics metrics = route.metrics();
        if (usePmtu && metrics.pmtu() != 0) {
            return metrics.pmtu();
        }
        if (metrics.mtu() != 0) {
            return metrics.mtu();
        }
        String device = route.type() == RouteType.LOCAL ? "lo" : route.dev();
        int mtu = namespace.device(device).map(NetDevice::mtu).orElse(0);
        return metrics.locked() && route.via().isPresent() ? Math.min(mtu, LOCKED_GATEWAY) : mtu;
    }

    /**
     * A router could not send {@code cause} on without cutting it up: {@code ipv4_sk_update_pmtu()},
     * {@code __ip_rt_update_pmtu()}.
     */
    static void update(NetworkNamespace namespace, Packet cause, int claimed) {
        Route route = namespace
                .ipv4()
                .outputRouting()
                .lookup(RouteQuery.output(cause, 0))
                .route();
        if (route.type() != RouteType.UNICAST || route.metrics().locked()) {
            return;
        }
        int old = ofSent(namespace, route);
        if (old < claimed) {
            return;
        }
        boolean tooSmall = claimed < MIN_PMTU;
        int mtu = tooSmall ? Math.min(old, MIN_PMTU) : claimed;
        Route way = namespace.ipv4().outputRouting().base(RouteQuery.output(cause, 0));
        long now = namespace.simulation().now();
        namespace.fib().exceptions().pmtu(way, cause.dst(), mtu, tooSmall, now);
    }
}
