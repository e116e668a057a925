package packetwalk.tools;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RoutingTable;
import packetwalk.linux.route.RoutingTable.Insertion;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.tools.line.Words;

/** {@code ip route}: the routing tables. */
final class IpRoute {

    private final NetworkNamespace namespace;
    private final IpCommand.Form form;

    IpRoute(NetworkNamespace namespace, IpCommand.Form form) {
        this.namespace = namespace;
        this.form = form;
    }

    String run(Words words) {
        String verb = words.verb(
                "list", "show", "lst", "get", "add", "replace", "change", "append", "prepend", "delete", "flush");
        switch (verb) {
            case "add", "append", "prepend", "replace", "change" ->
                add(RouteWords.read(words, form.preferred()), Insertion.valueOf(verb.toUpperCase(Locale.ROOT)));
            case "delete" -> delete(RouteWords.read(words, form.preferred()));
            case "flush" -> flush(words);
            case "get" -> {
                return get(words);
            }
            default -> {
                return show(RouteFilter.read(namespace, words));
            }
        }
        return "";
    }

    private String get(Words words) {
        RouteGetWords typed = RouteGetWords.read(namespace, words);
        return typed.dst().family() == IpFamily.IPV4
                ? new IpRouteGet(namespace, form).run(typed)
                : new IpRouteGet6(namespace, form).run(typed);
    }

    private Fib fib(IpFamily family) {
        return namespace.stack(family).fib();
    }

    private String show(RouteFilter filter) {
        IpFamily family = filter.family().orElse(form.preferred());
        RouteText text = new RouteText(namespace, filter, form);
        return tables(filter, fib(family)).stream()
                .flatMap(table -> RouteText.inOrder(table, family).stream()
                        .filter(filter::includes)
                        .map(each -> text.line(table.name(), each)))
                .collect(Collectors.joining());
    }

    private static List<RoutingTable> tables(RouteFilter filter, Fib fib) {
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
        IpFamily family = typed.dst().family();
        Route route = typed.route(
                family == IpFamily.IPV4 ? new RouteWays(namespace).of(typed) : new RouteWays6(namespace).of(typed));
        Optional<IpAddress> src = typed.src();
        if (src.isPresent() && !namespace.stack(family).isLocal(src.get())) {
            throw new IllegalArgumentException("Invalid prefsrc address: " + src.get()
                    + " is none of this host's; use one of " + namespace.addresses());
        }
        fib(family).insert(typed.table(), route, how);
    }

    private void delete(RouteWords typed) {
        Fib fib = fib(typed.dst().family());
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
            fib(form.preferred()).exceptions().flush();
            return;
        }
        RouteFilter filter = RouteFilter.read(namespace, words);
        if (filter.all() && filter.table().equals(Fib.MAIN)) {
            throw new IllegalArgumentException(
                    "\"ip route flush\" requires arguments; say which, as dev eth0 or table 100");
        }
        Fib fib = fib(filter.family().orElse(form.preferred()));
        for (RoutingTable table : tables(filter, fib)) {
            table.routes().stream().filter(filter::includes).forEach(each -> fib.remove(table.name(), each));
        }
    }
}
