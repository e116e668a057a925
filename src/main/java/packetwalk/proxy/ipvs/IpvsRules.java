package packetwalk.proxy.ipvs;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import packetwalk.net.IpFamily;
import packetwalk.proxy.NodeConfig;

/** The iptables rules of ipvs mode; pkg/proxy/ipvs/proxier.go {@code writeIptablesRules}. */
final class IpvsRules {

    private static final String SERVICES = "KUBE-SERVICES";
    private static final String POSTROUTING = "KUBE-POSTROUTING";
    private static final String NODE_PORT = "KUBE-NODE-PORT";
    private static final String LOAD_BALANCER = "KUBE-LOAD-BALANCER";
    private static final String MARK_MASQ = "KUBE-MARK-MASQ";
    private static final String FORWARD = "KUBE-FORWARD";
    private static final String PROXY_FIREWALL = "KUBE-PROXY-FIREWALL";
    private static final String SOURCE_RANGES = "KUBE-SOURCE-RANGES-FIREWALL";
    private static final String IPVS_FILTER = "KUBE-IPVS-FILTER";
    private static final String IPVS_OUT_FILTER = "KUBE-IPVS-OUT-FILTER";

    private static final List<String> NAT_CHAINS = List.of(SERVICES, POSTROUTING, NODE_PORT, LOAD_BALANCER, MARK_MASQ);
    private static final List<String> FILTER_CHAINS =
            List.of(FORWARD, NODE_PORT, PROXY_FIREWALL, SOURCE_RANGES, IPVS_FILTER, IPVS_OUT_FILTER);

    private final NodeConfig node;
    private final Map<KubeSet, SortedSet<String>> sets;
    private final List<IpvsProxier.Barred> barred;
    private final StringBuilder nat = new StringBuilder("*nat\n");
    private final StringBuilder filter = new StringBuilder("*filter\n");

    IpvsRules(NodeConfig node, Map<KubeSet, SortedSet<String>> sets, List<IpvsProxier.Barred> barred) {
        this.node = node;
        this.sets = sets;
        this.barred = barred;
    }

    String text() {
        NAT_CHAINS.forEach(each -> chain(nat, each));
        FILTER_CHAINS.forEach(each -> chain(filter, each));
        // a process's own loopback traffic is no Service's
        nat(SERVICES, "-s", node.family() == IpFamily.IPV4 ? "127.0.0.0/8" : "::1/128", "-j", "RETURN");
        bySet();
        clusterIps();
        externalIps();
        nat(SERVICES, "-m", "addrtype", "--dst-type", "LOCAL", "-j", NODE_PORT);
        nat(LOAD_BALANCER, "-j", MARK_MASQ);
        filter(SOURCE_RANGES, "-j", "DROP");
        bar();
        acceptServed();
        forward();
        inputFilter();
        masquerade();
        return nat + "COMMIT\n" + filter + "COMMIT\n";
    }

    private static void chain(StringBuilder table, String name) {
        table.append(':').append(name).append(" - [0:0]\n");
    }

    private void nat(String chain, String... words) {
        nat.append("-A ")
                .append(chain)
                .append(' ')
                .append(String.join(" ", words))
                .append('\n');
    }

    private void filter(String chain, String... words) {
        filter.append("-A ")
                .append(chain)
                .append(' ')
                .append(String.join(" ", words))
                .append('\n');
    }

    private boolean has(KubeSet set) {
        return !sets.getOrDefault(set, Collections.emptySortedSet()).isEmpty();
    }

    private String match(KubeSet set, String sides) {
        return "-m set --match-set " + set.setName(node.family()) + " " + sides;
    }

    private String commented(KubeSet set, String sides) {
        return comment(set.comment()) + " " + match(set, sides);
    }

    private static String comment(String words) {
        return "-m comment --comment \"" + words + "\"";
    }

    /** A set that has entries has a rule; those of the policy Local stand before the others, whom they spare. */
    private void bySet() {
        natIf(KubeSet.LOOP_BACK, POSTROUTING, "", "dst,dst,src", "MASQUERADE");
        natIf(KubeSet.LOAD_BALANCER, SERVICES, "", "dst,dst", LOAD_BALANCER);
        natIf(KubeSet.LOAD_BALANCER_LOCAL, LOAD_BALANCER, "", "dst,dst", "RETURN");
        natIf(KubeSet.NODE_PORT_LOCAL_TCP, NODE_PORT, "-p tcp ", "dst", "RETURN");
        natIf(KubeSet.NODE_PORT_TCP, NODE_PORT, "-p tcp ", "dst", MARK_MASQ);
        natIf(KubeSet.NODE_PORT_LOCAL_UDP, NODE_PORT, "-p udp ", "dst", "RETURN");
        natIf(KubeSet.NODE_PORT_UDP, NODE_PORT, "-p udp ", "dst", MARK_MASQ);
        natIf(KubeSet.NODE_PORT_LOCAL_SCTP_HASH, NODE_PORT, "-p sctp ", "dst,dst", "RETURN");
        natIf(KubeSet.NODE_PORT_SCTP_HASH, NODE_PORT, "-p sctp ", "dst,dst", MARK_MASQ);
        filterIf(KubeSet.LOAD_BALANCER_FW, PROXY_FIREWALL, "dst,dst", SOURCE_RANGES);
        filterIf(KubeSet.LOAD_BALANCER_SOURCE_CIDR, SOURCE_RANGES, "dst,dst,src", "RETURN");
        filterIf(KubeSet.LOAD_BALANCER_SOURCE_IP, SOURCE_RANGES, "dst,dst,src", "RETURN");
    }

    private void natIf(KubeSet set, String chain, String protocol, String sides, String target) {
        if (has(set)) {
            nat(chain, protocol + commented(set, sides), "-j", target);
        }
    }

    private void filterIf(KubeSet set, String chain, String sides, String target) {
        if (has(set)) {
            filter(chain, commented(set, sides), "-j", target);
        }
    }

    /** Who calls a cluster IP from elsewhere, or from the virtual address itself as a node does, is masqueraded. */
    private void clusterIps() {
        if (!has(KubeSet.CLUSTER_IP)) {
            return;
        }
        if (node.options().masqueradeAll()) {
            nat(SERVICES, commented(KubeSet.CLUSTER_IP, "dst,dst"), "-j", MARK_MASQ);
        } else if (node.options().localDetector().implemented()) {
            String others = String.join(" ", node.options().localDetector().ifNotLocal());
            nat(SERVICES, commented(KubeSet.CLUSTER_IP, "dst,dst"), others, "-j", MARK_MASQ);
        } else {
            nat(SERVICES, commented(KubeSet.CLUSTER_IP, "src,dst"), "-j", MARK_MASQ);
        }
    }

    private void externalIps() {
        if (has(KubeSet.EXTERNAL_IP)) {
            nat(SERVICES, commented(KubeSet.EXTERNAL_IP, "dst,dst"), "-j", MARK_MASQ);
            fromOutsideOrHere(KubeSet.EXTERNAL_IP);
        }
        if (has(KubeSet.EXTERNAL_IP_LOCAL)) {
            fromOutsideOrHere(KubeSet.EXTERNAL_IP_LOCAL);
        }
    }

    private void fromOutsideOrHere(KubeSet set) {
        String rule = commented(set, "dst,dst");
        nat(SERVICES, rule, "-m physdev ! --physdev-is-in -m addrtype ! --src-type LOCAL", "-j", "ACCEPT");
        nat(SERVICES, rule, "-m addrtype --dst-type LOCAL", "-j", "ACCEPT");
    }

    /** Of a node's own call the source is the virtual address, which no source range can tell from others. */
    private void bar() {
        for (IpvsProxier.Barred each : barred) {
            String vip = each.vip().toString();
            String port = String.valueOf(each.port());
            filter(
                    IPVS_OUT_FILTER,
                    "-s",
                    vip,
                    "-m",
                    "ipvs",
                    "--vaddr",
                    vip,
                    "--vproto",
                    each.protocol(),
                    "--vport",
                    port,
                    "-j",
                    "DROP");
        }
    }

    private void acceptServed() {
        for (KubeSet each : List.of(KubeSet.CLUSTER_IP, KubeSet.LOAD_BALANCER)) {
            if (has(each)) {
                nat(SERVICES, match(each, "dst,dst"), "-j", "ACCEPT");
            }
        }
    }

    private void forward() {
        String mark = node.options().masqueradeMark() + "/" + node.options().masqueradeMark();
        filter(FORWARD, comment("kubernetes forwarding rules"), "-m", "mark", "--mark", mark, "-j", "ACCEPT");
        filter(
                FORWARD,
                comment("kubernetes forwarding conntrack rule"),
                "-m conntrack --ctstate RELATED,ESTABLISHED",
                "-j",
                "ACCEPT");
        filter(NODE_PORT, commented(KubeSet.HEALTH_CHECK_NODE_PORT, "dst"), "-j", "ACCEPT");
    }

    /** The host's own ports must not answer at virtual addresses, which are the host's: kubernetes issue 72236. */
    private void inputFilter() {
        for (KubeSet each :
                List.of(KubeSet.LOAD_BALANCER, KubeSet.CLUSTER_IP, KubeSet.EXTERNAL_IP, KubeSet.EXTERNAL_IP_LOCAL)) {
            filter(IPVS_FILTER, match(each, "dst,dst"), "-j", "RETURN");
        }
        filter(IPVS_FILTER, match(KubeSet.HEALTH_CHECK_NODE_PORT, "dst"), "-j", "RETURN");
        filter(IPVS_FILTER, "-m conntrack --ctstate NEW", match(KubeSet.IPVS_IPS, "dst"), "-j", "REJECT");
    }

    private void masquerade() {
        String mark = node.options().masqueradeMark();
        nat(POSTROUTING, "-m", "mark", "!", "--mark", mark + "/" + mark, "-j", "RETURN");
        nat(POSTROUTING, "-j", "MARK", "--xor-mark", mark);
        String target = node.kernel().randomFully() ? "MASQUERADE --random-fully" : "MASQUERADE";
        nat(POSTROUTING, comment("kubernetes service traffic requiring SNAT"), "-j", target);
        nat(MARK_MASQ, "-j", "MARK", "--or-mark", mark);
    }
}
