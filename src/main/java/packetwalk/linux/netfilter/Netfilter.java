package packetwalk.linux.netfilter;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.linux.conntrack.CtState;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Nat;
import packetwalk.linux.conntrack.NatKind;
import packetwalk.linux.conntrack.NatRewrite;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.ipvs.IpvsHooks;
import packetwalk.linux.ipvs.Outcome;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.time.Simulation;
import packetwalk.trace.Step;
import packetwalk.trace.Tracepoints;
import packetwalk.trace.Unchanging;

/**
 * Runs what is hooked into one namespace's stack: tables in their order, connection tracking between raw and mangle,
 * translation in the nat table; Linux {@code NF_HOOK()}, include/linux/netfilter.h.
 */
public final class Netfilter {

    private final RuleSet rules;
    private final Surroundings host;
    private final Refusal refusal;
    private final Tracepoints trace;
    private final Conntrack conntrack;
    private final Nat nat;
    private final NatRewrite natRewrite;
    private @Nullable IpvsHooks ipvs;

    /** What the stack does with a packet that netfilter does not let pass. */
    public interface Refusal {

        /** {@code verdict} is never ACCEPT. */
        void refuse(Skb skb, Hook hook, Verdict verdict);
    }

    /** What the stack does when a table at OUTPUT has changed what a way is found by. */
    public interface Rerouting {

        /** Finds another way for {@code skb}; what it says if there is none ends the packet. */
        Verdict reroute(Skb skb);
    }

    private static final Rerouting NONE = skb -> Verdict.ACCEPT;

    public Netfilter(Surroundings host, Refusal refusal, Simulation simulation, Tracepoints trace) {
        this.host = host;
        this.rules = RuleSet.of(host);
        this.refusal = refusal;
        this.trace = trace;
        this.conntrack = new Conntrack(host.sysctls(), simulation, trace);
        this.nat = new Nat(conntrack, simulation);
        this.natRewrite = new NatRewrite(trace);
    }

    /** Tables and chains, to read and to change. */
    public RuleSet rules() {
        return rules;
    }

    public Conntrack conntrack() {
        return conntrack;
    }

    /** IPVS wants to see packets, or no longer: it does while it has a virtual server. */
    public void hook(IpvsHooks hooks, boolean wanted) {
        ipvs = wanted ? hooks : null;
    }

    /** Whether connections are tracked here: only while some rule needs it. */
    public boolean tracks() {
        return rules.needsConntrack();
    }

    /**
     * Passes {@code skb} through everything hooked at {@code hook}; {@code okfn} gets it only if all accept.
     *
     * @return whether all accepted
     */
    public boolean run(Hook hook, Skb skb, Consumer<Skb> okfn) {
        return pass(hook, skb, NONE, okfn);
    }

    /** As {@link #run}, at OUTPUT, where tables mangle and nat look for another way if they changed the packet. */
    public boolean output(Skb skb, Rerouting rerouting, Consumer<Skb> okfn) {
        return pass(Hook.OUTPUT, skb, rerouting, okfn);
    }

    private boolean pass(Hook hook, Skb skb, Rerouting rerouting, Consumer<Skb> okfn) {
        Verdict verdict = decide(hook, skb, rerouting);
        if (verdict.equals(Verdict.ACCEPT)) {
            okfn.accept(skb);
            return true;
        }
        if (verdict instanceof Verdict.Stolen) {
            return true; // whoever took it tells what became of it
        }
        refusal.refuse(skb, hook, verdict);
        return false;
    }

    /** All that is hooked in, by priority: conntrack -200, mangle -150, nat -100 and 100, filter 0, security 50. */
    private Verdict decide(Hook hook, Skb skb, Rerouting rerouting) {
        boolean entering = hook == Hook.PREROUTING || hook == Hook.OUTPUT;
        boolean leaving = hook == Hook.INPUT || hook == Hook.POSTROUTING;
        Verdict verdict = table(Table.RAW, hook, skb);
        if (verdict.equals(Verdict.ACCEPT) && entering && tracks()) {
            verdict = unlessLost(conntrack.track(skb));
        }
        if (verdict.equals(Verdict.ACCEPT)) {
            verdict = mangle(hook, skb, rerouting);
        }
        if (verdict.equals(Verdict.ACCEPT) && entering) {
            verdict = translateDestination(hook, skb, rerouting);
        }
        if (verdict.equals(Verdict.ACCEPT)) {
            verdict = table(Table.FILTER, hook, skb);
        }
        if (verdict.equals(Verdict.ACCEPT)) {
            verdict = table(Table.SECURITY, hook, skb);
        }
        if (verdict.equals(Verdict.ACCEPT) && (hook == Hook.INPUT || hook == Hook.FORWARD)) {
            verdict = balance(hook, skb);
        }
        if (verdict.equals(Verdict.ACCEPT) && leaving) {
            verdict = translate(hook, skb);
        }
        if (verdict.equals(Verdict.ACCEPT) && leaving) {
            verdict = unlessLost(conntrack.confirm(skb));
        }
        return verdict;
    }

    /** Destinations are rewritten before filter sees them, sources after; IPVS sees this host's own packets between. */
    private Verdict translateDestination(Hook hook, Skb skb, Rerouting rerouting) {
        IpAddress dst = skb.packet().dst();
        Verdict verdict = translate(hook, skb);
        if (verdict.equals(Verdict.ACCEPT) && !skb.packet().dst().equals(dst)) {
            verdict = rerouting.reroute(skb);
        }
        return verdict.equals(Verdict.ACCEPT) && hook == Hook.OUTPUT ? balance(hook, skb) : verdict;
    }

    /** What IPVS says, where it is hooked in. */
    private Verdict balance(Hook hook, Skb skb) {
        if (ipvs == null) {
            return Verdict.ACCEPT;
        }
        Outcome outcome = ipvs.pass(skb, hook);
        return switch (outcome.kind()) {
            case ACCEPT -> Verdict.ACCEPT;
            case STOLEN -> new Verdict.Stolen();
            case DROP -> new Verdict.Lost(outcome.word());
            case UNKNOWN -> new Verdict.Unknown(outcome.word());
        };
    }

    /** {@code ipt_mangle_out()}, net/ipv4/netfilter/iptable_mangle.c. */
    private Verdict mangle(Hook hook, Skb skb, Rerouting rerouting) {
        Packet before = skb.packet();
        int mark = skb.mark();
        Verdict verdict = table(Table.MANGLE, hook, skb);
        Packet packet = skb.packet();
        boolean changed = skb.mark() != mark
                || packet.tos() != before.tos()
                || !packet.src().equals(before.src())
                || !packet.dst().equals(before.dst());
        return changed && verdict.equals(Verdict.ACCEPT) ? rerouting.reroute(skb) : verdict;
    }

    private static Verdict unlessLost(Optional<String> why) {
        return why.isEmpty() ? Verdict.ACCEPT : new Verdict.Lost(why.get());
    }

    private Verdict table(Table table, Hook hook, Skb skb) {
        Chain base = rules.base(table, hook);
        if (base == null) {
            return Verdict.ACCEPT;
        }
        if (base.isIdle()) {
            base.countPolicy(skb.packet().length());
            return Verdict.ACCEPT;
        }
        return new Traversal(rules, host, nat, trace, table, hook, skb).run(base);
    }

    /** A new connection's packet, or the reset that REJECT made of one. */
    private static boolean mayBegin(Skb skb) {
        boolean related = skb.ctState() == CtState.RELATED || skb.ctState() == CtState.RELATED_REPLY;
        return skb.ctState() == CtState.NEW || (related && !(skb.packet().transport() instanceof IcmpError));
    }

    /** The nat table sees a connection's first packet only; the others follow the connection. {@code nf_nat_inet_fn()}. */
    private Verdict translate(Hook hook, Skb skb) {
        Connection connection = skb.connection();
        if (connection == null || rules.find(Table.NAT, hook.name()).isEmpty()) {
            return Verdict.ACCEPT;
        }
        if (NatRewrite.isForeignRedirect(skb, connection)) {
            return new Verdict.Lost("an ICMP redirect would leave a translated network");
        }
        NatKind kind = NatKind.at(hook);
        if (mayBegin(skb) && !connection.settled(kind)) {
            Verdict verdict = decide(hook, skb, connection, kind);
            if (!verdict.equals(Verdict.ACCEPT)) {
                return verdict;
            }
        } else if (hook == Hook.POSTROUTING && conntrack.outgoingDeviceChanged(skb, connection)) {
            return new Verdict.Lost("its connection has the address of another device, and ends");
        }
        natRewrite.rewrite(skb, connection, hook);
        return Verdict.ACCEPT;
    }

    private Verdict decide(Hook hook, Skb skb, Connection connection, NatKind kind) {
        Verdict verdict = table(Table.NAT, hook, skb);
        if (verdict.equals(Verdict.ACCEPT) && !connection.settled(kind)) {
            nat.setupNull(connection, kind);
            explainUntouched(skb, rules.base(Table.NAT, hook));
        }
        return verdict;
    }

    /** Says why a connection's source stayed as it is, where a rule could have changed it. */
    private void explainUntouched(Skb skb, @Nullable Chain chain) {
        if (chain == null || !trace.on()) {
            return;
        }
        for (int i = 0; i < chain.size(); i++) {
            Rule rule = chain.rule(i);
            rule.firstMiss(skb, host)
                    .ifPresent(match -> trace.notDone(
                            skb.id(), skb.packet(), Step.Layer.NETFILTER, "not natted", rule, new Miss(match)));
        }
    }

    /** Why a rule did not apply. */
    private record Miss(Match match) implements Unchanging {
        @Override
        public String toString() {
            return "the rule does not apply: \"" + match + "\" does not hold for this packet";
        }
    }
}
