package packetwalk.agent;

import java.time.Duration;
import packetwalk.linux.NetworkNamespace;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.nftables.LastSync;
import packetwalk.proxy.nftables.NftablesNode;
import packetwalk.proxy.nftables.NftablesProxier;
import packetwalk.proxy.nftables.NftablesSync;

/**
 * nftables mode on one node: transactions go through the node's own {@code nft}, as any that a person writes.
 * pkg/proxy/nftables/proxier.go.
 *
 * <p>It does not look whether its rules are still there. Somebody else's {@code nft flush ruleset} is noticed by the next
 * change, which is refused, and mended by the retry 30 s later; or by the full sync that there is once an hour.
 */
final class NftablesBackend implements ProxyBackend {

    /** {@code FullSyncPeriod}. */
    private static final Duration FULL_SYNC = Duration.ofHours(1);

    private static final String NFT = "nft -f -";

    private final NetworkNamespace node;
    private final NodeCommands commands;
    private LastSync last = LastSync.NONE;
    private boolean failed;
    private long lastRun;
    private long lastFull;

    NftablesBackend(NetworkNamespace node) {
        this.node = node;
        this.commands = new NodeCommands(node);
    }

    @Override
    public boolean sync(NodeConfig config, ProxyView view) {
        lastRun = now();
        if (now() - lastFull > FULL_SYNC.toNanos()) {
            forget();
        }
        deleteStale(config);
        boolean full = last.full();
        NftablesSync sync =
                NftablesProxier.sync(config, view, last, NftablesNode.loaded(node, config.family(), full), now());
        failed = !commands.succeeds(NFT, sync.transaction());
        if (failed) {
            last = last.failed();
            return false;
        }
        last = sync.next();
        lastFull = full ? now() : lastFull;
        sync.stale().ifPresent(stale -> commands.deleteStale(config.family(), stale));
        return true;
    }

    private void deleteStale(NodeConfig config) {
        String chains = NftablesProxier.deleteStale(config, last, now());
        if (!chains.isEmpty() && !commands.succeeds(NFT, chains)) {
            forget();
        }
    }

    private long now() {
        return node.simulation().now();
    }

    @Override
    public void forget() {
        last = last.needingFull();
    }

    /** Never known; what was refused is tried again, and once an hour all is written anew. */
    @Override
    public boolean isSwept() {
        return failed || now() - lastRun >= FULL_SYNC.toNanos();
    }

    @Override
    public void stop() {
        last = LastSync.NONE;
        failed = false;
    }
}
