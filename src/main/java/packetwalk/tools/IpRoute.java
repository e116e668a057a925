package packetwalk.tools;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.route.RoutingTable;
import packetwalk.linux.route.RoutingTable.Insertion;
import packetwalk.net.IpAddress;
import packetwalk.tools.line.Words;

/** {@code ip route}: the routing tables. */
final class IpRoute {

    private final NetworkNamespace namespace;
    private final IpCommand.Form form;
    private final Fib fib;

    IpRoute(NetworkNamespace namespace, IpCommand.Form form) {
        this.namespace = namespace;
        this.form = form;
        this.fib = namespace.fib();
    }

    String run(Words words) {
        String verb = words.verb(
                "list", "show", "lst", "get", "add", "replace", "change", "append", "prepend", "delete", "flush");
        switch (verb) {
            case "add", "append", "prepend", "replace", "change" ->
                add(RouteWords.read(words), Insertion.valueOf(verb.toUpperCase(Locale.ROOT)));
            case "delete" -> delete(RouteWords.read(words));
            case "flush" -> flush(words);
            case "get" -> {
                return new IpRouteGet(namespace, form).run(words);
            }
            default -> {
                return show(RouteFilter.read(namespace, words));
            }
        }
        return "";
    }

    private String show(RouteFilter filter) {
        RouteText text = new RouteText(namespace, filter, form);
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

    private void add(RouteWords typed, Insertion how) {
        Route route = typed.route(new RouteWays(namespace).of(typed));
        Optional<IpAddress> src = typed.src();
        if (src.isPresent() && fib.addressType(src.get()) != RouteType.LOCAL) {
            throw new IllegalArgumentException("Invalid prefsrc address: " + src.get()
                    + " is none of this host's; use one of " + namespace.addresses());
        }
        fib.insert(typed.table(), route, how);
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
        if (words.take("cache")) {
            fib.exceptions().flush();
            return;
        }
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
