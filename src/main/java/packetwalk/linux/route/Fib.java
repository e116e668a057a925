package packetwalk.linux.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
    private final NexthopExceptions exceptions = new NexthopExceptions();
    private final Links links;
    private boolean custom;
    private long generation;

    /** Answers that hold for every packet to a destination, until something changes. */
    private final ByDestination<RouteResult> answers = new ByDestination<>();

    private final ByDestination<RouteType> types = new ByDestination<>();

    /**
     * Whether more than the destination decides: somebody has changed the rules, or added a route for one type of service,
     * or one of several ways, which devices that go down and come up take away and give back.
     */
    private boolean picky;

    /** Until somebody changes the rules, local and main are one table in IPv4: {@code fib_unmerge()}. */
    private boolean merged;

    /** The three tables and three rules that every namespace starts with. */
    public Fib(Links links) {
        this(links, RoutingRule.INITIAL, true);
    }

    private Fib(Links links, List<RoutingRule> initial, boolean merged) {
        this.links = links;
        this.merged = merged;
        rules.addAll(initial);
        rules.forEach(rule -> table(rule.action().table()));
    }

    /** The same for IPv6, which has no table {@code default}, and asks local before main. */
    public static Fib ofIpv6(Links links) {
        return new Fib(links, RoutingRule.INITIAL_V6, false);
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

    /** Grows when rules change, or this host's addresses: nobody keeps what he has found then, {@code rt_genid}. */
    public long generation() {
        return generation;
    }

    /** What ICMP taught about single destinations. */
    public NexthopExceptions exceptions() {
        return exceptions;
    }

    /**
     * Finds the route for a packet: the first rule that matches and whose table has a route decides.
     *
     * @return never null; a route without nexthops, {@code found} false, if nothing matches, as {@code ip route get}
     *     reports ENETUNREACH
     * @see <a href="https://www.rfc-editor.org/rfc/rfc1812#section-5.2.4">RFC 1812 5.2.4</a>; net/core/fib_rules.c
     *     {@code fib_rules_lookup}
     */
    public RouteResult lookup(RouteQuery query) {
        return lookup(query, null);
    }

    /**
     * Finds how a gateway is reached: {@code fib_check_nh_v4_gw()}.
     *
     * @param table the table that the route behind it is for, asked first; main and local need not be
     * @param scope the scope of the route behind it; the gateway must be nearer
     */
    public RouteResult lookupGateway(RouteQuery query, String table, Scope scope) {
        RoutingTable own = tables.get(table);
        if (own != null && !table.equals(MAIN) && !table.equals(LOCAL)) {
            Route route = own.lookup(query, scope, links);
            if (route != null && !route.nexthops().isEmpty()) {
                RuleAction by = RuleAction.lookup(table);
                return new RouteResult(route, Optional.of(new RoutingRule(0, RuleSelector.ALL, by, "")));
            }
        }
        return lookup(query, scope);
    }

    private RouteResult lookup(RouteQuery query, @Nullable Scope beyond) {
        if (picky || beyond != null || !query.oif().isEmpty()) {
            return ask(query, beyond);
        }
        RouteResult known = answers.get(query.dst());
        if (known == null) {
            known = ask(query, null);
            answers.put(query.dst(), known);
        }
        return known;
    }

    private RouteResult ask(RouteQuery query, @Nullable Scope beyond) {
        int next = 0;
        while (next < rules.size()) {
            RoutingRule rule = rules.get(next);
            next++;
            if (!rule.selector().matches(query)) {
                continue;
            }
            RuleAction action = rule.action();
            if (action.kind() == RuleAction.Kind.LOOKUP) {
                RoutingTable table = tables.get(action.table());
                Route route = table == null ? null : table.lookup(query, beyond, links);
                if (route != null
                        && route.type() != RouteType.THROW
                        && !action.suppresses(route)
                        && !isOutdone(route, action.table(), query, beyond)) {
                    return new RouteResult(route, Optional.of(rule));
                }
            } else if (action.kind() == RuleAction.Kind.GOTO) {
                next = Math.max(next, indexOf(action.target(), next));
            } else if (action.kind() != RuleAction.Kind.NOP) {
                return new RouteResult(Route.none(query.dst(), action.kind().routeType()), Optional.of(rule));
            }
        }
        return new RouteResult(Route.none(query.dst(), RouteType.UNREACHABLE), Optional.empty());
    }

    /** Whether main, where it is one table with local, has a route for fewer addresses. */
    private boolean isOutdone(Route route, String table, RouteQuery query, @Nullable Scope beyond) {
        if (!merged || !table.equals(LOCAL) || route.dst().isHost()) {
            return false;
        }
        Route other = table(MAIN).lookup(query, beyond, links);
        return other != null && other.dst().length() > route.dst().length();
    }

    /** The first rule of that priority, or {@code otherwise} if there is none. */
    private int indexOf(int priority, int otherwise) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).priority() == priority) {
                return i;
            }
        }
        return otherwise;
    }

    /** The answer for who names a device and gets no route through it: the destination is on its link. */
    public static RouteResult onLink(RouteQuery query) {
        Route route = Route.onLink(query.dst(), query.oif());
        return new RouteResult(route, Optional.of(RoutingRule.INITIAL.get(1)));
    }

    /** Whether somebody has changed rules or made addresses local: {@code fib4_has_custom_rules()} and its like. */
    public boolean isCustom() {
        return custom;
    }

    /** What {@code address} is to this host, by the local table alone: LOCAL, BROADCAST, or else UNICAST. */
    public RouteType addressType(IpAddress address) {
        if (picky) {
            return addressType(address, "");
        }
        RouteType known = types.get(address);
        if (known == null) {
            known = addressType(address, "");
            types.put(address, known);
        }
        return known;
    }

    /** The same, but a route of the local table counts only if it names {@code device}; any if that is empty. */
    public RouteType addressType(IpAddress address, String device) {
        RouteQuery query = RouteQuery.output(address, address.family().any(), 0);
        Route route = table(LOCAL).lookup(query, null, links);
        boolean counts = device.isEmpty() || (route != null && route.dev().equals(device));
        return route == null || !counts ? RouteType.UNICAST : route.type();
    }

    /**
     * Adds a route to a table.
     *
     * @throws IllegalArgumentException if destination, type of service and metric are taken there
     */
    public void add(String table, Route route) {
        insert(table, route, RoutingTable.Insertion.ADD);
    }

    /** Adds a route that comes with an address, behind others of the same key: {@code fib_magic()}. */
    public void addOwn(String table, Route route) {
        RoutingTable into = table(table);
        if (into.routes(route.dst()).stream().noneMatch(present -> present.equals(route))) {
            generation++;
            into.insert(route, RoutingTable.Insertion.APPEND);
            forgetAnswers();
        }
    }

    /**
     * Puts a route into a table.
     *
     * @throws IllegalArgumentException if {@code how} does not allow it
     */
    public void insert(String table, Route route, RoutingTable.Insertion how) {
        table(table).insert(route, how);
        picky |= route.tos() != 0 || route.isMultipath();
        forgetAnswers();
        custom |= route.type() == RouteType.LOCAL && !route.proto().equals("kernel");
    }

    /** Removes that very route; false if it was not there. */
    public boolean remove(String table, Route route) {
        exceptions.forget(route);
        forgetAnswers();
        return table(table).remove(route);
    }

    /** Removes routes of all tables, as the kernel does when an address or a device goes. */
    public void removeIf(Predicate<Route> condition) {
        generation++;
        for (RoutingTable table : tables.values()) {
            table.routes().stream().filter(condition).forEach(route -> remove(table.name(), route));
        }
    }

    /**
     * Adds a rule behind those of the same priority.
     *
     * @throws IllegalArgumentException if it goes to a rule before it, as {@code Backward goto not supported}
     */
    public void add(RoutingRule rule) {
        boolean backward = rule.action().kind() == RuleAction.Kind.GOTO
                && Integer.compareUnsigned(rule.action().target(), rule.priority()) <= 0;
        if (backward) {
            throw new IllegalArgumentException(
                    "Backward goto not supported: rule " + rule.line() + " must go to a greater priority than its own");
        }
        custom = true;
        rules.add(rule);
        rules.sort((a, b) -> Integer.compareUnsigned(a.priority(), b.priority()));
        rulesChanged();
    }

    /** Removes that very rule; false if it was not there. */
    public boolean remove(RoutingRule rule) {
        custom = true;
        boolean removed = rules.remove(rule);
        rulesChanged();
        return removed;
    }

    private void rulesChanged() {
        picky = true;
        merged = false;
        generation++;
        forgetAnswers();
    }

    private void forgetAnswers() {
        answers.clear();
        types.clear();
    }
}
