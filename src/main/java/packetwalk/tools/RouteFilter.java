package packetwalk.tools;

import java.util.Optional;
import java.util.stream.Stream;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.route.Scope;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.tools.line.Words;

/** Which routes {@code ip route show} shows; an empty field demands nothing. */
final class RouteFilter {

    private String table = Fib.MAIN;
    private Optional<String> dev = Optional.empty();
    private Optional<IpAddress> via = Optional.empty();
    private Optional<String> proto = Optional.empty();
    private Optional<Scope> scope = Optional.empty();
    private Optional<RouteType> type = Optional.empty();
    private Optional<Cidr> exact = Optional.empty();
    private Optional<Cidr> root = Optional.empty();
    private Optional<Cidr> match = Optional.empty();

    private RouteFilter() {}

    static RouteFilter read(NetworkNamespace namespace, Words words) {
        RouteFilter filter = new RouteFilter();
        while (words.hasNext()) {
            filter.readOne(namespace, words);
        }
        return filter;
    }

    /** Demands nothing but that table. */
    static RouteFilter ofTable(String table) {
        RouteFilter filter = new RouteFilter();
        filter.table = table;
        return filter;
    }

    private void readOne(NetworkNamespace namespace, Words words) {
        if (words.take("table")) {
            table = TableName.read(words.next("a table"));
        } else if (words.take("dev", "oif")) {
            dev = Optional.of(Devices.named(namespace, words.next("a device")).name());
        } else if (words.take("via")) {
            via = Optional.of(words.nextAddress("a gateway"));
        } else if (words.take("proto", "protocol")) {
            proto = Optional.of(RouteProto.read(words.next("who added it")));
        } else if (words.take("scope")) {
            scope = Optional.of(RouteWords.scope(words.next("a scope")));
        } else if (words.take("type")) {
            type = Optional.of(RouteWords.type(words.next("a type")));
        } else if (words.take("root")) {
            root = Optional.of(words.nextPrefix("a prefix"));
        } else if (words.take("match")) {
            match = Optional.of(words.nextPrefix("a prefix"));
        } else {
            words.take("exact", "to");
            exact = Optional.of(words.nextPrefix("a prefix"));
        }
    }

    boolean includes(Route route) {
        return dev.filter(each -> route.isMultipath() || !each.equals(route.dev()))
                        .isEmpty()
                && (via.isEmpty() || via.equals(route.via()))
                && proto.filter(each -> !each.equals(route.proto())).isEmpty()
                && scope.filter(each -> each != route.scope()).isEmpty()
                && type.filter(each -> each != route.type()).isEmpty()
                && exact.filter(each -> !isSame(each, route.dst())).isEmpty()
                && root.filter(each -> !each.contains(route.dst())).isEmpty()
                && match.filter(each -> !route.dst().contains(each)).isEmpty();
    }

    /** Whether it demands nothing but a table. */
    boolean all() {
        return dev.isEmpty()
                && via.isEmpty()
                && proto.isEmpty()
                && scope.isEmpty()
                && type.isEmpty()
                && exact.isEmpty()
                && root.isEmpty()
                && match.isEmpty();
    }

    /** The family that its prefixes and gateway are of; empty where none tells. */
    Optional<IpFamily> family() {
        return Stream.of(exact, root, match)
                .flatMap(Optional::stream)
                .filter(prefix -> !prefix.equals(Cidr.ALL_V4))
                .map(Cidr::family)
                .findFirst()
                .or(() -> via.map(IpAddress::family));
    }

    /** Whether {@code prefix} is the one; {@code default} is that of either family. */
    private static boolean isSame(Cidr typed, Cidr prefix) {
        return typed.equals(prefix) || (typed.equals(Cidr.ALL_V4) && prefix.length() == 0);
    }

    String table() {
        return table;
    }

    Optional<String> dev() {
        return dev;
    }

    Optional<IpAddress> via() {
        return via;
    }

    Optional<String> proto() {
        return proto;
    }

    Optional<Scope> scope() {
        return scope;
    }
}
