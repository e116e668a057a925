package packetwalk.proxy.nftables;

import java.util.Optional;
import packetwalk.proxy.StaleFlows;

/**
 * What one sync does to its node.
 *
 * @param transaction the input of {@code nft -f -}
 * @param stale UDP connections to delete afterwards; empty if none can have lost its endpoint
 * @param next what the next sync builds on, if the transaction went well
 */
public record NftablesSync(String transaction, Optional<StaleFlows> stale, LastSync next) {}
