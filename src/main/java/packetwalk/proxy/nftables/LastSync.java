package packetwalk.proxy.nftables;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import packetwalk.proxy.ProxyView;

/**
 * What a kube-proxy in nftables mode remembers from one sync to the next.
 *
 * @param view what the sync before knew
 * @param full whether all must be written anew even so: the first time, after a failure, after the node's labels changed,
 *     once an hour
 * @param recreated whether this process has made the base chains: those of another may have other priorities
 * @param elements what it believes to be in each set and map
 * @param staleChains chains that are empty and that nothing leads to, and since when, in nanoseconds of virtual time
 */
public record LastSync(
        ProxyView view,
        boolean full,
        boolean recreated,
        Map<Container, Map<String, String>> elements,
        Map<String, Long> staleChains) {

    /** There was none. */
    public static final LastSync NONE = new LastSync(ProxyView.EMPTY, true, false, Map.of(), Map.of());

    public LastSync {
        Map<Container, Map<String, String>> ordered = new EnumMap<>(Container.class);
        ordered.putAll(elements);
        elements = Collections.unmodifiableMap(ordered);
        staleChains = Collections.unmodifiableMap(new LinkedHashMap<>(staleChains));
    }

    /** The next sync writes everything. */
    public LastSync needingFull() {
        return new LastSync(view, true, recreated, elements, staleChains);
    }

    /** The transaction was refused: nothing is known of what is there. */
    public LastSync failed() {
        return new LastSync(view, true, recreated, elements, Map.of());
    }
}
