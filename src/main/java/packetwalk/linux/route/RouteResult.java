package packetwalk.linux.route;

/**
 * What the routing tables answered.
 *
 * @param route the route; one of type {@link RouteType#UNREACHABLE} if there was none
 * @param rule the rule that led to it, as {@code ip rule} prints it; empty if none did
 * @param table the table that it stands in; empty if there was none
 * @param found whether a route was there; if not, senders get ENETUNREACH and routers answer "net unreachable"
 */
public record RouteResult(Route route, String rule, String table, boolean found) {}
