/**
 * What a host lets pass, and how it rewrites it: tables, chains and rules, connection tracking, translation.
 *
 * <p>{@link packetwalk.linux.netfilter.Netfilter#run} is the hook: it asks each {@link packetwalk.linux.netfilter.Table}
 * in turn, a Traversal runs its {@link packetwalk.linux.netfilter.Chain}s,
 * {@link packetwalk.linux.netfilter.Conntrack} knows the packet's {@link packetwalk.linux.netfilter.Connection}, and
 * Nat rewrites from that connection's two tuples. A condition or target that is not modelled
 * answers {@link packetwalk.linux.netfilter.Verdict.Unknown} by name. Left out: nftables, ipsets, zones, helpers.
 */
@NullMarked
package packetwalk.linux.netfilter;

import org.jspecify.annotations.NullMarked;
