/**
 * The packet inside a host, and the connection that it belongs to: net/netfilter/nf_conntrack_core.c, nf_nat_core.c.
 *
 * <p>An {@link packetwalk.linux.conntrack.Skb} is what every hook hands on.
 * {@link packetwalk.linux.conntrack.Conntrack} finds its {@link packetwalk.linux.conntrack.Connection} in the
 * {@link packetwalk.linux.conntrack.ConnectionTable}; a tracker for each kind of protocol
 * ({@link packetwalk.linux.conntrack.TcpTracker}) says whether the packet can be of it. {@link
 * packetwalk.linux.conntrack.Nat} changes the second {@link packetwalk.linux.conntrack.Tuple} once, and
 * {@link packetwalk.linux.conntrack.NatRewrite} rewrites every packet from the two. Start at {@code Conntrack.track}. Left
 * out: helpers, expectations, selective acknowledgements.
 */
@NullMarked
package packetwalk.linux.conntrack;

import org.jspecify.annotations.NullMarked;
