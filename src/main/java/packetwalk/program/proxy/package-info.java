/**
 * What proxies do with connections and requests: the data plane of load balancers and ingress controllers.
 *
 * <p>{@link packetwalk.program.proxy.HttpProxy} works on layer 7: each request by itself is put to an
 * {@link packetwalk.program.proxy.HttpRouter}, which gives a {@link packetwalk.program.proxy.Route}: upstreams to try, or
 * an answer. How it speaks, to the upstream and to the client, is its {@link packetwalk.program.proxy.Dialect}. Every
 * decision is a step of the walk ({@link packetwalk.trace.Step.Handled}) and a line of the access log
 * ({@link packetwalk.program.proxy.Access}). Who decides, and why, is not known here: that is an ingress controller's.
 *
 * <p>{@link packetwalk.program.proxy.TcpProxy} works on layer 4 and knows bytes only: it accepts, has somebody choose a
 * server, connects and copies. Which servers there are, and which of them are well, is no matter of this package.
 */
@NullMarked
package packetwalk.program.proxy;

import org.jspecify.annotations.NullMarked;
