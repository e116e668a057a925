package packetwalk.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpFamily;
import packetwalk.proxy.iptables.IptablesCleanup;
import packetwalk.proxy.iptables.Jump;
import packetwalk.proxy.ipvs.IpvsJumps;
import packetwalk.proxy.ipvs.IpvsProxier;
import packetwalk.proxy.ipvs.KubeSet;
import packetwalk.proxy.nftables.NftablesNames;
import packetwalk.proxy.userspace.Portal;

/** Takes away what a mode of kube-proxy has left on a node; {@code CleanupLeftovers()} of each proxier. Connections stay. */
final class Leftovers {

    private final NetworkNamespace node;
    private final NodeCommands commands;

    Leftovers(NetworkNamespace node) {
        this.node = node;
        this.commands = new NodeCommands(node);
    }

    /** Of a mode, in the families in which it served the node. */
    void of(ProxyMode mode, List<IpFamily> families) {
        switch (mode) {
            case IPTABLES -> families.forEach(this::iptables);
            case IPVS -> ipvs();
            case USERSPACE -> userspace();
            case NFTABLES -> nftables();
        }
    }

    private void iptables(IpFamily family) {
        String iptables = family == IpFamily.IPV4 ? "iptables" : "ip6tables";
        Jump.ofKubeProxy(family).forEach(jump -> commands.tolerate(jump.delete()));
        commands.run(
                iptables + "-restore --noflush --counters",
                IptablesCleanup.restore(commands.chains(family, "nat"), commands.chains(family, "filter")));
        commands.tolerate(iptables + " -t mangle -X " + IptablesBackend.CANARY);
    }

    private void ipvs() {
        commands.run("ipvsadm -C");
        if (node.device(IpvsProxier.DEVICE).isPresent()) {
            commands.run("ip link del " + IpvsProxier.DEVICE);
        }
        IpvsJumps.ALL.forEach(jump -> commands.tolerate(jump.delete()));
        empty("nat", IpvsJumps.NAT_CHAINS);
        empty("filter", IpvsJumps.FILTER_CHAINS);
        for (KubeSet set : KubeSet.values()) {
            commands.tolerate("ipset destroy " + set.setName(IpFamily.IPV4));
        }
    }

    private void userspace() {
        Portal.ALL.forEach(portal -> commands.tolerate(portal.delete()));
        List<String> nat = new ArrayList<>();
        List<String> filter = new ArrayList<>();
        Portal.ALL.forEach(portal -> (portal.table().equals("nat") ? nat : filter).add(portal.to()));
        empty("nat", nat);
        empty("filter", filter);
    }

    /** Empties chains before it deletes them: one may lead to the other. */
    private void empty(String table, List<String> chains) {
        Set<String> there = commands.chains(IpFamily.IPV4, table);
        List<String> ours = chains.stream().filter(there::contains).toList();
        ours.forEach(chain -> commands.run("iptables -t " + table + " -F " + chain));
        ours.forEach(chain -> commands.run("iptables -t " + table + " -X " + chain));
    }

    private void nftables() {
        commands.tolerate("nft delete table ip " + NftablesNames.TABLE);
        commands.tolerate("nft delete table ip6 " + NftablesNames.TABLE);
    }
}
