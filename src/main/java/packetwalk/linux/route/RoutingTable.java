package packetwalk.linux.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/** One routing table: finds the most specific route for a destination. */
public final class RoutingTable {

    /** The kernel's dump: networks in order, of one network the longest prefix first; then as they are asked. */
    private static final Comparator<Route> PRINT_ORDER = Comparator.<Route, IpAddress>comparing(
                    route -> route.dst().network())
            .thenComparing(route -> -route.dst().length());

    // longest prefix first; within a length a hash, so that a router with 5,000 node routes answers in one look
    private final TreeMap<Integer, Map<IpAddress, List<Route>>> byLength = new TreeMap<>(Collections.reverseOrder());
    private final String name;

    /** What becomes of a new route where there are others: the {@code NLM_F_*} of {@code ip route}'s verbs. */
    public enum Insertion {
        /** Refuse if destination, type of service and metric are taken. */
        ADD,
        /** Behind those of the same key. */
        APPEND,
        /** Before those of the same key. */
        PREPEND,
        /** In the place of the first of the same key, if there is one. */
        REPLACE,
        /** In the place of the first of the same key, which must be there. */
        CHANGE
    }

    RoutingTable(String name) {
        this.name = name;
    }

    /** {@code local}, {@code main}, {@code default} or a number. */
    public String name() {
        return name;
    }

    /**
     * Finds the most specific route for a packet; among equal prefixes the one for its type of service, then the
     * lowest metric wins. Ways out of devices that are down, or others than the one that is asked for, do not count.
     *
     * @param beyond if not null, only routes of a nearer scope than this count: a gateway is looked for
     * @return the route, with all of its nexthops unless a device was asked for; null if there is none
     * @see <a href="https://www.rfc-editor.org/rfc/rfc1812#section-5.2.4">RFC 1812 5.2.4</a>;
     *     net/ipv4/fib_trie.c {@code fib_table_lookup}
     */
    @Nullable
    Route lookup(RouteQuery query, @Nullable Scope beyond, Links links) {
        IpAddress dst = query.dst();
        for (Map.Entry<Integer, Map<IpAddress, List<Route>>> level : byLength.entrySet()) {
            if (level.getKey() > dst.family().bits()) {
                continue;
            }
            List<Route> routes = level.getValue().get(dst.masked(level.getKey()));
            if (routes == null) {
                continue;
            }
            for (Route route : routes) {
                Route way = way(route, query, beyond, links);
                if (way != null) {
                    return way;
                }
            }
        }
        return null;
    }

    private static @Nullable Route way(Route route, RouteQuery query, @Nullable Scope beyond, Links links) {
        if (route.tos() != 0 && (query.tos() & RuleSelector.TOS_MASK) != route.tos()) {
            return null;
        }
        if (beyond != null && !beyond.isBeyond(route.scope())) {
            return null;
        }
        String oif = query.oif();
        if (!route.isMultipath()) {
            // a route through a device goes when the device goes down: only one of several ways can be dead
            return oif.isEmpty() || route.nexthops().isEmpty() || route.dev().equals(oif) ? route : null;
        }
        for (Nexthop hop : route.nexthops()) {
            if (links.isUp(hop.dev()) && (oif.isEmpty() || hop.dev().equals(oif))) {
                return oif.isEmpty() ? route : route.along(hop);
            }
        }
        return null;
    }

    /**
     * Puts a route in; the order is type of service, then metric, then what {@code how} says: {@code fib_table_insert()}.
     *
     * @throws IllegalArgumentException if it is there already or must not be, as {@code RTNETLINK answers: File exists};
     *     if it is to change one and there is none
     */
    void insert(Route route, Insertion how) {
        List<Route> routes = routesFor(route.dst());
        int first = 0;
        while (first < routes.size() && isBefore(routes.get(first), route)) {
            first++;
        }
        int end = first;
        while (end < routes.size() && routes.get(end).sameKey(route)) {
            end++;
        }
        List<Route> same = routes.subList(first, end);
        boolean replaces = how == Insertion.REPLACE || how == Insertion.CHANGE;
        if (same.isEmpty() && how == Insertion.CHANGE) {
            throw new IllegalArgumentException("RTNETLINK answers: No such file or directory: table " + name
                    + " has no route " + route.dst() + " to change; use ip route add");
        }
        if (replaces && !same.isEmpty() && same.get(0).sameInfo(route)) {
            return;
        }
        if (!same.isEmpty() && (how == Insertion.ADD || same.stream().anyMatch(route::sameInfo))) {
            throw new IllegalArgumentException("RTNETLINK answers: File exists: route " + route.dst()
                    + " is already there (" + same.get(0)
                    + "); delete it first, or give the new one another metric");
        }
        if (replaces && !same.isEmpty()) {
            same.set(0, route);
        } else {
            same.add(how == Insertion.APPEND ? same.size() : 0, route);
        }
        byLength.computeIfAbsent(route.dst().length(), any -> new HashMap<>())
                .put(route.dst().network(), routes);
    }

    private List<Route> routesFor(Cidr dst) {
        Map<IpAddress, List<Route>> level = byLength.get(dst.length());
        List<Route> routes = level == null ? null : level.get(dst.network());
        return routes == null ? new ArrayList<>() : routes;
    }

    private static boolean isBefore(Route present, Route added) {
        return present.tos() > added.tos()
                || (present.tos() == added.tos() && Integer.compareUnsigned(present.metric(), added.metric()) < 0);
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

    /** All routes for exactly {@code dst}, in the order in which they are asked. */
    public List<Route> routes(Cidr dst) {
        return List.copyOf(routesFor(dst));
    }

    @Override
    public String toString() {
        return name;
    }
}
