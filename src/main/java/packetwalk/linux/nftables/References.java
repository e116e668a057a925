package packetwalk.linux.nftables;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How many rules of a table lead to a chain, or ask a set or an object: {@code nft_chain.use}, {@code nft_set.use}. Counted,
 * as nobody could look through ten thousand chains for each one that goes.
 */
final class References {

    private final Map<String, Integer> chains;
    private final Map<String, Integer> asked;

    References() {
        this(new HashMap<>(), new HashMap<>());
    }

    private References(Map<String, Integer> chains, Map<String, Integer> asked) {
        this.chains = chains;
        this.asked = asked;
    }

    References copy() {
        return new References(new HashMap<>(chains), new HashMap<>(asked));
    }

    void add(NftRule rule) {
        for (Statement each : rule.statements()) {
            each.chains().forEach(chain -> chains.merge(chain, 1, Integer::sum));
            each.references().forEach(name -> asked.merge(name, 1, Integer::sum));
        }
    }

    void remove(NftRule rule) {
        for (Statement each : rule.statements()) {
            each.chains().forEach(chain -> drop(chains, chain));
            each.references().forEach(name -> drop(asked, name));
        }
    }

    /** A chain has another name now. */
    void rename(String from, String to) {
        Integer count = chains.remove(from);
        if (count != null) {
            chains.put(to, count);
        }
    }

    void removeAll(Collection<NftRule> rules) {
        rules.forEach(this::remove);
    }

    /** One less; null, which takes the entry away, if it was the last. */
    static void drop(Map<String, Integer> counts, String name) {
        counts.computeIfPresent(name, (any, count) -> count == 1 ? null : count - 1);
    }

    boolean leadTo(String chain) {
        return chains.containsKey(chain);
    }

    boolean ask(String name) {
        return asked.containsKey(name);
    }
}
