package packetwalk.cni;

import java.util.ArrayList;
import java.util.List;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.Cidr;
import packetwalk.tools.Shell;

/**
 * The rules that flanneld writes on its node: flannel v0.28.10, pkg/trafficmngr/iptables/iptables.go.
 *
 * <p>{@code FLANNEL-POSTRTG} masquerades what pods send out of the pod network and what comes into it from elsewhere, and
 * {@code FLANNEL-FWD} lets both through where the policy of FORWARD would not. Left out: every 5 s it looks whether they
 * are still there.
 */
final class FlannelRules {

    private static final String MASQ = " -m comment --comment \"flanneld masq\" -j ";
    private static final String FORWARD = " -m comment --comment \"flanneld forward\" -j ";

    private final Shell shell;

    FlannelRules(NetworkNamespace host) {
        this.shell = new Shell(host);
    }

    /** Writes them anew; {@code subnet} is the node's block of {@code network}. */
    void write(Cidr network, Cidr subnet) {
        restore("nat", "FLANNEL-POSTRTG", masqRules(network, subnet));
        restore("filter", "FLANNEL-FWD", forwardRules(network));
    }

    /** {@code masqRules()}. */
    private static List<String> masqRules(Cidr network, Cidr subnet) {
        String chain = "FLANNEL-POSTRTG ";
        return List.of(
                "POSTROUTING" + MASQ + "FLANNEL-POSTRTG",
                // what kube-proxy has marked it masquerades itself
                chain + "-m mark --mark 0x4000/0x4000" + MASQ + "RETURN",
                chain + "-s " + subnet + " -d " + network + MASQ + "RETURN",
                chain + "-s " + network + " -d " + subnet + MASQ + "RETURN",
                // what comes in by the node that has the pod keeps its source
                chain + "! -s " + network + " -d " + subnet + MASQ + "RETURN",
                chain + "-s " + network + " ! -d 224.0.0.0/4" + MASQ + "MASQUERADE --random-fully",
                chain + "! -s " + network + " -d " + network + MASQ + "MASQUERADE --random-fully");
    }

    /** {@code forwardRules()}. */
    private static List<String> forwardRules(Cidr network) {
        return List.of(
                "FORWARD" + FORWARD + "FLANNEL-FWD",
                "FLANNEL-FWD -s " + network + FORWARD + "ACCEPT",
                "FLANNEL-FWD -d " + network + FORWARD + "ACCEPT");
    }

    /** {@code ipTablesBootstrap()}: in one transaction, and what leads there moves to the end. */
    private void restore(String table, String chain, List<String> rules) {
        List<String> lines = new ArrayList<>(List.of("*" + table, ":" + chain + " - [0:0]"));
        if (shell.succeeds("iptables -t " + table + " -C " + rules.get(0))) {
            lines.add("-D " + rules.get(0));
        }
        rules.forEach(rule -> lines.add("-A " + rule));
        lines.add("COMMIT");
        shell.run("iptables-restore --noflush", String.join("\n", lines) + "\n");
    }
}
