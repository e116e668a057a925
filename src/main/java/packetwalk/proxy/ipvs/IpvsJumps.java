package packetwalk.proxy.ipvs;

import java.util.List;
import packetwalk.net.IpFamily;
import packetwalk.proxy.iptables.Jump;

/** Rules in the kernel's own chains that lead to those of ipvs mode; upstream's {@code iptablesJumpChain}. */
public final class IpvsJumps {

    /** In the order in which they are ensured, each at the top: on a fresh host they stand the other way round. */
    public static final List<Jump> ALL = List.of(
            jump("nat", "OUTPUT", "KUBE-SERVICES", "kubernetes service portals"),
            jump("nat", "PREROUTING", "KUBE-SERVICES", "kubernetes service portals"),
            jump("nat", "POSTROUTING", "KUBE-POSTROUTING", "kubernetes postrouting rules"),
            jump("filter", "FORWARD", "KUBE-FORWARD", "kubernetes forwarding rules"),
            jump("filter", "INPUT", "KUBE-NODE-PORT", "kubernetes health check rules"),
            jump("filter", "INPUT", "KUBE-PROXY-FIREWALL", "kube-proxy firewall rules"),
            jump("filter", "FORWARD", "KUBE-PROXY-FIREWALL", "kube-proxy firewall rules"),
            jump("filter", "INPUT", "KUBE-IPVS-FILTER", "kubernetes ipvs access filter"),
            jump("filter", "OUTPUT", "KUBE-IPVS-OUT-FILTER", "kubernetes ipvs access filter"));

    /** Its chains in table nat: {@code iptablesCleanupChains}. */
    public static final List<String> NAT_CHAINS =
            List.of("KUBE-SERVICES", "KUBE-POSTROUTING", "KUBE-NODE-PORT", "KUBE-LOAD-BALANCER", "KUBE-MARK-MASQ");

    /** Its chains in table filter. */
    public static final List<String> FILTER_CHAINS = List.of(
            "KUBE-FORWARD",
            "KUBE-NODE-PORT",
            "KUBE-PROXY-FIREWALL",
            "KUBE-SOURCE-RANGES-FIREWALL",
            "KUBE-IPVS-FILTER",
            "KUBE-IPVS-OUT-FILTER");

    private IpvsJumps() {}

    private static Jump jump(String table, String from, String to, String comment) {
        return new Jump(
                IpFamily.IPV4, table, from, to, List.of("-m", "comment", "--comment", '"' + comment + '"', "-j", to));
    }
}
