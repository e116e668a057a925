package packetwalk.tools.iptables;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.JumpTarget;

/**
 * Whether each match and target can be reached from its own hooks only: what the kernel checks when rules are committed,
 * {@code struct xt_target.hooks} and net/netfilter/nf_tables_api.c {@code nft_chain_validate()}.
 */
final class HookCheck {

    private final RuleSet rules;
    private final Table table;

    private HookCheck(RuleSet rules, Table table) {
        this.rules = rules;
        this.table = table;
    }

    /**
     * Checks one table.
     *
     * @throws IllegalArgumentException naming the rule, and the chains in which it may stand
     */
    static void check(RuleSet rules, Table table) {
        HookCheck check = new HookCheck(rules, table);
        table.hooks().forEach(hook -> check.walk(hook, rules.chain(table, hook.name()), new HashSet<>()));
    }

    private void walk(Hook hook, Chain chain, Set<String> seen) {
        if (!seen.add(chain.name())) {
            return;
        }
        for (Rule rule : chain.rules()) {
            Optional<Target> target = rule.target();
            if (target.isPresent() && target.get() instanceof JumpTarget jump) {
                walk(hook, rules.chain(table, jump.chain()), seen);
            } else {
                target.ifPresent(action -> require(action.hooks(), hook, rule));
                rule.matches().forEach(match -> require(match.hooks(), hook, rule));
            }
        }
    }

    private void require(Set<Hook> allowed, Hook hook, Rule rule) {
        if (!allowed.contains(hook)) {
            throw new IllegalArgumentException("rule \"" + rule + "\" would run at " + hook + " of table " + table
                    + " (Invalid argument); it may be reached from " + new TreeSet<>(allowed) + " only");
        }
    }
}
