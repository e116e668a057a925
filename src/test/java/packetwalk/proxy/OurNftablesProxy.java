package packetwalk.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.Cidr;
import packetwalk.proxy.nftables.LastSync;
import packetwalk.proxy.nftables.NftablesProxier;
import packetwalk.proxy.nftables.NftablesSync;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.At;
import packetwalk.trace.Trace;

/** Our proxier of nftables mode, run as the process would run it: each sync builds on the one before. */
final class OurNftablesProxy {

    /** {@code proxyutil.FullSyncPeriod}. */
    private static final int FULL_SYNC_SECONDS = 3600;

    private final NodeConfig node;
    private final List<Cidr> serviceCidrs;
    private final List<String> flows;
    private final List<String> deleted = new ArrayList<>();
    private final KnftablesTable table = new KnftablesTable();
    private LastSync last = LastSync.NONE;
    private long now;
    private long lastFull;

    private OurNftablesProxy(Question question, List<Cidr> serviceCidrs) {
        this.node = question.node();
        this.serviceCidrs = serviceCidrs;
        this.flows = new ArrayList<>(question.flows());
    }

    private List<NftablesAnswer.Left> syncs(Question question, List<Integer> waits) {
        List<NftablesAnswer.Left> syncs = new ArrayList<>();
        for (int i = 0; i < waits.size(); i++) {
            now += waits.get(i) * 1_000_000_000L + 1_000_000;
            syncs.add(sync(question.syncs().get(i)));
        }
        return syncs;
    }

    private NftablesAnswer.Left sync(Question.State state) {
        ProxyView view = ProxyView.of(node, state.services(), state.slices()).withServiceCidrs(serviceCidrs);
        if (now - lastFull > FULL_SYNC_SECONDS * 1_000_000_000L) {
            last = last.needingFull();
        }
        lastFull = last.full() ? now : lastFull;
        String cleanup = NftablesProxier.deleteStale(node, last, now);
        table.run(cleanup);
        NftablesSync sync = NftablesProxier.sync(node, view, last, table.loaded(), now);
        table.run(sync.transaction());
        sync.stale().ifPresent(this::delete);
        last = sync.next();
        return new NftablesAnswer.Left(cleanup + sync.transaction(), table.dump());
    }

    private void delete(StaleFlows stale) {
        for (String flow : List.copyOf(flows)) {
            if (OurKubeProxy.isStale(flow, stale)) {
                flows.remove(flow);
                deleted.add(flow);
            }
        }
    }

    /** Where the real one's {@code answer} to {@code question} differs from ours; empty if it does not. */
    static Optional<String> difference(String question, String answer) {
        Question asked = Question.parse(question);
        OurNftablesProxy ours = new OurNftablesProxy(asked, NftablesAnswer.serviceCidrs(question));
        List<NftablesAnswer.Left> syncs = ours.syncs(asked, NftablesAnswer.waits(question));
        return NftablesAnswer.parse(answer)
                .difference(NftablesAnswer.of(syncs, ours.deleted))
                .or(() -> ruleset(
                        NftablesAnswer.transactions(answer),
                        syncs.stream().map(NftablesAnswer.Left::transaction).toList()));
    }

    /** Where what {@code nft list ruleset} prints differs after the real one's transactions and after ours. */
    private static Optional<String> ruleset(List<String> real, List<String> ours) {
        List<String> theirs = listed(real);
        List<String> mine = listed(ours);
        return theirs.equals(mine)
                ? Optional.empty()
                : Optional.of(
                        "  nft list ruleset\n" + String.join("\n", theirs) + "\n  ours\n" + String.join("\n", mine));
    }

    private static List<String> listed(List<String> transactions) {
        NetworkNamespace host = new NetworkNamespace(new Simulation(1), new Trace(), "node", At.HOST_NETNS);
        Shell shell = new Shell(host);
        transactions.forEach(each -> shell.run("nft -f -", each));
        // chains and sets stand in the order in which they were made, which is Go's
        return shell.run("nft list ruleset").lines().map(String::strip).sorted().toList();
    }
}
