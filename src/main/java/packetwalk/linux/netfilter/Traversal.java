package packetwalk.linux.netfilter;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Nat;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;
import packetwalk.linux.xtables.target.JumpTarget;
import packetwalk.linux.xtables.target.ReturnTarget;
import packetwalk.trace.Tracepoints;

/** One packet's way through one table at one hook: net/ipv4/netfilter/ip_tables.c {@code ipt_do_table()}. */
final class Traversal implements Action {

    private final RuleSet rules;
    private final Surroundings host;
    private final Nat nat;
    private final Tracepoints trace;
    private final Table table;
    private final Hook hook;
    private final Skb skb;
    private @Nullable Rule current;
    private int compared;

    Traversal(RuleSet rules, Surroundings host, Nat nat, Tracepoints trace, Table table, Hook hook, Skb skb) {
        this.rules = rules;
        this.host = host;
        this.nat = nat;
        this.trace = trace;
        this.table = table;
        this.hook = hook;
        this.skb = skb;
    }

    @Override
    public Hook hook() {
        return hook;
    }

    @Override
    public Surroundings host() {
        return host;
    }

    @Override
    public Nat nat() {
        return nat;
    }

    @Override
    public Rule rule() {
        if (current == null) {
            throw new AssertionError("no rule has matched yet");
        }
        return current;
    }

    /** Runs the built-in chain; its policy decides if no rule does. */
    Verdict run(Chain base) {
        Verdict verdict = walk(base);
        if (verdict != null) {
            return verdict;
        }
        base.countPolicy(skb.packet().length());
        if (base.size() > 0 || !base.policy().equals(Verdict.ACCEPT)) {
            trace.policy(skb.id(), skb.packet(), hook, table, base.name(), base.policy(), compared);
        }
        return base.policy();
    }

    /** The verdict of a chain, or null if it ended without one: the caller goes on behind its jump. */
    private @Nullable Verdict walk(Chain chain) {
        Candidates candidates = chain.candidates(skb.packet());
        int behind = 0;
        for (int i = candidates.from(0); i < chain.size(); i = candidates.from(i + 1)) {
            Rule rule = chain.rule(i);
            compared += i + 1 - behind; // Linux asks those in between as well
            behind = i + 1;
            if (!rule.matches(skb, host)) {
                if (skb.hotdropped()) {
                    // nft_match_eval(): a verdict of this rule, which does not count the packet
                    matched(chain, i, rule, Verdict.DROP);
                    return Verdict.DROP;
                }
                continue;
            }
            Optional<String> unknown = rule.unknown();
            if (unknown.isPresent()) {
                Verdict verdict = new Verdict.Unknown(unknown.get());
                matched(chain, i, rule, verdict);
                return verdict;
            }
            chain.countRule(i, skb.packet().length());
            if (rule.target().isEmpty()) {
                matched(chain, i, rule, "go on");
                continue;
            }
            Target target = rule.target().get();
            if (target instanceof ReturnTarget) {
                matched(chain, i, rule, "RETURN");
                return null;
            }
            if (target instanceof JumpTarget jump) {
                matched(chain, i, rule, target);
                Verdict verdict = walk(rules.chain(table, jump.chain()));
                if (verdict != null || !jump.comesBack()) {
                    return verdict;
                }
                continue;
            }
            current = rule;
            Verdict verdict = target.apply(skb, this);
            matched(chain, i, rule, verdict == null ? "go on" : verdict);
            if (verdict != null) {
                return verdict;
            }
        }
        compared += chain.size() - behind;
        return null;
    }

    private void matched(Chain chain, int index, Rule rule, Object verdict) {
        if (trace.on()) {
            Object words = verdict instanceof JumpTarget jump ? jump.words() : verdict;
            trace.matched(skb.id(), skb.packet(), hook, table, chain.name(), index + 1, rule, words, compared);
        }
    }
}
