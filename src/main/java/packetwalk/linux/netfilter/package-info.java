/**
 * What a host lets pass, and how it rewrites it: hooks, tables, chains.
 *
 * <p>{@link packetwalk.linux.netfilter.Netfilter#run} is the hook: it asks each
 * {@link packetwalk.linux.xtables.Table} in turn, a Traversal runs its {@link packetwalk.linux.netfilter.Chain}s, and
 * connection tracking and translation come in between. Conditions and targets are {@link packetwalk.linux.xtables};
 * connections are {@link packetwalk.linux.conntrack}. What is not modelled answers
 * {@link packetwalk.linux.xtables.Verdict.Unknown} by name. Rules of nftables are {@link packetwalk.linux.nftables}; both stand in one order.
 */
@NullMarked
package packetwalk.linux.netfilter;

import org.jspecify.annotations.NullMarked;
