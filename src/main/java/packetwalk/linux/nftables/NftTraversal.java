package packetwalk.linux.nftables;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Nat;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.linux.xtables.Verdict;
import packetwalk.trace.Tracepoints;

/** One packet's way through one base chain: net/netfilter/nf_tables_core.c {@code nft_do_chain()}. */
public final class NftTraversal {

    private final Evaluation at;
    private final Tracepoints trace;
    private int compared;

    /** A packet before the chains of {@code table} at {@code hook}. */
    public NftTraversal(NftTable table, Hook hook, Skb skb, Surroundings host, Nat nat, Tracepoints trace) {
        this.at = new Evaluation(skb, hook, host, nat, table);
        this.trace = trace;
    }

    /** Runs the base chain; its policy decides if no rule does. */
    public Verdict run(NftChain chain, BaseHook base) {
        Outcome outcome = walk(chain);
        if (outcome instanceof Outcome.Final decided) {
            return decided.verdict();
        }
        Verdict policy = base.accepts() ? Verdict.ACCEPT : Verdict.DROP;
        if (trace.on() && (chain.size() > 0 || !base.accepts())) {
            Object words = base.accepts() ? Outcome.ACCEPT : Outcome.DROP;
            trace.policy(at.skb().id(), at.packet(), at.hook(), at.table(), chain.name(), words, compared);
        }
        return policy;
    }

    /** What a chain says; null if it ended, or returned: who jumped goes on behind the jump. */
    private @Nullable Outcome walk(NftChain chain) {
        for (int i = 0; i < chain.size(); i++) {
            NftRule rule = chain.rule(i);
            compared++;
            at.asks(rule);
            Outcome outcome = rule.evaluate(at);
            if (outcome == Outcome.BREAK) {
                continue;
            }
            matched(chain, i, rule, outcome);
            if (outcome instanceof Outcome.Final) {
                return outcome;
            }
            if (outcome instanceof Outcome.Return) {
                return null;
            }
            if (outcome instanceof Outcome.Jump jump) {
                Outcome below = walk(NftRules.chain(at.table(), jump.chain()));
                if (below != null || !jump.comesBack()) {
                    return below;
                }
            }
        }
        return null;
    }

    private void matched(NftChain chain, int place, NftRule rule, Outcome outcome) {
        if (trace.on()) {
            trace.matched(
                    at.skb().id(),
                    at.packet(),
                    at.hook(),
                    at.table(),
                    chain.name(),
                    place + 1,
                    rule,
                    outcome,
                    compared);
        }
    }
}
