package packetwalk.tools;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.netfilter.Hook;
import packetwalk.linux.netfilter.Rule;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.netfilter.Table;
import packetwalk.linux.netfilter.Target;

/**
 * Whether each target can be reached from its own hooks only: what the kernel checks when rules are committed,
 * {@code struct xt_target.hooks} and net/netfilter/nf_tables_api.c {@code nft_chain_validate()}.
 */
final class HookCheck {

    private static final Set<Hook> SOURCES = Set.of(Hook.INPUT, Hook.POSTROUTING);
    private static final Set<Hook> DESTINATIONS = Set.of(Hook.PREROUTING, Hook.OUTPUT);

    private static final Map<String, Set<Hook>> UNMODELLED = Map.of(
            "MASQUERADE", Set.of(Hook.POSTROUTING),
            "SNAT", SOURCES,
            "DNAT", DESTINATIONS,
            "REDIRECT", DESTINATIONS,
            "TPROXY", Set.of(Hook.PREROUTING),
            "CT", DESTINATIONS,
            "NOTRACK", DESTINATIONS);

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
            if (target.isPresent() && target.get() instanceof Target.Jump jump) {
                walk(hook, rules.chain(table, jump.chain()), seen);
            } else {
                target.flatMap(HookCheck::hooks)
                        .filter(allowed -> !allowed.contains(hook))
                        .ifPresent(allowed -> {
                            throw new IllegalArgumentException("rule \"" + rule + "\" would run at " + hook
                                    + " of table " + table + " (Invalid argument); its target may be reached from "
                                    + allowed + " only");
                        });
            }
        }
    }

    private static Optional<Set<Hook>> hooks(Target target) {
        if (target instanceof Target.Masquerade) {
            return Optional.of(Set.of(Hook.POSTROUTING));
        }
        if (target instanceof Target.Translate translate) {
            return Optional.of(translate.destination() ? DESTINATIONS : SOURCES);
        }
        return target instanceof Target.Unknown unknown
                ? Optional.ofNullable(UNMODELLED.get(unknown.name()))
                : Optional.empty();
    }
}
