package packetwalk.proxy.iptables;

import java.util.List;
import packetwalk.net.Cidr;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ServicePort;

/** The chains of one Service's port, up to the choice of an endpoint. A partial sync writes those of changed Services. */
final class ServiceChains {

    private static final List<String> SRC_LOCAL = List.of("-m", "addrtype", "--src-type", "LOCAL");

    private final NodeConfig node;
    private final TableText nat;
    private final ServiceTraffic traffic;
    private final ServicePort port;

    ServiceChains(NodeConfig node, TableText nat, ServiceTraffic traffic) {
        this.node = node;
        this.nat = nat;
        this.traffic = traffic;
        this.port = traffic.port();
    }

    void write() {
        if (traffic.hasInternalEndpoints()) {
            masqueradeOutsiders();
        }
        if (traffic.usesExternalChain()) {
            external();
        }
        if (traffic.usesFirewallChain()) {
            firewall();
        }
    }

    /** Whoever routes cluster IPs to this node from outside the cluster: the endpoint may be on another node. */
    private void masqueradeOutsiders() {
        Words clusterIp =
                Words.comment(traffic.name() + " cluster IP").to(traffic.protocol(), port.clusterIp(), port.port());
        if (node.options().masqueradeAll()) {
            nat.rule(traffic.internalChain(), clusterIp.jump(ChainNames.MARK_MASQ));
        } else if (node.options().localDetector().implemented()) {
            nat.rule(
                    traffic.internalChain(),
                    clusterIp.and(node.options().localDetector().ifNotLocal()).jump(ChainNames.MARK_MASQ));
        }
    }

    private void external() {
        String chain = traffic.externalChain();
        nat.chain(chain);
        if (port.externalPolicyLocal()) {
            shortCircuit(chain);
        } else {
            // the endpoint may be on another node, which would answer the client itself
            nat.rule(
                    chain,
                    comment("masquerade traffic for %s external destinations").jump(ChainNames.MARK_MASQ));
        }
        if (traffic.hasExternalEndpoints()) {
            nat.rule(chain, "-j", traffic.externalPolicyChain());
        }
    }

    /** Pods and the node itself are not bound by the policy: as if they went up to the load balancer and back. */
    private void shortCircuit(String chain) {
        String cluster = ChainNames.clusterPolicy(traffic.name());
        if (node.options().localDetector().implemented()) {
            nat.rule(
                    chain,
                    comment("pod traffic for %s external destinations")
                            .and(node.options().localDetector().ifLocal())
                            .jump(cluster));
        }
        nat.rule(
                chain,
                comment("masquerade LOCAL traffic for %s external destinations")
                        .and(SRC_LOCAL)
                        .jump(ChainNames.MARK_MASQ));
        nat.rule(
                chain,
                comment("route LOCAL traffic for %s external destinations")
                        .and(SRC_LOCAL)
                        .jump(cluster));
    }

    /** Whom no rule here sends on keeps the load balancer's address, and meets KUBE-PROXY-FIREWALL. */
    private void firewall() {
        String chain = ChainNames.firewall(traffic.name());
        nat.chain(chain);
        for (Cidr range : port.sourceRanges()) {
            letIn(chain, range.toString());
        }
        // a node that has the VIP as an address of its own calls it from that address
        if (port.sourceRanges().stream().anyMatch(range -> range.contains(node.nodeIp()))) {
            port.loadBalancerVips().forEach(vip -> letIn(chain, vip.toString()));
        }
        nat.rule(chain, comment("other traffic to %s will be dropped by KUBE-PROXY-FIREWALL"));
    }

    private void letIn(String chain, String source) {
        nat.rule(chain, comment("%s loadbalancer IP").and("-s", source).jump(traffic.externalChain()));
    }

    private Words comment(String comment) {
        return Words.comment(comment.replace("%s", traffic.name().toString()));
    }
}
