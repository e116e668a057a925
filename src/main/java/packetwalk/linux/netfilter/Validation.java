package packetwalk.linux.netfilter;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.target.JumpTarget;

/**
 * What the kernel checks once a table is committed, following the jumps from each built-in chain: that they end, and
 * that each match and target is reached from its own hooks only. net/netfilter/nf_tables_api.c
 * {@code nft_table_validate()}, {@code nft_chain_validate()}.
 *
 * <p>As in Linux, chains that no packet can reach may hold anything.
 */
final class Validation {

    /** NFT_JUMP_STACK_SIZE: include/net/netfilter/nf_tables.h. */
    private static final int DEEPEST = 16;

    /** A chain whose jumps are being followed: back to it is too deep from anywhere. */
    private static final Below OPEN = new Below(DEEPEST, Set.of());

    private final Table table;
    private final Chains chains;
    private final Map<Chain, Below> known = new HashMap<>();

    /** A chain and all that it leads to: how many chains deep, and the hooks that all of their rules allow. */
    private record Below(int depth, Set<Hook> hooks) {}

    private Validation(Table table, Chains chains) {
        this.table = table;
        this.chains = chains;
    }

    /**
     * Checks one table.
     *
     * @throws IllegalArgumentException naming the rule, and what it may do instead
     */
    static void check(Table table, Chains chains) {
        Validation validation = new Validation(table, chains);
        for (Hook hook : table.hooks()) {
            Chain base = chains.find(hook.name());
            if (base != null && !validation.below(base, 1).hooks.contains(hook)) {
                throw validation.misplaced(hook, base);
            }
        }
    }

    /** Follows the jumps of {@code chain}, which is the {@code level}th on its way. */
    private Below below(Chain chain, int level) {
        known.put(chain, OPEN);
        Set<Hook> hooks = EnumSet.copyOf(chain.reach().hooks());
        int deepest = 0;
        for (String name : chain.reach().jumps()) {
            Chain next = chains.find(name);
            if (next == null) {
                continue;
            }
            Below there = known.get(next);
            if (there == null && level < DEEPEST) {
                there = below(next, level + 1);
            }
            if (there == null || level + there.depth > DEEPEST) {
                throw tooManyLinks(chain, name);
            }
            hooks.retainAll(there.hooks);
            deepest = Math.max(deepest, there.depth);
        }
        Below all = new Below(deepest + 1, hooks);
        known.put(chain, all);
        return all;
    }

    private IllegalArgumentException tooManyLinks(Chain chain, String next) {
        return new IllegalArgumentException("the jump from chain " + chain.name() + " to " + next + " of table " + table
                + " closes a circle or leads more than " + DEEPEST
                + " chains deep (Too many links); jump to a chain that leads on to fewer chains and never back");
    }

    /** The first rule on the ways from {@code base} that must not be reached from {@code hook}. */
    private IllegalArgumentException misplaced(Hook hook, Chain base) {
        Chain chain = base;
        while (chain != null) {
            Chain next = null;
            for (Rule rule : chain.rules()) {
                if (!Reach.allows(rule, hook)) {
                    return new IllegalArgumentException(
                            "rule \"" + rule + "\" in chain " + chain.name() + " would run at "
                                    + hook + " of table " + table + " (Invalid argument); it may be reached from "
                                    + allowed(rule) + " only");
                }
                if (next == null) {
                    next = leadsAstray(rule, hook);
                }
            }
            chain = next;
        }
        throw new AssertionError("no rule below " + base.name() + " that does not fit " + hook);
    }

    private @Nullable Chain leadsAstray(Rule rule, Hook hook) {
        Chain next = rule.target().orElse(null) instanceof JumpTarget jump ? chains.find(jump.chain()) : null;
        Below there = next == null ? null : known.get(next);
        return there == null || there.hooks.contains(hook) ? null : next;
    }

    private static Set<Hook> allowed(Rule rule) {
        Set<Hook> allowed = new TreeSet<>(Hook.ALL);
        allowed.removeIf(hook -> !Reach.allows(rule, hook));
        return allowed;
    }
}
