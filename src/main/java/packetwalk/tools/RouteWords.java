package packetwalk.tools;

import java.util.Arrays;
import java.util.Optional;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.route.Scope;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.tools.line.Words;

/** What was typed behind {@code ip route add} and {@code ip route del}; a field that was not is empty. */
final class RouteWords {

    private Optional<RouteType> type = Optional.empty();
    private final Cidr dst;
    private Optional<IpAddress> via = Optional.empty();
    private Optional<String> dev = Optional.empty();
    private Optional<Scope> scope = Optional.empty();
    private Optional<IpAddress> src = Optional.empty();
    private Optional<Integer> metric = Optional.empty();
    private Optional<String> proto = Optional.empty();
    private Optional<String> table = Optional.empty();

    private RouteWords(Words words) {
        if (isType(words.peek())) {
            type = Optional.of(type(words.next("a type")));
        }
        words.take("to");
        dst = words.nextPrefix("a destination such as 10.0.1.0/24 or default");
        while (words.hasNext()) {
            readOne(words);
        }
    }

    static RouteWords read(Words words) {
        return new RouteWords(words);
    }

    private void readOne(Words words) {
        if (words.take("via")) {
            words.take("inet");
            via = Optional.of(words.nextAddress("a gateway"));
        } else if (words.take("dev", "oif")) {
            dev = Optional.of(words.next("a device"));
        } else if (words.take("src")) {
            src = Optional.of(words.nextAddress("a source address"));
        } else if (words.take("metric", "priority", "preference")) {
            metric = Optional.of(words.nextNumber("metric"));
        } else if (words.take("scope")) {
            scope = Optional.of(scope(words.next("a scope")));
        } else if (words.take("proto", "protocol")) {
            proto = Optional.of(words.next("who adds it"));
        } else if (words.take("table")) {
            table = Optional.of(TableName.read(words.next("a table")));
        } else {
            throw words.unexpected("via, dev, src, metric, scope, proto and table");
        }
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

    Optional<IpAddress> via() {
        return via;
    }

    Optional<String> dev() {
        return dev;
    }

    Optional<IpAddress> src() {
        return src;
    }

    /** The table it is for: {@code local} for what is the host's own, else {@code main}. */
    String table() {
        boolean own = type() == RouteType.LOCAL || type() == RouteType.BROADCAST;
        return table.orElse(own ? Fib.LOCAL : Fib.MAIN);
    }

    /** The route, out of device {@code out}; scope as iproute2 chooses it. */
    Route route(String out) {
        Scope usual = switch (type()) {
            case LOCAL -> Scope.HOST;
            case BROADCAST -> Scope.LINK;
            case UNICAST -> via.isPresent() ? Scope.GLOBAL : Scope.LINK;
            default -> Scope.GLOBAL;
        };
        return new Route(type(), dst, via, out, scope.orElse(usual), src, metric.orElse(0), proto.orElse("boot"));
    }

    /** Whether {@code route} is what {@code ip route del} means: what was not typed does not matter. */
    boolean fits(Route route) {
        return dst.equals(route.dst())
                && type.filter(each -> each != route.type()).isEmpty()
                && (via.isEmpty() || via.equals(route.via()))
                && dev.filter(each -> !each.equals(route.dev())).isEmpty()
                && scope.filter(each -> each != route.scope()).isEmpty()
                && (src.isEmpty() || src.equals(route.src()))
                && metric.filter(each -> each != route.metric()).isEmpty()
                && proto.filter(each -> !each.equals(route.proto())).isEmpty();
    }

    /** Whether {@code route} stands where the new one shall: same destination and metric. */
    boolean replaces(Route route) {
        return dst.equals(route.dst()) && route.metric() == metric.orElse(0);
    }
}
