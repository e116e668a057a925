package packetwalk.linux.netfilter;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;
import packetwalk.net.Tcp;
import packetwalk.trace.Tracepoints;

/** One packet's way through one table at one hook: net/ipv4/netfilter/ip_tables.c {@code ipt_do_table()}. */
final class Traversal {

    private final RuleSet rules;
    private final Surroundings host;
    private final Nat nat;
    private final Tracepoints trace;
    private final Table table;
    private final Hook hook;
    private final Skb skb;
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
        for (int i = 0; i < chain.size(); i++) {
            Rule rule = chain.rule(i);
            compared++;
            if (!rule.matches(skb, host)) {
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
            if (target instanceof Target.Return) {
                matched(chain, i, rule, "RETURN");
                return null;
            }
            if (target instanceof Target.Jump jump) {
                matched(chain, i, rule, target);
                Verdict verdict = walk(rules.chain(table, jump.chain()));
                if (verdict != null || !jump.comesBack()) {
                    return verdict;
                }
                continue;
            }
            Verdict verdict = apply(target, rule);
            matched(chain, i, rule, verdict == null ? "go on" : verdict);
            if (verdict != null) {
                return verdict;
            }
        }
        return null;
    }

    private void matched(Chain chain, int index, Rule rule, Object verdict) {
        if (trace.on()) {
            Object words = verdict instanceof Target.Jump jump ? jump.words() : verdict;
            trace.matched(skb.id(), skb.packet(), hook, table, chain.name(), index + 1, rule, words, compared);
        }
    }

    private @Nullable Verdict apply(Target target, Rule rule) {
        if (target instanceof Target.Final decision) {
            return decision.verdict();
        }
        if (target instanceof Target.Reject reject) {
            boolean reset = reject.with() == Target.RejectWith.TCP_RESET;
            // a rule with tcp-reset demands -p tcp; a reset never answers a reset
            return reset && skb.packet().transport() instanceof Tcp tcp && tcp.has(Tcp.Flag.RST)
                    ? Verdict.DROP
                    : reject.with().verdict();
        }
        if (target instanceof Target.SetMark mark) {
            skb.mark((skb.mark() & ~mark.mask()) ^ mark.value());
            return null;
        }
        if (target instanceof Target.Report) {
            return null;
        }
        if (target instanceof Target.Translate translate) {
            return translate(translate.range(), rule);
        }
        if (target instanceof Target.Masquerade) {
            return masquerade(rule);
        }
        throw new AssertionError("target " + target + " is neither known nor unknown");
    }

    private Verdict masquerade(Rule rule) {
        IpAddress nextHop = skb.route().nextHop(skb.packet().dst());
        Optional<IpAddress> address = host.addressOf(skb.out(), nextHop);
        // "MASQUERADE: eth0 ate my IP address": nf_nat_masquerade_ipv4()
        return address.isEmpty() ? Verdict.DROP : translate(NatRange.of(address.get()), rule);
    }

    private Verdict translate(NatRange range, Rule rule) {
        Connection connection = skb.connection();
        if (connection == null) {
            return Verdict.ACCEPT;
        }
        nat.setup(connection, NatKind.at(hook), range, rule);
        return Verdict.ACCEPT;
    }
}
