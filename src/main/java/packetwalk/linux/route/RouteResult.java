package packetwalk.linux.route;

import java.util.Objects;
import java.util.Optional;

/**
 * What the routing tables answered.
 *
 * @param route the route; one of type {@link RouteType#UNREACHABLE} if there was none
 * @param rule the rule that led to it; empty if none did, and then senders get ENETUNREACH and routers answer "net
 *     unreachable"
 */
public record RouteResult(Route route, Optional<RoutingRule> rule) {

    public RouteResult {
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(rule, "rule");
    }

    /** Whether a route was there, of whatever type. */
    public boolean found() {
        return rule.isPresent();
    }

    /** Name of the table that the route stands in; empty if there was none. */
    public String table() {
        return rule.map(RoutingRule::table).orElse("");
    }

    /** How it was found, for people: the table, and the rule where it is not one that every namespace starts with. */
    public String how() {
        return rule.map(by -> "table " + by.table() + (by.initial() ? "" : ", by rule \"" + by.line() + "\""))
                .orElse("no table has a route for it");
    }
}
