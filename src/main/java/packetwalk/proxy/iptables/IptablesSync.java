package packetwalk.proxy.iptables;

import java.util.List;
import java.util.Optional;
import packetwalk.proxy.StaleFlows;

/**
 * What one sync does to its node, in this order.
 *
 * @param jumps rules of the kernel's own chains that must be there; none in a partial sync, which trusts that they are
 * @param restore the input of {@code iptables-restore --noflush --counters}
 * @param stale UDP connections to delete afterwards; empty if none can have lost its endpoint
 */
public record IptablesSync(List<Jump> jumps, String restore, Optional<StaleFlows> stale) {

    public IptablesSync {
        jumps = List.copyOf(jumps);
    }
}
