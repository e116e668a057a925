package packetwalk.proxy.iptables;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.ServiceName;
import packetwalk.proxy.StaleFlows;

/**
 * kube-proxy in iptables mode, as a function; pkg/proxy/iptables/proxier.go {@code syncProxyRules}.
 *
 * <p>The chains of the upper level are written by every sync: they catch all Services' addresses. A Service's own chains
 * are written only if it changed, which is what makes a sync of ten thousand Services bearable.
 */
public final class IptablesProxier {

    /** Endpoints from which on rules go without comments; upstream {@code largeClusterEndpointsThreshold}. */
    public static final int LARGE_CLUSTER_ENDPOINTS = 1000;

    private final NodeConfig node;
    private final ProxyView view;
    private final LastSync last;
    private final RestoreText restore = RestoreText.empty();

    private IptablesProxier(NodeConfig node, ProxyView view, LastSync last) {
        this.node = node;
        this.view = view;
        this.last = last;
    }

    /**
     * What makes a node's rules those of {@code view}.
     *
     * @param last what the sync before left behind
     */
    public static IptablesSync sync(NodeConfig node, ProxyView view, LastSync last) {
        return new IptablesProxier(node, view, last).sync();
    }

    /** Whether the cluster is so large that kube-proxy saves words, and looks for stale chains only now and then. */
    public static boolean isLarge(ProxyView view) {
        return view.endpointCount() > LARGE_CLUSTER_ENDPOINTS;
    }

    private IptablesSync sync() {
        FixedRules fixed = new FixedRules(node, restore);
        fixed.begin();
        Set<String> active = services();
        last.natChains().ifPresent(there -> deleteStale(there, active));
        fixed.end();
        return new IptablesSync(
                last.full() ? Jump.all(node.family()) : List.of(),
                restore.text(),
                view.udpEndpointsChangedSince(last.view()) ? Optional.of(StaleFlows.of(view)) : Optional.empty());
    }

    /** The chains that Services need, whether they are written this time or not. */
    private Set<String> services() {
        Set<ServiceName> changed = view.changedSince(last.view());
        boolean comments = !isLarge(view);
        TableText unchanged = new TableText("nat");
        view.ports().forEach((name, port) -> {
            ServiceTraffic traffic = ServiceTraffic.of(name, port, view, node);
            new PortalRules(node, restore, traffic).write();
            boolean write = last.full() || changed.contains(name.service());
            TableText nat = write ? restore.nat() : unchanged;
            new ServiceChains(node, nat, traffic).write();
            new EndpointChains(nat, traffic, comments).write();
        });
        Set<String> active = new LinkedHashSet<>(restore.nat().chains());
        active.addAll(unchanged.chains());
        return active;
    }

    private void deleteStale(Set<String> there, Set<String> active) {
        there.stream()
                .filter(ChainNames::isOfService)
                .filter(chain -> !active.contains(chain))
                .sorted()
                .forEach(restore.nat()::delete);
    }
}
