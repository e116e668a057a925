package packetwalk.tools;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Nexthop;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.route.RoutingTable;
import packetwalk.linux.route.Scope;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/** One route as {@code ip route} prints it: iproute2 ip/iproute.c {@code print_route()}. */
final class RouteText {

    private final NetworkNamespace namespace;
    private final RouteFilter filter;
    private final IpCommand.Form form;

    RouteText(NetworkNamespace namespace, RouteFilter filter, IpCommand.Form form) {
        this.namespace = namespace;
        this.filter = filter;
        this.form = form;
    }

    /** The line, with the blank that iproute2 leaves at its end. What the filter demanded is not said again. */
    String line(String table, Route route) {
        StringBuilder text = new StringBuilder();
        if (route.type() != RouteType.UNICAST) {
            text.append(route.type()).append(' ');
        }
        text.append(dst(route)).append(' ');
        if (route.tos() != 0) {
            text.append("tos 0x%02x ".formatted(route.tos()));
        }
        if (!route.isMultipath()) {
            text.append(way(route.via(), route.dev()));
        }
        if (filter.table().equals(TableName.ALL) && !table.equals(Fib.MAIN)) {
            text.append("table ").append(table).append(' ');
        }
        if (filter.proto().isEmpty() && !route.proto().equals("boot")) {
            text.append("proto ").append(route.proto()).append(' ');
        }
        if (filter.scope().isEmpty() && route.scope() != Scope.GLOBAL) {
            text.append("scope ").append(route.scope()).append(' ');
        }
        route.src().ifPresent(address -> text.append("src ").append(address).append(' '));
        if (route.metric() != 0 || route.dst().family() == IpFamily.IPV6) {
            text.append("metric ")
                    .append(Integer.toUnsignedString(route.metric()))
                    .append(' ');
        }
        String ways = route.isMultipath()
                ? route.nexthops().stream().map(this::nexthop).collect(Collectors.joining())
                : state(table, route);
        String metrics = route.metrics().toString();
        if (route.dst().family() == IpFamily.IPV6) {
            return text + ways + text(metrics) + "pref medium\n";
        }
        String end = route.isMultipath() ? text(metrics) + ways : ways + text(metrics);
        return text + end + "\n";
    }

    /**
     * A table's routes as the kernel tells them: of IPv6 a node of the tree behind all below it, net/ipv6/ip6_fib.c
     * {@code fib6_walk_continue()}.
     */
    static List<Route> inOrder(RoutingTable table, IpFamily family) {
        List<Route> routes = new ArrayList<>(table.routes());
        if (family == IpFamily.IPV6) {
            routes.sort(Comparator.comparing((Route route) -> route.dst().last())
                    .thenComparing(route -> -route.dst().length()));
        }
        return routes;
    }

    private static String text(String words) {
        return words.isEmpty() ? "" : words.substring(1) + " ";
    }

    private String way(Optional<IpAddress> via, String dev) {
        String gateway = via.isPresent() && filter.via().isEmpty() ? "via " + via.get() + " " : "";
        return gateway + (dev.isEmpty() || filter.dev().isPresent() ? "" : "dev " + dev + " ");
    }

    /** One of several ways; {@code dead} where its device is down. */
    private String nexthop(Nexthop hop) {
        Optional<NetDevice> device = namespace.device(hop.dev());
        boolean dead = !namespace.isUp(hop.dev());
        boolean linkdown = device.filter(each -> each.up() && each.carrier()).isEmpty();
        return (form.oneLine() ? "\\" : "\n") + "\tnexthop "
                + hop.via().map(gateway -> "via " + gateway + " ").orElse("")
                + "dev " + hop.dev() + " weight " + hop.weight() + " "
                + (dead ? "dead " : "") + (hop.onlink() ? "onlink " : "") + (linkdown ? "linkdown " : "");
    }

    private static String dst(Route route) {
        if (route.dst().length() == 0) {
            return "default";
        }
        return route.dst().isHost()
                ? route.dst().network().toString()
                : route.dst().toString();
    }

    /** {@code onlink} as it was typed, {@code linkdown} where the device is up, but nobody at the other end. */
    private String state(String table, Route route) {
        Optional<NetDevice> device = namespace.device(route.dev());
        boolean down = device.filter(each -> each.up() && !each.carrier()).isPresent();
        boolean onlink = !route.nexthops().isEmpty() && route.nexthops().get(0).onlink();
        return (onlink ? "onlink " : "")
                + (down && (!table.equals(Fib.LOCAL) || route.type() == RouteType.BROADCAST) ? "linkdown " : "");
    }
}
