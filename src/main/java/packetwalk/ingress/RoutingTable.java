package packetwalk.ingress;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Hosts and paths, and where they lead.
 *
 * @param hosts each once
 * @param otherwise where a host leads that none of them means; empty for the controller's own answer
 * @param reading what the balancer does to a request's host and path before it compares them
 * @param problems what was asked for in vain
 */
public record RoutingTable(
        List<VirtualHost> hosts, Optional<Backend> otherwise, Reading reading, List<Problem> problems) {

    /** How a balancer reads a request. */
    public enum Reading {
        /** nginx: a dot at the host's end means nothing; the path is decoded, and made of elements. */
        NGINX,
        /** Google's: both as they were written. */
        GCE
    }

    public RoutingTable {
        hosts = List.copyOf(hosts);
        Objects.requireNonNull(otherwise, "otherwise");
        Objects.requireNonNull(reading, "reading");
        problems = List.copyOf(problems);
    }

    /** A table without a rule. */
    public static RoutingTable empty(Reading reading) {
        return new RoutingTable(List.of(), Optional.empty(), reading, List.of());
    }

    /**
     * Where a request goes: first by host, a name before a star and a star before any; then by path, {@code Exact} before
     * others and of those the longest; of equals the one that was there first.
     *
     * @param host as in the request's {@code Host}, with a port or without; empty if it has none
     * @param target as in the request's first line, {@code /path?query}
     */
    public Routing route(String host, String target) {
        String asked = host(host);
        String raw = target.split("[?#]", 2)[0];
        Optional<String> read =
                reading == Reading.NGINX ? UriPath.normalize(raw) : Optional.of(raw.isEmpty() ? "/" : raw);
        if (read.isEmpty()) {
            return new Routing(
                    Routing.Outcome.BAD_PATH,
                    asked,
                    raw,
                    Optional.empty(),
                    Optional.empty(),
                    "the path is none: a broken % escape, or above the root");
        }
        String path = read.get();
        Optional<VirtualHost> server = server(asked);
        if (server.isEmpty()) {
            return byDefault(Routing.Outcome.DEFAULT, asked, path, otherwise, "no rule for that host");
        }
        return inHost(server.get(), asked, path);
    }

    /** The host's own entry: the most precise that means it. */
    public Optional<VirtualHost> server(String host) {
        String asked = host(host);
        return hosts.stream()
                .filter(each -> each.host().matches(asked))
                .max(Comparator.comparingInt(each -> each.host().precision()));
    }

    private static Routing inHost(VirtualHost server, String host, String path) {
        List<Location> matching = server.locations().stream()
                .filter(each -> each.match().matches(path))
                .toList();
        Optional<Location> exact = matching.stream()
                .filter(each -> each.match() instanceof PathMatch.Exact)
                .findFirst()
                .or(() -> matching.stream()
                        .filter(each -> each.match().isExact(path))
                        .findFirst());
        Optional<Location> best = exact.or(() -> longest(matching));
        if (best.isEmpty()) {
            String why = server.locations().isEmpty()
                    ? "host " + server.host() + " has no paths"
                    : "none of " + count(server.locations().size(), "path") + " of host " + server.host() + " matches";
            Routing.Outcome outcome =
                    server.host().host().isEmpty() ? Routing.Outcome.DEFAULT : Routing.Outcome.DEFAULT_OF_HOST;
            return byDefault(outcome, host, path, server.otherwise(), why);
        }
        String why = matching.size() == 1
                ? "the only one of " + count(server.locations().size(), "path") + " that matches"
                : exact.isPresent()
                        ? "an exact match comes before " + count(matching.size() - 1, "other") + " that match"
                        : "the longest of " + count(matching.size(), "path") + " that match";
        return new Routing(
                Routing.Outcome.PATH, host, path, best, Optional.of(best.get().backend()), why);
    }

    /** The first of the longest, as a stable sort leaves them. */
    private static Optional<Location> longest(List<Location> locations) {
        return locations.stream()
                .reduce((one, other) -> other.match().length() > one.match().length() ? other : one);
    }

    private static Routing byDefault(
            Routing.Outcome outcome, String host, String path, Optional<Backend> backend, String why) {
        return new Routing(
                backend.isPresent() ? outcome : Routing.Outcome.NOTHING, host, path, Optional.empty(), backend, why);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** In lower case, without a port; nginx forgets a dot at the end as well. */
    private String host(String host) {
        int port = host.lastIndexOf(':');
        boolean hasPort = port > host.lastIndexOf(']');
        String name = (hasPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
        return reading == Reading.NGINX && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
