/**
 * kube-proxy in nftables mode: so far what its chains and sets are called.
 *
 * <p>{@link packetwalk.proxy.nftables.NftablesNames} is pkg/proxy/nftables {@code hashAndTruncate} and its callers. Left
 * out, until the engine runs nftables: the rules.
 */
@NullMarked
package packetwalk.proxy.nftables;

import org.jspecify.annotations.NullMarked;
