package packetwalk.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.ipvs.VirtualServerSpec;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.proxy.ipvs.IpvsConfig;
import packetwalk.proxy.ipvs.IpvsJumps;
import packetwalk.proxy.ipvs.IpvsProxier;
import packetwalk.proxy.ipvs.IpvsWanted;
import packetwalk.proxy.ipvs.KubeSet;

/** Our proxier of ipvs mode, sync after sync; without connections nothing terminates slowly, and what is wanted is there. */
final class OurIpvsProxy {

    private final NodeConfig node;
    private final IpvsConfig config;
    private final List<String> flows;
    private final List<String> deleted = new ArrayList<>();
    private ProxyView last = ProxyView.EMPTY;

    private OurIpvsProxy(Question question, String scheduler) {
        this.node = question.node();
        this.config = IpvsConfig.DEFAULT.withScheduler(scheduler);
        this.flows = new ArrayList<>(question.flows());
    }

    static IpvsAnswer answer(Question question, String scheduler) {
        OurIpvsProxy ours = new OurIpvsProxy(question, scheduler);
        List<IpvsAnswer.Left> syncs = question.syncs().stream().map(ours::sync).toList();
        List<String> jumps = IpvsJumps.ALL.stream()
                .map(jump -> jump.insert().substring("iptables ".length()))
                .toList();
        return IpvsAnswer.of(syncs, jumps, ours.deleted);
    }

    private IpvsAnswer.Left sync(Question.State state) {
        ProxyView view = ProxyView.of(node, state.services(), state.slices());
        IpvsWanted wanted = IpvsProxier.wanted(node, config, view);
        if (view.udpEndpointsChangedSince(last)) {
            delete(StaleFlows.of(view));
        }
        last = view;
        List<String> entries = new ArrayList<>();
        for (KubeSet set : KubeSet.values()) {
            wanted.entries(set)
                    .forEach(entry -> entries.add(set.setName(node.family()) + " " + set.type() + " " + entry));
        }
        return new IpvsAnswer.Left(
                wanted.restore(),
                wanted.servers().values().stream().map(OurIpvsProxy::server).toList(),
                wanted.bound().stream().map(IpAddress::toString).toList(),
                entries);
    }

    /** As the Go program writes it. */
    private static String server(IpvsWanted.Server server) {
        VirtualServerSpec spec = server.spec();
        int flags = (spec.persistence() > 0 ? 1 : 0) + (spec.flags().isEmpty() ? 0 : 0x10);
        String real = server.endpoints().stream()
                .map(each -> end(each.address(), each.port()) + "=1")
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        return end(spec.key().address(), spec.key().port()) + "/"
                + spec.key().protocol().toString().toUpperCase(Locale.ROOT) + " " + spec.scheduler() + " flags " + flags
                + " timeout " + spec.persistence() + ": " + real;
    }

    private static String end(IpAddress address, int port) {
        return address.family() == IpFamily.IPV6 ? "[" + address + "]:" + port : address + ":" + port;
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
        return IpvsAnswer.parse(answer).difference(answer(Question.parse(question), IpvsAnswer.scheduler(question)));
    }
}
