/**
 * nftables: tables, chains, rules, sets and maps as data, and their evaluation; net/netfilter/nf_tables_core.c.
 *
 * <p>{@link packetwalk.linux.nftables.NftRules} is what one namespace has, changed by a draft and a commit.
 * {@link packetwalk.linux.nftables.NftTraversal} takes a packet through one base chain: rule by rule, each a list of
 * {@link packetwalk.linux.nftables.Statement}s over {@link packetwalk.linux.nftables.Expression}s, whose kinds stand in
 * the two packages below. A {@link packetwalk.linux.nftables.NftSet} finds its elements by hash, tree or prefixes.
 * {@link packetwalk.linux.nftables.NftValidation} says what the kernel refuses. How all is typed stands in
 * {@code packetwalk.tools.nft}; what is not modelled is kept, printed back, and UNKNOWN by name for the packet that meets
 * it. Left out: the hooks of arp, bridge and netdev tables, whose rules are only kept.
 */
@NullMarked
package packetwalk.linux.nftables;

import org.jspecify.annotations.NullMarked;
