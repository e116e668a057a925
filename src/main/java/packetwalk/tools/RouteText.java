package packetwalk.tools;

import java.util.Optional;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.route.Scope;

/** One route as {@code ip route} prints it: iproute2 ip/iproute.c {@code print_route()}. */
final class RouteText {

    private final NetworkNamespace namespace;
    private final RouteFilter filter;

    RouteText(NetworkNamespace namespace, RouteFilter filter) {
        this.namespace = namespace;
        this.filter = filter;
    }

    /** The line, with the blank that iproute2 leaves at its end. What the filter demanded is not said again. */
    String line(String table, Route route) {
        StringBuilder text = new StringBuilder();
        if (route.type() != RouteType.UNICAST) {
            text.append(route.type()).append(' ');
        }
        text.append(dst(route)).append(' ');
        if (filter.via().isEmpty()) {
            route.via().ifPresent(gateway -> text.append("via ").append(gateway).append(' '));
        }
        if (filter.dev().isEmpty() && !route.dev().isEmpty()) {
            text.append("dev ").append(route.dev()).append(' ');
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
        if (route.metric() != 0) {
            text.append("metric ")
                    .append(Integer.toUnsignedString(route.metric()))
                    .append(' ');
        }
        return text + linkdown(table, route) + "\n";
    }

    private static String dst(Route route) {
        if (route.dst().length() == 0) {
            return "default";
        }
        return route.dst().isHost()
                ? route.dst().network().toString()
                : route.dst().toString();
    }

    /** {@code RTNH_F_LINKDOWN}: up, but nobody at the other end. */
    private String linkdown(String table, Route route) {
        Optional<NetDevice> device = namespace.device(route.dev());
        boolean down = device.filter(each -> each.up() && !each.carrier()).isPresent();
        return down && (!table.equals(Fib.LOCAL) || route.type() == RouteType.BROADCAST) ? "linkdown " : "";
    }
}
