/**
 * Where a packet goes: routes, tables, rules. Pure answers; nothing here sends.
 *
 * <p>{@link packetwalk.linux.route.Fib#lookup} walks the {@link packetwalk.linux.route.RoutingRule}s in order; each
 * names a {@link packetwalk.linux.route.RoutingTable}, which finds the most specific
 * {@link packetwalk.linux.route.Route}. The table {@code local} holds the host's own addresses, {@code main} what a
 * person or a daemon adds. Of a route with several
 * {@link packetwalk.linux.route.Nexthop}s, {@link packetwalk.linux.route.Multipath} chooses as the kernel's hash does;
 * {@link packetwalk.linux.route.NexthopExceptions} remembers what ICMP taught. Left out: nexthop objects, realms, l3mdev,
 * and metrics other than the MTU.
 */
@NullMarked
package packetwalk.linux.route;

import org.jspecify.annotations.NullMarked;
