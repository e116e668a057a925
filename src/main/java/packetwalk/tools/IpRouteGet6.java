package packetwalk.tools;

import packetwalk.linux.Ipv6;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;

/** {@code ip -6 route get}: where would a packet to this address go? net/ipv6/route.c {@code inet6_rtm_getroute()}. */
final class IpRouteGet6 {

    private final NetworkNamespace namespace;
    private final IpCommand.Form form;

    IpRouteGet6(NetworkNamespace namespace, IpCommand.Form form) {
        this.namespace = namespace;
        this.form = form;
    }

    /** An unreachable destination is an answer too, in the kernel's words. */
    String run(RouteGetWords typed) {
        RouteQuery query = typed.query();
        Ipv6 ip = namespace.ipv6();
        RouteResult result =
                typed.iif().isEmpty() ? ip.outputRoute(query) : ip.fib().lookup(query);
        Route route = result.route();
        String refusal = refusal(result);
        if (!refusal.isEmpty()) {
            return "RTNETLINK answers: " + refusal + "\n";
        }
        if (typed.fibmatch()) {
            return new RouteText(namespace, RouteFilter.ofTable(TableName.ALL), form).line(result.table(), route);
        }
        boolean local = route.type() == RouteType.LOCAL;
        StringBuilder text = new StringBuilder(local ? "local " : "");
        text.append(query.dst()).append(" from ").append(query.src()).append(' ');
        route.via().ifPresent(gateway -> text.append("via ").append(gateway).append(' '));
        text.append("dev ").append(local ? "lo" : route.dev()).append(' ');
        text.append(result.table().equals(Fib.MAIN) ? "" : "table " + result.table() + " ");
        text.append(route.proto().equals("boot") ? "" : "proto " + route.proto() + " ");
        if (typed.iif().isEmpty()) {
            ip.source(route, query.dst())
                    .ifPresent(src -> text.append("src ").append(src).append(' '));
        }
        text.append("metric ").append(Integer.toUnsignedString(route.metric())).append(' ');
        String metrics = route.metrics().toString();
        text.append(metrics.isEmpty() ? "" : metrics.substring(1) + " ");
        text.append(typed.iif().isEmpty() ? "" : "iif " + typed.iif() + " ");
        return text.append("pref medium\n").toString();
    }

    private static String refusal(RouteResult result) {
        return switch (result.route().type()) {
            case BLACKHOLE -> "Invalid argument";
            case PROHIBIT -> "Permission denied";
            case UNREACHABLE -> result.found() ? "No route to host" : "Network is unreachable";
            default -> "";
        };
    }
}
