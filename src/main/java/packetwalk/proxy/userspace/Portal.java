package packetwalk.proxy.userspace;

import java.util.List;

/**
 * A rule in one of the kernel's own chains that leads to one of kube-proxy's: {@code iptablesInit()} of
 * pkg/proxy/userspace/proxier.go.
 *
 * @param first whether it is put before all other rules of its chain, or behind them
 * @param words the rule without its chain
 */
public record Portal(String table, String from, String to, boolean first, String words) {

    private static final String CLUSTER_IPS =
            "-m comment --comment \"handle ClusterIPs; NOTE: this must be before the NodePort rules\"";
    private static final String NODE_PORTS = "-m addrtype --dst-type LOCAL -m comment --comment"
            + " \"handle service NodePorts; NOTE: this must be the last rule in the chain\"";
    private static final String NON_LOCAL = "-m comment --comment \"Ensure that non-local NodePort traffic can flow\"";

    static final String CONTAINER = "KUBE-PORTALS-CONTAINER";
    static final String HOST = "KUBE-PORTALS-HOST";
    static final String NODE_PORT_CONTAINER = "KUBE-NODEPORT-CONTAINER";
    static final String NODE_PORT_HOST = "KUBE-NODEPORT-HOST";
    static final String NODE_PORT_NON_LOCAL = "KUBE-NODEPORT-NON-LOCAL";

    /** All of them, in the order in which they are ensured. */
    public static final List<Portal> ALL = List.of(
            new Portal("nat", "PREROUTING", CONTAINER, true, CLUSTER_IPS),
            new Portal("nat", "OUTPUT", HOST, true, CLUSTER_IPS),
            new Portal("nat", "PREROUTING", NODE_PORT_CONTAINER, false, NODE_PORTS),
            new Portal("nat", "OUTPUT", NODE_PORT_HOST, false, NODE_PORTS),
            new Portal("filter", "INPUT", NODE_PORT_NON_LOCAL, true, NON_LOCAL));

    /** Makes the chain that it leads to; an error if it is there already, which is no matter. */
    public String newChain() {
        return "iptables -t " + table + " -N " + to;
    }

    /** Asks whether the rule is there. */
    public String check() {
        return "iptables -t " + table + " -C " + from + rule();
    }

    /** Puts it into its place. */
    public String ensure() {
        return "iptables -t " + table + (first ? " -I " : " -A ") + from + rule();
    }

    /** Takes it away. */
    public String delete() {
        return "iptables -t " + table + " -D " + from + rule();
    }

    private String rule() {
        return " " + words + " -j " + to;
    }
}
