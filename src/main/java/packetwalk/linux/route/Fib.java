package packetwalk.linux.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/**
 * One namespace's forwarding information base: routing rules in order of priority, and the tables that they name.
 *
 * <p>Answers questions and changes nothing else; who asks acts on the answer. Linux net/ipv4/fib_rules.c and fib_trie.c.
 */
public final class Fib {

    /** The table that the kernel keeps of this host's own addresses; asked first. */
    public static final String LOCAL = "local";
    /** The table that {@code ip route} shows and changes unless it is told another. */
    public static final String MAIN = "main";
    /** The table asked last; empty unless somebody fills it. */
    public static final String DEFAULT = "default";

    private final Map<String, RoutingTable> tables = new LinkedHashMap<>();
    private final List<RoutingRule> rules = new ArrayList<>();

    /** The three tables and three rules that every namespace starts with. */
    public Fib() {
        rules.addAll(RoutingRule.INITIAL);
        rules.forEach(rule -> table(rule.table()));
    }

    /** The table of that name; made empty if it is not there yet, as {@code ip route add table 100} does. */
    public RoutingTable table(String name) {
        return tables.computeIfAbsent(name, RoutingTable::new);
    }

    /** Tables that exist, oldest first. */
    public List<RoutingTable> tables() {
        return List.copyOf(tables.values());
    }

    /** Rules in the order in which they are asked. */
    public List<RoutingRule> rules() {
        return List.copyOf(rules);
    }

    /**
     * Finds the route for a packet: the first rule that matches and whose table has a route decides.
     *
     * @return never null; a route of type {@link RouteType#UNREACHABLE}, {@code found} false, if nothing matches, as
     *     {@code ip route get} reports ENETUNREACH
     * @see <a href="https://www.rfc-editor.org/rfc/rfc1812#section-5.2.4">RFC 1812 5.2.4</a>; net/ipv4/fib_rules.c
     *     {@code fib4_rule_action}
     */
    public RouteResult lookup(RouteQuery query) {
        for (RoutingRule rule : rules) {
            if (!rule.matches(query)) {
                continue;
            }
            RoutingTable table = table(rule.table());
            Optional<Route> route = table.lookup(query.dst(), query.oif());
            if (route.isPresent() && route.get().type() != RouteType.THROW) {
                return new RouteResult(route.get(), Optional.of(rule));
            }
        }
        Route none = new Route(
                RouteType.UNREACHABLE,
                Cidr.of(query.dst()),
                Optional.empty(),
                "",
                Scope.GLOBAL,
                Optional.empty(),
                0,
                "kernel");
        return new RouteResult(none, Optional.empty());
    }

    /** What {@code address} is to this host, by the local table alone: LOCAL, BROADCAST, or else UNICAST. */
    public RouteType addressType(IpAddress address) {
        return addressType(address, "");
    }

    /** The same, but a route of the local table counts only if it names {@code device}; any if that is empty. */
    public RouteType addressType(IpAddress address, String device) {
        return table(LOCAL)
                .lookup(address, "")
                .filter(route -> device.isEmpty() || route.dev().equals(device))
                .map(Route::type)
                .orElse(RouteType.UNICAST);
    }

    /**
     * Adds a route to a table.
     *
     * @throws IllegalArgumentException if destination and metric are taken there
     */
    public void add(String table, Route route) {
        table(table).add(route);
    }

    /** Removes that very route; false if it was not there. */
    public boolean remove(String table, Route route) {
        return table(table).remove(route);
    }

    /** Removes routes of all tables, as the kernel does when an address or a device goes. */
    public void removeIf(Predicate<Route> condition) {
        for (RoutingTable table : tables.values()) {
            table.routes().stream().filter(condition).forEach(table::remove);
        }
    }

    /** Adds a rule behind those of the same priority. */
    public void add(RoutingRule rule) {
        rules.add(rule);
        rules.sort(Comparator.comparingInt(RoutingRule::priority));
    }

    /** Removes that very rule; false if it was not there. */
    public boolean remove(RoutingRule rule) {
        return rules.remove(rule);
    }
}
