package packetwalk.agent;

import java.util.List;
import java.util.Set;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpFamily;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.iptables.IptablesProxier;
import packetwalk.proxy.iptables.IptablesSync;
import packetwalk.proxy.iptables.LastSync;

/**
 * iptables mode on one node: the text goes through the node's own {@code iptables-restore}, all or nothing, as any that a
 * person writes. pkg/proxy/iptables/proxier.go.
 */
final class IptablesBackend implements ProxyBackend {

    static final String CANARY = "KUBE-PROXY-CANARY";
    private static final List<String> TABLES = List.of("mangle", "nat", "filter");

    private final IpFamily family;
    private final String iptables;
    private final NodeCommands shell;
    private ProxyView known = ProxyView.EMPTY;
    private boolean full = true;
    private boolean failed;

    IptablesBackend(NetworkNamespace node, IpFamily family) {
        this.family = family;
        this.iptables = family == IpFamily.IPV4 ? "iptables" : "ip6tables";
        this.shell = new NodeCommands(node);
    }

    @Override
    public boolean sync(NodeConfig config, ProxyView view) {
        if (full) {
            prepare(config);
        }
        Set<String> there = shell.chains(family, "nat");
        LastSync last = full ? LastSync.of(known, there).needingFull() : LastSync.of(known, there);
        IptablesSync sync = IptablesProxier.sync(config, view, last);
        sync.jumps().forEach(jump -> shell.ensure(jump.newChain(), jump.check(), jump.insert()));
        failed = !shell.succeeds(iptables + "-restore --noflush --counters", sync.restore());
        if (failed) {
            full = true; // somebody has taken away what it built on
            return false;
        }
        sync.stale().ifPresent(stale -> shell.deleteStale(family, stale));
        known = view;
        full = false;
        return true;
    }

    /** {@code NewProxier()}: settings, accounting objects, and the chains by which a sweep is noticed. */
    private void prepare(NodeConfig config) {
        if (family == IpFamily.IPV4 && config.servesLocalhost()) {
            shell.run("sysctl -w net.ipv4.conf.all.route_localnet=1");
        }
        if (config.kernel().nfacct()) {
            shell.tolerate("nfacct add ct_state_invalid_dropped_pkts");
            shell.tolerate("nfacct add localhost_nps_accepted_pkts");
        }
        TABLES.forEach(table -> shell.tolerate(iptables + " -t " + table + " -N " + CANARY));
    }

    @Override
    public void forget() {
        full = true;
    }

    @Override
    public boolean isSwept() {
        return failed || !shell.chains(family, "nat").contains(CANARY);
    }

    @Override
    public void stop() {
        full = true; // who starts again knows nothing of what it wrote before
        known = ProxyView.EMPTY;
        failed = false;
    }
}
