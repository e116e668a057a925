package packetwalk.oracle;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.Cidr;
import packetwalk.net.IpFamily;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.nftables.LastSync;
import packetwalk.proxy.nftables.NftablesNode;
import packetwalk.proxy.nftables.NftablesProxier;
import packetwalk.proxy.nftables.NftablesSync;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.At;
import packetwalk.trace.Trace;

/**
 * kube-proxy in nftables mode on one node: its transactions, the dice forced, are loaded in both worlds as they come; a second
 * one changes what the first has left.
 */
final class NftablesRules {

    private static final Pattern DICE = Pattern.compile("numgen random mod ([0-9]+)");

    /** Longer than a chain stays that nothing leads to. */
    private static final long LATER = 2_000_000_000L;

    private final Draft draft;
    private final String node;
    private final NodeConfig config;
    private final IpFamily family;
    private final List<Cidr> serviceCidrs;
    private final NetworkNamespace scratch =
            new NetworkNamespace(new Simulation(1), new Trace(), "scratch", At.HOST_NETNS);
    private LastSync last = LastSync.NONE;
    private long now;

    NftablesRules(Draft draft, String node, NodeConfig config, IpFamily family) {
        this.draft = draft;
        this.node = node;
        this.config = config;
        this.family = family;
        this.serviceCidrs = draft.chance(70)
                ? List.of(Cidr.parse(Inet6Translation.said(family, ClusterTopology.SERVICES)))
                : List.of();
    }

    void write(ClusterServices services) {
        ProxyView view =
                ProxyView.of(config, services.services(), services.slices()).withServiceCidrs(serviceCidrs);
        last = draft.chance(10) ? last.needingFull() : last;
        NftablesSync sync =
                NftablesProxier.sync(config, view, last, NftablesNode.loaded(scratch, family, last.full()), now);
        load(forced(sync.transaction()));
        last = sync.next();
        now += LATER;
        String stale = NftablesProxier.deleteStale(config, last, now);
        if (!stale.isEmpty()) {
            load(stale);
            last = new LastSync(last.view(), false, true, last.elements(), Map.of());
        }
    }

    private void load(String transaction) {
        new Shell(scratch).run("nft -f -", transaction);
        draft.run(node, "nft -f - <<EOF\n" + transaction + "EOF");
    }

    /** Each draws of one number. */
    private String forced(String transaction) {
        return DICE.matcher(transaction)
                .replaceAll(dice -> "numgen random mod 1 offset " + draft.number(Integer.parseInt(dice.group(1))));
    }
}
