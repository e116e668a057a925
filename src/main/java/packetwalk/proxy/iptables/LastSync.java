package packetwalk.proxy.iptables;

import java.util.Optional;
import java.util.Set;
import packetwalk.proxy.ProxyView;

/**
 * What a sync builds on.
 *
 * @param view what the sync before knew
 * @param full whether all must be written anew even so: the first time, after a failure, after the rules were found
 *     flushed, after the node's labels changed, once an hour
 * @param natChains the chains of the table nat as {@code iptables-save} lists them; empty if nobody asked, and then
 *     stale chains stay, which nothing leads to
 */
public record LastSync(ProxyView view, boolean full, Optional<Set<String>> natChains) {

    public LastSync {
        natChains = natChains.map(Set::copyOf);
    }

    /** There was none: the first sync, on a node with these chains in its table nat. */
    public static LastSync none(Set<String> natChains) {
        return new LastSync(ProxyView.EMPTY, true, Optional.of(natChains));
    }

    /** The next sync writes the chains of Services that changed since {@code view}. */
    public static LastSync of(ProxyView view, Set<String> natChains) {
        return new LastSync(view, false, Optional.of(natChains));
    }

    /** The next sync writes everything. */
    public LastSync needingFull() {
        return new LastSync(view, true, natChains);
    }

    /** The next sync does not ask for the chains, as in a large cluster, where listing them takes seconds. */
    public LastSync keepingStaleChains() {
        return new LastSync(view, full, Optional.empty());
    }
}
