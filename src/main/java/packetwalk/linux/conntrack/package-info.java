/**
 * The packet inside a host, and the connection that it belongs to: net/netfilter/nf_conntrack_core.c, nf_nat_core.c.
 *
 * <p>An {@link packetwalk.linux.conntrack.Skb} is what every hook hands on.
 * {@link packetwalk.linux.conntrack.Conntrack} finds its {@link packetwalk.linux.conntrack.Connection}, which knows the
 * {@link packetwalk.linux.conntrack.Tuple} of either direction; {@link packetwalk.linux.conntrack.Nat} changes the
 * second one once, and rewrites every packet from the two. Start at {@code Conntrack.track}. Left out: helpers,
 * expectations and sequence numbers.
 */
@NullMarked
package packetwalk.linux.conntrack;

import org.jspecify.annotations.NullMarked;
