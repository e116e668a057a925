package packetwalk.linux.netfilter;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
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

    private static final int OPEN = -1;

    private final Table table;
    private final Chains chains;

    /** Chains on the longest way of jumps from a chain, itself included; OPEN while it is being looked for. */
    private final Map<String, Integer> depths = new HashMap<>();

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
        for (Chain chain : chains.all()) {
            if (chain.hook().isPresent()) {
                validation.depth(chain, 1);
            }
        }
        for (Hook hook : table.hooks()) {
            Chain base = chains.find(hook.name());
            if (base != null) {
                validation.hooks(hook, base, new HashSet<>());
            }
        }
    }

    /** How deep jumps lead from {@code chain}, which is the {@code level}th on its way. */
    private int depth(Chain chain, int level) {
        int deepest = 0;
        depths.put(chain.name(), OPEN);
        for (Rule rule : chain.rules()) {
            Chain next = next(rule);
            if (next == null) {
                continue;
            }
            boolean tooDeep = level == DEEPEST;
            Integer known = depths.get(next.name());
            int below = known != null ? known : tooDeep ? OPEN : depth(next, level + 1);
            if (tooDeep || below == OPEN || level + below > DEEPEST) {
                throw new IllegalArgumentException("rule \"" + rule + "\" in chain " + chain.name() + " of table "
                        + table + " makes jumps more than " + DEEPEST + " chains deep or run in a circle (Too many"
                        + " links); jump to a chain that leads on to fewer chains and never back");
            }
            deepest = Math.max(deepest, below);
        }
        depths.put(chain.name(), deepest + 1);
        return deepest + 1;
    }

    /** Where a rule jumps to; null if it does not. */
    private @Nullable Chain next(Rule rule) {
        Target target = rule.target().orElse(null);
        return target instanceof JumpTarget jump ? chains.find(jump.chain()) : null;
    }

    private void hooks(Hook hook, Chain chain, Set<String> seen) {
        if (!seen.add(chain.name())) {
            return;
        }
        for (Rule rule : chain.rules()) {
            Target target = rule.target().orElse(null);
            if (target != null) {
                require(target.hooks(), hook, rule);
            }
            for (Match match : rule.matches()) {
                require(match.hooks(), hook, rule);
            }
            Chain next = next(rule);
            if (next != null) {
                hooks(hook, next, seen);
            }
        }
    }

    private void require(Set<Hook> allowed, Hook hook, Rule rule) {
        if (allowed != Hook.ALL && !allowed.contains(hook)) {
            throw new IllegalArgumentException("rule \"" + rule + "\" would run at " + hook + " of table " + table
                    + " (Invalid argument); it may be reached from " + new TreeSet<>(allowed) + " only");
        }
    }
}
