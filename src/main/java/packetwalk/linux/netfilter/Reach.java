package packetwalk.linux.netfilter;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.target.JumpTarget;

/**
 * What one chain's own rules ask of the hooks that lead to it, and where they lead on.
 *
 * @param hooks those that every rule may be reached from
 * @param jumps chains that some rule jumps to, each once
 */
record Reach(Set<Hook> hooks, List<String> jumps) {

    static Reach of(List<Rule> rules) {
        Set<Hook> hooks = EnumSet.allOf(Hook.class);
        Set<String> jumps = new LinkedHashSet<>();
        for (Rule rule : rules) {
            restrict(hooks, rule);
            if (rule.target().orElse(null) instanceof JumpTarget jump) {
                jumps.add(jump.chain());
            }
        }
        return new Reach(hooks, List.copyOf(jumps));
    }

    private static void restrict(Set<Hook> hooks, Rule rule) {
        for (Match match : rule.matches()) {
            Set<Hook> allowed = match.hooks();
            if (allowed != Hook.ALL) {
                hooks.retainAll(allowed);
            }
        }
        rule.target().ifPresent(target -> hooks.retainAll(target.hooks()));
    }

    /** Whether {@code rule} may be reached from {@code hook}. */
    static boolean allows(Rule rule, Hook hook) {
        return rule.matches().stream().allMatch(match -> match.hooks().contains(hook))
                && rule.target()
                        .filter(target -> !target.hooks().contains(hook))
                        .isEmpty();
    }
}
