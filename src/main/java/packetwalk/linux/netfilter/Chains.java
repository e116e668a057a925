package packetwalk.linux.netfilter;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Holding;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.target.JumpTarget;

/**
 * The chains of one table, and what must be known of all their rules together: Linux {@code struct nft_table}.
 *
 * <p>Changed only by the {@link RuleSet} that it belongs to; one that a draft was made of is copied first.
 */
final class Chains {

    private final Object owner;

    /** By which it is known from another table of that name, made after this one was taken away. */
    private final Object identity;

    private final Map<String, Chain> byName;

    /** How many rules jump to a chain: {@code nft_chain.use}; none where there is no entry. */
    private final Map<String, Integer> references;

    /** What rules hold of the namespace, each with the number of rules that do. */
    private final Map<Holding, Integer> held;

    private int tracking;
    private boolean valid;

    /** The built-in chains of {@code table} alone. */
    Chains(Object owner, Table table) {
        this(owner, new Object(), new HashMap<>(), new HashMap<>(), new LinkedHashMap<>());
        for (Hook hook : table.hooks()) {
            byName.put(hook.name(), new Chain(owner, hook.name(), Optional.of(hook)));
        }
    }

    private Chains(
            Object owner,
            Object identity,
            Map<String, Chain> byName,
            Map<String, Integer> references,
            Map<Holding, Integer> held) {
        this.owner = owner;
        this.identity = identity;
        this.byName = byName;
        this.references = references;
        this.held = held;
    }

    /** These if {@code writer} may change them, else a copy that it may. */
    Chains ownedBy(Object writer) {
        if (owner == writer) {
            return this;
        }
        Chains copy = new Chains(
                writer, identity, new HashMap<>(byName), new HashMap<>(references), new LinkedHashMap<>(held));
        copy.tracking = tracking;
        copy.valid = valid;
        return copy;
    }

    Object identity() {
        return identity;
    }

    Collection<Chain> all() {
        return byName.values();
    }

    @Nullable
    Chain find(String name) {
        return byName.get(name);
    }

    @Nullable
    Chain base(Hook hook) {
        return byName.get(hook.name());
    }

    /** How many rules jump to {@code chain}. */
    int references(String chain) {
        return references.getOrDefault(chain, 0);
    }

    /** What its rules hold of the namespace, each with the number of rules that do. */
    Map<Holding, Integer> held() {
        return held;
    }

    /** Whether some rule needs connection tracking. */
    boolean tracks() {
        return tracking > 0;
    }

    /**
     * Checks what the kernel checks when {@code table} is committed, if something has changed since.
     *
     * @throws IllegalArgumentException naming the rule, and what it may do instead
     */
    void validate(Table table) {
        if (!valid) {
            Validation.check(table, this);
            valid = true;
        }
    }

    /** The chain of that name, which exists, to be changed. */
    private Chain own(Chain chain) {
        valid = false;
        Chain own = chain.ownedBy(owner);
        if (own != chain) {
            byName.put(own.name(), own);
        }
        return own;
    }

    void create(String name) {
        byName.put(name, new Chain(owner, name, Optional.empty()));
    }

    void remove(Chain chain) {
        clear(chain);
        byName.remove(chain.name());
    }

    void insert(Chain chain, int index, Rule rule, Counters start) {
        own(chain).insert(index, rule, start);
        account(rule, 1);
    }

    void remove(Chain chain, int index) {
        account(chain.rule(index), -1);
        own(chain).remove(index);
    }

    void clear(Chain chain) {
        chain.rules().forEach(rule -> account(rule, -1));
        own(chain).clear();
    }

    /** The chain, to change what no other chain needs to know: its policy, its counters. */
    Chain change(Chain chain) {
        return own(chain);
    }

    /** Gives {@code chain} another name, also in the rules that jump to it. */
    void rename(Chain chain, String name) {
        byName.remove(chain.name());
        byName.put(name, chain.copy(owner, name));
        for (Chain from : List.copyOf(byName.values())) {
            for (int i = 0; i < from.size(); i++) {
                if (from.rule(i).target().orElse(null) instanceof JumpTarget jump
                        && jump.chain().equals(chain.name())) {
                    retarget(byName.getOrDefault(from.name(), from), i, new JumpTarget(name, jump.comesBack()));
                }
            }
        }
    }

    private void retarget(Chain chain, int index, JumpTarget jump) {
        Rule rule = chain.rule(index);
        Rule reworded = new Rule(rule.matches(), Optional.of(jump));
        account(rule, -1);
        account(reworded, 1);
        own(chain).reword(index, reworded);
    }

    private void account(Rule rule, int change) {
        if (rule.tracks()) {
            tracking += change;
        }
        if (rule.target().orElse(null) instanceof JumpTarget jump) {
            references.merge(jump.chain(), change, Integer::sum);
        }
        for (Holding each : rule.holdings()) {
            held.merge(each, change, (before, now) -> before + now == 0 ? null : before + now);
        }
    }
}
