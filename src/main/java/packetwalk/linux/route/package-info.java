/**
 * Where a packet goes: routes, tables, rules. Pure answers; nothing here sends.
 *
 * <p>{@link packetwalk.linux.route.Fib#lookup} walks the {@link packetwalk.linux.route.RoutingRule}s in order; each
 * names a {@link packetwalk.linux.route.RoutingTable}, which finds the most specific
 * {@link packetwalk.linux.route.Route}. The table {@code local} holds the host's own addresses, {@code main} what a
 * person or a daemon adds. Left out: multipath and route caches.
 */
@NullMarked
package packetwalk.linux.route;

import org.jspecify.annotations.NullMarked;
