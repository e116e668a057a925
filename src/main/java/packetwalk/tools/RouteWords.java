package packetwalk.tools;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Nexthop;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteMetrics;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.route.Scope;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.tools.line.Words;

/** What was typed behind {@code ip route add} and {@code ip route del}; a field that was not is empty. */
final class RouteWords {

    private static final String WORDS =
            "via, dev, src, metric, scope, proto, table, tos, mtu, onlink and nexthop; other metrics are not modelled";

    private Optional<RouteType> type = Optional.empty();
    private final Cidr dst;
    private Optional<Integer> tos = Optional.empty();
    private Optional<IpAddress> via = Optional.empty();
    private Optional<String> dev = Optional.empty();
    private Optional<Scope> scope = Optional.empty();
    private Optional<IpAddress> src = Optional.empty();
    private Optional<Integer> metric = Optional.empty();
    private Optional<String> proto = Optional.empty();
    private Optional<String> table = Optional.empty();
    private RouteMetrics metrics = RouteMetrics.NONE;
    private boolean onlink;
    private final List<NexthopWords> nexthops = new ArrayList<>();

    private RouteWords(Words words, IpFamily preferred) {
        if (isType(words.peek())) {
            type = Optional.of(type(words.next("a type")));
        }
        words.take("to");
        Cidr typed = words.nextPrefix("a destination such as 10.0.1.0/24 or default");
        while (words.hasNext()) {
            if (!readWay(words) && !readOther(words)) {
                throw words.unexpected(WORDS);
            }
        }
        dst = typed.equals(Cidr.ALL_V4) ? gatewayFamily().orElse(preferred).all() : typed;
        if (!nexthops.isEmpty() && (via.isPresent() || dev.isPresent())) {
            throw new IllegalArgumentException("RTNETLINK answers: Invalid argument: route " + dst
                    + " names a way and nexthops as well; write all of them as nexthop");
        }
    }

    /** {@code preferred}: the family of {@code default} where no gateway tells. */
    static RouteWords read(Words words, IpFamily preferred) {
        return new RouteWords(words, preferred);
    }

    private Optional<IpFamily> gatewayFamily() {
        return nexthops().stream()
                .flatMap(hop -> hop.via().stream())
                .map(IpAddress::family)
                .findFirst();
    }

    private boolean readWay(Words words) {
        if (words.take("via")) {
            words.take("inet", "inet6");
            via = Optional.of(words.nextAddress("a gateway"));
        } else if (words.take("dev", "oif")) {
            dev = Optional.of(words.next("a device"));
        } else if (words.take("nexthop")) {
            nexthops.add(NexthopWords.read(words));
        } else if (words.take("onlink")) {
            onlink = true;
        } else {
            // what a dump says of the device's state, and iproute2 reads as well
            return words.take("dead", "linkdown", "offload");
        }
        return true;
    }

    private boolean readOther(Words words) {
        if (words.take("src")) {
            src = Optional.of(words.nextAddress("a source address"));
        } else if (words.take("metric", "priority", "preference")) {
            metric = Optional.of(words.nextNumber("metric"));
        } else if (words.take("scope")) {
            scope = Optional.of(scope(words.next("a scope")));
        } else if (words.take("proto", "protocol")) {
            proto = Optional.of(RouteProto.read(words.next("who adds it")));
        } else if (words.take("table")) {
            table = Optional.of(TableName.read(words.next("a table")));
        } else if (words.take("tos", "dsfield")) {
            tos = Optional.of(tos(words));
        } else if (words.take("pref")) {
            return words.take("medium");
        } else if (words.take("mtu")) {
            boolean locked = words.take("lock");
            metrics = new RouteMetrics(words.nextNumber("mtu"), locked, 0);
        } else {
            return false;
        }
        return true;
    }

    /** A type of service, in hexadecimal with or without {@code 0x}; its two ECN bits must be 0. */
    static int tos(Words words) {
        String text = words.next("a type of service such as 0x10");
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        if (!digits.matches("[0-9a-fA-F]{1,2}")) {
            throw new IllegalArgumentException(
                    "\"tos\" value is invalid: \"" + text + "\"; write two hexadecimal digits such as 0x10");
        }
        int tos = Integer.parseInt(digits, 16);
        if ((tos & 3) != 0) {
            throw new IllegalArgumentException(
                    "Invalid dsfield (tos): ECN bits must be 0: \"" + text + "\"; use a multiple of 4");
        }
        return tos;
    }

    private static boolean isType(String word) {
        return Arrays.stream(RouteType.values())
                .anyMatch(each -> each.toString().equals(word));
    }

    static RouteType type(String word) {
        return Arrays.stream(RouteType.values())
                .filter(each -> each.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "route type \"" + word + "\" is not known; use one of " + Arrays.toString(RouteType.values())));
    }

    static Scope scope(String word) {
        return Arrays.stream(Scope.values())
                .filter(each -> each.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "scope \"" + word + "\" is not known; use one of " + Arrays.toString(Scope.values())));
    }

    RouteType type() {
        return type.orElse(RouteType.UNICAST);
    }

    Cidr dst() {
        return dst;
    }

    Optional<IpAddress> src() {
        return src;
    }

    /** The ways as typed: several behind {@code nexthop}, or one. */
    List<NexthopWords> nexthops() {
        return nexthops.isEmpty() ? List.of(NexthopWords.of(via, dev, onlink)) : List.copyOf(nexthops);
    }

    /** The table it is for: {@code local} for what is the host's own, else {@code main}. */
    String table() {
        boolean own = type() == RouteType.LOCAL || type() == RouteType.BROADCAST;
        return table.orElse(own ? Fib.LOCAL : Fib.MAIN);
    }

    /** How far away it is: as said, else as iproute2 chooses. */
    Scope scope() {
        if (dst.family() == IpFamily.IPV6) {
            return Scope.GLOBAL; // struct fib6_config knows none
        }
        boolean beyond = via.isPresent() || !nexthops.isEmpty();
        return scope.orElse(
                switch (type()) {
                    case LOCAL -> Scope.HOST;
                    case BROADCAST, MULTICAST -> Scope.LINK;
                    case UNICAST -> beyond ? Scope.GLOBAL : Scope.LINK;
                    default -> Scope.GLOBAL;
                });
    }

    /** {@code IP6_RT_PRIO_USER}; in IPv4 a route without a metric has none. */
    private int defaultMetric() {
        return dst.family() == IpFamily.IPV6 ? Route.USER_PRIORITY_V6 : 0;
    }

    /** The route, taking {@code ways}. */
    Route route(List<Nexthop> ways) {
        return new Route(
                type(),
                dst,
                tos.orElse(0),
                ways,
                scope(),
                src,
                metric.orElse(defaultMetric()),
                proto.orElse("boot"),
                metrics);
    }

    /** Whether {@code route} is what {@code ip route del} means: what was not typed does not matter. */
    boolean fits(Route route) {
        return dst.equals(route.dst())
                && type.filter(each -> each != route.type()).isEmpty()
                && tos.filter(each -> each != route.tos()).isEmpty()
                && scope.filter(each -> each != route.scope()).isEmpty()
                && (src.isEmpty() || src.equals(route.src()))
                && metric.filter(each -> each != route.metric()).isEmpty()
                && proto.filter(each -> !each.equals(route.proto())).isEmpty()
                && fitsWays(route);
    }

    private boolean fitsWays(Route route) {
        if (nexthops.isEmpty()) {
            return (via.isEmpty() || via.equals(route.via()))
                    && dev.filter(each -> !each.equals(route.dev())).isEmpty();
        }
        List<Nexthop> ways = route.nexthops();
        if (ways.size() != nexthops.size()) {
            return false;
        }
        for (int i = 0; i < ways.size(); i++) {
            NexthopWords typed = nexthops.get(i);
            String way = ways.get(i).dev();
            boolean same =
                    (typed.via().isEmpty() || typed.via().equals(ways.get(i).via()))
                            && typed.dev().filter(each -> !each.equals(way)).isEmpty();
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
