package packetwalk.linux.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
import packetwalk.linux.netfilter.HookEntries.Body;
import packetwalk.linux.netfilter.HookEntries.Entry;
import packetwalk.linux.nftables.BaseHook;
import packetwalk.linux.nftables.NftChain;
import packetwalk.linux.nftables.NftRules;
import packetwalk.linux.nftables.NftTable;
import packetwalk.linux.nftables.NftTraversal;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Packet;
import packetwalk.trace.Step;
import packetwalk.trace.Tracepoints;
import packetwalk.trace.Unchanging;

/**
 * Runs what is hooked into one family's half of a namespace: tables of iptables and base chains of nftables in one order,
 * connection tracking and translation among them; Linux {@code NF_HOOK()}, include/linux/netfilter.h.
 */
public final class Netfilter {

    /** NF_IP_PRI_NAT_DST + 1, and NF_IP_PRI_NAT_SRC - 1: net/netfilter/ipvs/ip_vs_core.c {@code ip_vs_ops4}. */
    private static final int IPVS_OUTPUT = -99;

    private static final int IPVS_OTHERS = 99;

    private final IpFamily family;
    private final RuleSet rules;
    private final NftRules nft;
    private final HookEntries entries = new HookEntries();
    private final HookEntries natEntries = new HookEntries();
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

    /**
     * The hooks of one family in one namespace, with tables of iptables of its own.
     *
     * @param nft the namespace's tables of nftables
     * @param conntrack the namespace's connections
     */
    public Netfilter(IpFamily family, Surroundings host, Refusal refusal, NftRules nft, Conntrack conntrack) {
        this.family = family;
        this.host = host;
        this.rules = RuleSet.of(host, this::rehook);
        this.nft = nft;
        this.refusal = refusal;
        this.trace = host.trace();
        this.conntrack = conntrack;
        this.nat = new Nat(conntrack, host.simulation());
        this.natRewrite = new NatRewrite(trace);
        nft.onCommit(this::rehook);
        if (!nft.isEmpty()) {
            rehook();
        }
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
        rehook();
    }

    /** Whether connections of this family are tracked: only while some rule needs it, {@code nf_ct_netns_get()}. */
    public boolean tracks() {
        return rules.needsConntrack() || nft.tracks(family);
    }

    /** Rules have changed, and with them perhaps what is hooked in. */
    private void rehook() {
        for (Hook hook : Hook.ALL) {
            entries.set(hook, wanted(hook));
            natEntries.set(hook, wantedForNat(hook));
        }
    }

    /** All that is to be asked at {@code hook}: linux/netfilter_ipv4.h {@code enum nf_ip_hook_priorities}. */
    private List<Entry> wanted(Hook hook) {
        boolean entering = hook == Hook.PREROUTING || hook == Hook.OUTPUT;
        List<Entry> wanted = new ArrayList<>();
        for (Table table : rules.tables()) {
            if (table != Table.NAT && table.hooks().contains(hook)) {
                wanted.add(new Entry(
                        rules.identity(table),
                        table.priority(hook),
                        table == Table.MANGLE
                                ? (skb, rerouting) -> rerouted(skb, rerouting, () -> table(table, hook, skb))
                                : (skb, rerouting) -> table(table, hook, skb)));
            }
        }
        nftChains(hook, type -> type != BaseHook.Type.NAT, wanted);
        if (tracks()) {
            wanted.addAll(tracking(hook, entering));
        }
        boolean translates = rules.tables().contains(Table.NAT) || nft.translates(family);
        if (translates && hook != Hook.FORWARD) {
            wanted.add(new Entry(
                    "nat",
                    Table.NAT.priority(hook),
                    entering
                            ? (skb, rerouting) -> translateDestination(hook, skb, rerouting)
                            : (skb, rerouting) -> translate(hook, skb)));
        }
        if (ipvs != null && hook != Hook.PREROUTING && hook != Hook.POSTROUTING) {
            wanted.add(new Entry(
                    "ipvs", hook == Hook.OUTPUT ? IPVS_OUTPUT : IPVS_OTHERS, (skb, rerouting) -> balance(hook, skb)));
        }
        return wanted;
    }

    private List<Entry> tracking(Hook hook, boolean entering) {
        if (entering) {
            return List.of(
                    new Entry("conntrack", BaseHook.CONNTRACK, (skb, rerouting) -> unlessLost(conntrack.track(skb))));
        }
        return hook == Hook.FORWARD
                ? List.of()
                : List.of(new Entry(
                        "confirm", Integer.MAX_VALUE, (skb, rerouting) -> unlessLost(conntrack.confirm(skb))));
    }

    /** Chains that decide about translation; their priority is an order among themselves. */
    private List<Entry> wantedForNat(Hook hook) {
        List<Entry> wanted = new ArrayList<>();
        if (rules.tables().contains(Table.NAT) && Table.NAT.hooks().contains(hook)) {
            wanted.add(new Entry(
                    rules.identity(Table.NAT),
                    Table.NAT.priority(hook),
                    (skb, rerouting) -> table(Table.NAT, hook, skb)));
        }
        nftChains(hook, type -> type == BaseHook.Type.NAT, wanted);
        return wanted;
    }

    private void nftChains(Hook hook, Predicate<BaseHook.Type> types, List<Entry> wanted) {
        for (NftTable table : nft.tables(family)) {
            for (NftChain chain : table.baseChains(hook)) {
                BaseHook base = chain.base().orElseThrow();
                if (types.test(base.type())) {
                    Body body = base.type() == BaseHook.Type.ROUTE
                            ? (skb, rerouting) -> rerouted(skb, rerouting, () -> chain(table, chain, base, hook, skb))
                            : (skb, rerouting) -> chain(table, chain, base, hook, skb);
                    wanted.add(new Entry(chain.identity(), base.priority(), body));
                }
            }
        }
    }

    /** {@code nft_do_chain_ipv4()}, {@code nft_do_chain_ipv6()}, {@code nft_do_chain_inet()}: nft_chain_filter.c. */
    private Verdict chain(NftTable table, NftChain chain, BaseHook base, Hook hook, Skb skb) {
        return new NftTraversal(table, hook, skb, host, nat, trace).run(chain, base);
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

    private Verdict decide(Hook hook, Skb skb, Rerouting rerouting) {
        for (Entry entry : entries.at(hook)) {
            Verdict verdict = entry.body().pass(skb, rerouting);
            if (!verdict.equals(Verdict.ACCEPT)) {
                return verdict;
            }
        }
        return Verdict.ACCEPT;
    }

    /** {@code nf_nat_ipv4_local_fn()}: what this host sends elsewhere now needs another way. */
    private Verdict translateDestination(Hook hook, Skb skb, Rerouting rerouting) {
        IpAddress dst = skb.packet().dst();
        Verdict verdict = translate(hook, skb);
        if (verdict.equals(Verdict.ACCEPT) && !skb.packet().dst().equals(dst)) {
            verdict = rerouting.reroute(skb);
        }
        return verdict;
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

    /** {@code ipt_mangle_out()}, net/ipv4/netfilter/iptable_mangle.c; {@code nf_route_table_hook4()}, nft_chain_route.c. */
    private static Verdict rerouted(Skb skb, Rerouting rerouting, Supplier<Verdict> chains) {
        Packet before = skb.packet();
        int mark = skb.mark();
        Verdict verdict = chains.get();
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
        if (connection == null) {
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
        for (Entry entry : natEntries.at(hook)) {
            Verdict verdict = entry.body().pass(skb, NONE);
            if (!verdict.equals(Verdict.ACCEPT) || connection.settled(kind)) {
                return verdict;
            }
        }
        nat.setupNull(connection, kind);
        explainUntouched(skb, rules.base(Table.NAT, hook));
        return Verdict.ACCEPT;
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
