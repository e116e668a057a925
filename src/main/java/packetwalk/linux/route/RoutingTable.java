package packetwalk.linux.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/** One routing table: finds the most specific route for a destination. */
public final class RoutingTable {

    /** The kernel's dump: networks in order, of one network the longest prefix first, metric within one prefix. */
    private static final Comparator<Route> PRINT_ORDER = Comparator.<Route, IpAddress>comparing(
                    route -> route.dst().network())
            .thenComparing(route -> -route.dst().length())
            .thenComparingInt(Route::metric);

    // longest prefix first; within a length a hash, so that a router with 5,000 node routes answers in one look
    private final TreeMap<Integer, Map<IpAddress, List<Route>>> byLength = new TreeMap<>(Collections.reverseOrder());
    private final String name;

    RoutingTable(String name) {
        this.name = name;
    }

    /** {@code local}, {@code main}, {@code default} or a number. */
    public String name() {
        return name;
    }

    /**
     * Finds the most specific route for {@code dst}; among equal prefixes the lowest metric wins.
     *
     * @param dev if not empty, only routes out of this device count (a socket bound to it)
     * @see <a href="https://www.rfc-editor.org/rfc/rfc1812#section-5.2.4">RFC 1812 5.2.4</a>;
     *     net/ipv4/fib_trie.c {@code fib_table_lookup}
     */
    Optional<Route> lookup(IpAddress dst, String dev) {
        for (Map.Entry<Integer, Map<IpAddress, List<Route>>> level : byLength.entrySet()) {
            if (level.getKey() > dst.family().bits()) {
                continue;
            }
            List<Route> routes = level.getValue().get(dst.masked(level.getKey()));
            if (routes == null) {
                continue;
            }
            for (Route route : routes) {
                if (dev.isEmpty() || route.dev().equals(dev)) {
                    return Optional.of(route);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Adds a route, in front of those with a higher metric.
     *
     * @throws IllegalArgumentException if destination and metric are taken, as {@code RTNETLINK answers: File exists}
     */
    void add(Route route) {
        List<Route> routes = byLength.computeIfAbsent(route.dst().length(), any -> new HashMap<>())
                .computeIfAbsent(route.dst().network(), any -> new ArrayList<>());
        for (Route present : routes) {
            // the kernel appends its own, a person's must be new: fib_magic() against inet_rtm_newroute()
            if (present.sameKey(route) && !route.proto().equals("kernel")) {
                throw new IllegalArgumentException("route " + route.dst() + " is already there (" + present
                        + "); delete it first, or give the new one another metric");
            }
        }
        int place = 0;
        while (place < routes.size() && routes.get(place).metric() <= route.metric()) {
            place++;
        }
        routes.add(place, route);
    }

    boolean remove(Route route) {
        Map<IpAddress, List<Route>> level = byLength.get(route.dst().length());
        List<Route> routes = level == null ? null : level.get(route.dst().network());
        if (level == null || routes == null || !routes.remove(route)) {
            return false;
        }
        if (routes.isEmpty()) {
            level.remove(route.dst().network());
        }
        if (level.isEmpty()) {
            byLength.remove(route.dst().length());
        }
        return true;
    }

    /** All routes, in the order in which {@code ip route} prints them. */
    public List<Route> routes() {
        return byLength.values().stream()
                .flatMap(level -> level.values().stream())
                .flatMap(List::stream)
                .sorted(PRINT_ORDER)
                .toList();
    }

    /** All routes for exactly {@code dst}. */
    public List<Route> routes(Cidr dst) {
        return routes().stream().filter(route -> route.dst().equals(dst)).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
