package packetwalk.proxy.nftables;

import java.util.Map;
import java.util.Set;

/**
 * What a node has of kube-proxy's table before a sync.
 *
 * @param chains names of its chains
 * @param sets names of its sets
 * @param elements keys and values of sets and maps, as nft lists them; a sync that is not full does not look
 */
public record Loaded(Set<String> chains, Set<String> sets, Map<Container, Map<String, String>> elements) {

    /** No table at all. */
    public static final Loaded NOTHING = new Loaded(Set.of(), Set.of(), Map.of());

    public Loaded {
        chains = Set.copyOf(chains);
        sets = Set.copyOf(sets);
        elements = Map.copyOf(elements);
    }
}
