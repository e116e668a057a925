/**
 * What Ingresses ask for, as a table that a layer-7 balancer can go by: which host and path lead to which backend, and
 * why. Pure functions from objects to values; who fetches the objects and who acts on the table is elsewhere.
 *
 * <p>{@link packetwalk.ingress.Claim} says whose an Ingress is. {@link packetwalk.ingress.NginxTable} and {@link
 * packetwalk.ingress.GceTable} read Ingresses as the controllers of those names do, into a {@link
 * packetwalk.ingress.RoutingTable}; what they stumble over is a {@link packetwalk.ingress.Problem}. {@link
 * packetwalk.ingress.RoutingTable#route} asks {@link packetwalk.ingress.HostMatch} and {@link
 * packetwalk.ingress.PathMatch}, and answers with a {@link packetwalk.ingress.Routing}. Left out: canaries, rewrites,
 * regular expressions, network endpoint groups.
 */
@NullMarked
package packetwalk.ingress;

import org.jspecify.annotations.NullMarked;
