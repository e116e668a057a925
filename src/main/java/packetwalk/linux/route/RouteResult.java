package packetwalk.linux.route;

import java.util.Objects;
import java.util.Optional;
import packetwalk.trace.Unchanging;

/**
 * What the routing tables answered.
 *
 * @param route the route; one without nexthops if there was none
 * @param rule the rule that led to it, or that forbade the way; empty if none did
 */
public record RouteResult(Route route, Optional<RoutingRule> rule) implements Unchanging {

    public RouteResult {
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(rule, "rule");
    }

    /** Whether a route was there, of whatever type; else senders get ENETUNREACH unless a rule says otherwise. */
    public boolean found() {
        return rule.isPresent() && rule.get().action().kind() == RuleAction.Kind.LOOKUP;
    }

    /** Name of the table that the route stands in; empty if there was none. */
    public String table() {
        return found() ? rule.get().action().table() : "";
    }

    /** How it was found, for people: the table, and the rule where it is not one that every namespace starts with. */
    @Override
    public String toString() {
        if (!found()) {
            return rule.map(by -> "rule \"" + by.line() + "\" forbids it").orElse("no table has a route for it");
        }
        RoutingRule by = rule.get();
        return "table " + table() + (by.initial() ? "" : ", by rule \"" + by.line() + "\"");
    }
}
