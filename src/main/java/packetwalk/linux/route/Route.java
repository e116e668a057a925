package packetwalk.linux.route;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.trace.Unchanging;

/**
 * One entry of a routing table: Linux {@code struct fib_alias} and {@code struct fib_info}.
 *
 * @param type what becomes of packets that take it
 * @param dst destinations that it is for
 * @param tos the type of service that it is for; 0 for any
 * @param nexthops the ways to take; empty for types that send nothing, several for multipath
 * @param scope how far the destination is away
 * @param src the source address that local senders shall prefer
 * @param metric among equal prefixes and types of service the lowest wins, as an unsigned number
 * @param proto who put it there: {@code kernel}, {@code boot} (typed), {@code static}
 * @param metrics what else it says
 */
public record Route(
        RouteType type,
        Cidr dst,
        int tos,
        List<Nexthop> nexthops,
        Scope scope,
        Optional<IpAddress> src,
        int metric,
        String proto,
        RouteMetrics metrics)
        implements Unchanging {

    /** {@code IP6_RT_PRIO_USER}. */
    public static final int USER_PRIORITY_V6 = 1024;

    public Route {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(dst, "dst");
        nexthops = List.copyOf(nexthops);
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(src, "src");
        Objects.requireNonNull(proto, "proto");
        Objects.requireNonNull(metrics, "metrics");
    }

    private static Route kernel(RouteType type, Cidr dst, String dev, Scope scope, IpAddress src) {
        List<Nexthop> link = List.of(Nexthop.of(Optional.empty(), dev));
        return new Route(type, dst, 0, link, scope, Optional.of(src), 0, "kernel", RouteMetrics.NONE);
    }

    /** What the kernel adds with an IPv6 address of {@code dev}: net/ipv6/addrconf.c {@code addrconf_prefix_route()}. */
    public static Route ofIpv6(RouteType type, Cidr dst, String dev, int metric) {
        List<Nexthop> link = List.of(Nexthop.of(Optional.empty(), dev));
        return new Route(type, dst, 0, link, Scope.GLOBAL, Optional.empty(), metric, "kernel", RouteMetrics.NONE);
    }

    /** The way of what is for a group that {@code dev} is in: to this host itself. */
    public static Route ofGroup(IpAddress group, String dev) {
        return ofIpv6(RouteType.MULTICAST, Cidr.of(group), dev, 0);
    }

    /** {@code dst via gateway dev device}: destinations beyond a router, with the metric of a route that names none. */
    public static Route via(Cidr dst, IpAddress gateway, String dev) {
        return new Route(
                RouteType.UNICAST,
                dst,
                0,
                List.of(Nexthop.of(Optional.of(gateway), dev)),
                Scope.GLOBAL,
                Optional.empty(),
                dst.family() == IpFamily.IPV6 ? USER_PRIORITY_V6 : 0,
                "boot",
                RouteMetrics.NONE);
    }

    /** The route to a network on the link of {@code dev}, as the kernel adds it with the interface's address. */
    public static Route connected(Cidr network, String dev, IpAddress src) {
        return kernel(RouteType.UNICAST, network, dev, Scope.LINK, src);
    }

    /** The entry that makes {@code address} the host's own. */
    public static Route local(Cidr address, String dev, IpAddress src) {
        return kernel(RouteType.LOCAL, address, dev, Scope.HOST, src);
    }

    /** The entry for a network's broadcast address. */
    public static Route broadcast(IpAddress address, String dev, IpAddress src) {
        return kernel(RouteType.BROADCAST, Cidr.of(address), dev, Scope.LINK, src);
    }

    /** The destination itself on the link of {@code dev}, for who names a device and has no route through it. */
    public static Route onLink(IpAddress dst, String dev) {
        return new Route(
                RouteType.UNICAST,
                Cidr.of(dst),
                0,
                List.of(Nexthop.of(Optional.empty(), dev)),
                Scope.LINK,
                Optional.empty(),
                0,
                "kernel",
                RouteMetrics.NONE);
    }

    /** No way to {@code dst}, for a reason that {@code type} tells. */
    static Route none(IpAddress dst, RouteType type) {
        return new Route(
                type, Cidr.of(dst), 0, List.of(), Scope.GLOBAL, Optional.empty(), 0, "kernel", RouteMetrics.NONE);
    }

    /** Whether a nexthop has to be chosen for each flow. */
    public boolean isMultipath() {
        return nexthops.size() > 1;
    }

    /** The gateway; of several, the first nexthop's. */
    public Optional<IpAddress> via() {
        return nexthops.isEmpty() ? Optional.empty() : nexthops.get(0).via();
    }

    /** Name of the outgoing device, of several the first nexthop's; empty for types that send nothing. */
    public String dev() {
        return nexthops.isEmpty() ? "" : nexthops.get(0).dev();
    }

    /** Whether any of its ways leaves by {@code device}. */
    public boolean leavesBy(String device) {
        for (Nexthop each : nexthops) {
            if (each.dev().equals(device)) {
                return true;
            }
        }
        return false;
    }

    /** Where the frame goes: the gateway, or the destination itself. */
    public IpAddress nextHop(IpAddress destination) {
        return via().orElse(destination);
    }

    /** The same route, taking {@code hop} alone. */
    public Route along(Nexthop hop) {
        return new Route(type, dst, tos, List.of(hop), scope, src, metric, proto, metrics);
    }

    /** The same route as it is for one destination that ICMP has taught something about. */
    Route except(NexthopExceptions.Learnt learnt) {
        List<Nexthop> hops = learnt.gateway().isEmpty() ? nexthops : List.of(Nexthop.of(learnt.gateway(), dev()));
        RouteMetrics known = learnt.mtu() == 0 ? metrics : metrics.learnt(learnt.mtu(), learnt.locked());
        return new Route(type, dst, tos, hops, scope, src, metric, proto, known);
    }

    /** Whether the two cannot stand in one table: same destination, type of service and metric. */
    boolean sameKey(Route other) {
        return dst.equals(other.dst) && tos == other.tos && metric == other.metric;
    }

    /** Whether the two differ in nothing that a packet or a person sees: {@code fib_find_info()}. */
    boolean sameInfo(Route other) {
        return type == other.type
                && nexthops.equals(other.nexthops)
                && scope == other.scope
                && src.equals(other.src)
                && proto.equals(other.proto)
                && metrics.equals(other.metrics);
    }

    /** As {@code ip route} prints it, on one line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (type != RouteType.UNICAST) {
            text.append(type).append(' ');
        }
        text.append(dst.length() == 0 ? "default" : dst.isHost() ? dst.network().toString() : dst.toString());
        if (tos != 0) {
            text.append(" tos 0x%02x".formatted(tos));
        }
        if (!isMultipath()) {
            via().ifPresent(gateway -> text.append(" via ").append(gateway));
            text.append(dev().isEmpty() ? "" : " dev " + dev());
        }
        text.append(proto.equals("boot") ? "" : " proto " + proto);
        text.append(scope == Scope.GLOBAL ? "" : " scope " + scope);
        src.ifPresent(address -> text.append(" src ").append(address));
        text.append(metric == 0 ? "" : " metric " + Integer.toUnsignedString(metric));
        if (nexthops.size() == 1 && nexthops.get(0).onlink()) {
            text.append(" onlink");
        }
        text.append(metrics);
        text.append(dst.family() == IpFamily.IPV6 ? " pref medium" : "");
        if (isMultipath()) {
            nexthops.forEach(each -> text.append(' ').append(each));
        }
        return text.toString();
    }
}
