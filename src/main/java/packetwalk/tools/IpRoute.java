package packetwalk.tools;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.route.RoutingTable;
import packetwalk.net.IpAddress;
import packetwalk.tools.line.Words;

/** {@code ip route}: the routing tables. */
final class IpRoute {

    private final NetworkNamespace namespace;
    private final Fib fib;

    IpRoute(NetworkNamespace namespace) {
        this.namespace = namespace;
        this.fib = namespace.fib();
    }

    String run(Words words) {
        String verb = words.verb("list", "show", "lst", "get", "add", "replace", "append", "delete", "flush");
        switch (verb) {
            case "add", "replace", "append" -> add(RouteWords.read(words), verb);
            case "delete" -> delete(RouteWords.read(words));
            case "flush" -> flush(words);
            case "get" -> {
                return new IpRouteGet(namespace).run(words);
            }
            default -> {
                return show(RouteFilter.read(namespace, words));
            }
        }
        return "";
    }

    private String show(RouteFilter filter) {
        RouteText text = new RouteText(namespace, filter);
        return tables(filter).stream()
                .flatMap(table ->
                        table.routes().stream().filter(filter::includes).map(each -> text.line(table.name(), each)))
                .collect(Collectors.joining());
    }

    private List<RoutingTable> tables(RouteFilter filter) {
        List<RoutingTable> all = fib.tables();
        if (filter.table().equals(TableName.ALL)) {
            return all.stream()
                    .sorted(Comparator.comparingInt(table -> TableName.order(table.name())))
                    .toList();
        }
        List<RoutingTable> one = all.stream()
                .filter(table -> table.name().equals(filter.table()))
                .toList();
        if (one.isEmpty()) {
            throw new IllegalArgumentException("FIB table " + filter.table()
                    + " does not exist; the first ip route add … table " + filter.table() + " makes it");
        }
        return one;
    }

    private void add(RouteWords typed, String verb) {
        Route route = typed.route(outgoing(typed));
        String table = typed.table();
        Optional<IpAddress> src = typed.src();
        if (src.isPresent() && fib.addressType(src.get()) != RouteType.LOCAL) {
            throw new IllegalArgumentException("Invalid prefsrc address: " + src.get()
                    + " is none of this host's; use one of " + namespace.addresses());
        }
        if (verb.equals("replace")) {
            existing(table, typed).ifPresent(old -> fib.remove(table, old));
        }
        fib.add(table, route);
    }

    private Optional<Route> existing(String table, RouteWords typed) {
        return fib.table(table).routes(typed.dst()).stream()
                .filter(typed::replaces)
                .findFirst();
    }

    /** The device that the route leaves by: net/ipv4/fib_semantics.c {@code fib_check_nh()}. */
    private String outgoing(RouteWords typed) {
        boolean sends = typed.type() == RouteType.UNICAST
                || typed.type() == RouteType.LOCAL
                || typed.type() == RouteType.BROADCAST;
        if (!sends) {
            return "";
        }
        typed.dev().ifPresent(name -> requireUp(Devices.named(namespace, name)));
        if (typed.via().isPresent()) {
            return throughGateway(typed.via().get(), typed.dev());
        }
        return typed.dev()
                .orElseThrow(() -> new IllegalArgumentException("RTNETLINK answers: No such device: route "
                        + typed.dst() + " names neither gateway nor device; add via ADDRESS or dev DEVICE"));
    }

    private static void requireUp(NetDevice device) {
        if (!device.up()) {
            throw new IllegalArgumentException("Device for nexthop is not up: " + device.name()
                    + " is down; first ip link set " + device.name() + " up");
        }
    }

    private String throughGateway(IpAddress gateway, Optional<String> dev) {
        RouteQuery query = new RouteQuery(gateway, IpAddress.ANY_V4, RouteQuery.LOCAL, dev.orElse(""), 0);
        RouteResult answer = fib.lookup(query);
        boolean onLink = answer.found()
                && answer.route().type() == RouteType.UNICAST
                && answer.route().via().isEmpty();
        if (!onLink) {
            throw new IllegalArgumentException("Nexthop has invalid gateway: " + gateway
                    + " is on no network of this host's; a gateway must be reached directly");
        }
        return answer.route().dev();
    }

    private void delete(RouteWords typed) {
        Optional<RoutingTable> table = fib.tables().stream()
                .filter(each -> each.name().equals(typed.table()))
                .findFirst();
        Optional<Route> route = table.flatMap(
                each -> each.routes(typed.dst()).stream().filter(typed::fits).findFirst());
        if (route.isEmpty()) {
            throw new IllegalArgumentException("RTNETLINK answers: No such process: table " + typed.table()
                    + " has no such route to " + typed.dst() + "; see ip route");
        }
        fib.remove(typed.table(), route.get());
    }

    private void flush(Words words) {
        RouteFilter filter = RouteFilter.read(namespace, words);
        if (filter.all() && filter.table().equals(Fib.MAIN)) {
            throw new IllegalArgumentException(
                    "\"ip route flush\" requires arguments; say which, as dev eth0 or table 100");
        }
        for (RoutingTable table : tables(filter)) {
            table.routes().stream().filter(filter::includes).forEach(each -> fib.remove(table.name(), each));
        }
    }
}
