/**
 * kube-proxy in nftables mode: Services, slices and a node, and what is loaded there, to the transaction that {@code nft} is fed.
 *
 * <p>{@link packetwalk.proxy.nftables.NftablesProxier} is the function. {@code FixedRules} and {@code BaseChain} are every
 * node's, {@code Portals} the elements that catch a Service's packets, {@code ServiceChains} its rules; {@code ServiceTraffic}
 * decides what they write, {@code ElementStorage} what need not be written. {@link packetwalk.proxy.nftables.LastSync} is
 * what the process remembers. Left out: the alpha feature that serves node ports on the loopback address. Start with
 * {@code NftablesProxier.sync}.
 */
@NullMarked
package packetwalk.proxy.nftables;

import org.jspecify.annotations.NullMarked;
