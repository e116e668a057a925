package packetwalk.proxy.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import packetwalk.net.IpFamily;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ServicePort;

/** The rules of one Service's port: who may come, who is masqueraded, which endpoint. A partial sync writes those of changed Services. */
final class ServiceChains {

    private final NodeConfig node;
    private final Transaction transaction;
    private final ServiceTraffic traffic;
    private final ServicePort port;
    private final String ip;

    ServiceChains(NodeConfig node, Transaction transaction, ServiceTraffic traffic) {
        this.node = node;
        this.transaction = transaction;
        this.traffic = traffic;
        this.port = traffic.port();
        this.ip = node.family() == IpFamily.IPV4 ? "ip" : "ip6";
    }

    void write() {
        if (traffic.usesExternalChain()) {
            external(traffic.externalChain());
        }
        if (traffic.usesFirewallChain()) {
            firewall();
        }
        port.stickySeconds().ifPresent(this::affinitySets);
        choice(traffic.clusterPolicyChain(), traffic.endpoints().cluster());
        choice(traffic.localPolicyChain(), traffic.endpoints().local());
        if (traffic.usesAffinity()) {
            traffic.endpoints().allReachable().forEach(this::endpoint);
        }
    }

    private void external(String chain) {
        if (port.externalPolicyLocal()) {
            shortCircuit(chain);
        } else {
            // the endpoint may be on another node, which would answer the client itself
            transaction.addRule(chain, FixedRules.masquerade(node), "masquerade");
        }
        if (traffic.hasExternalEndpoints()) {
            transaction.addRule(chain, "goto " + traffic.externalPolicyChain());
        }
    }

    /** Pods and the node itself are not bound by the policy: as if they went up to the load balancer and back. */
    private void shortCircuit(String chain) {
        String cluster = " goto " + traffic.clusterPolicyChain();
        if (node.options().localDetector().implemented()) {
            transaction.addRule(
                    chain,
                    node.options().localDetector().ifLocalNft(node.family()) + cluster,
                    "short-circuit pod traffic");
        }
        transaction.addRule(chain, "fib saddr type local " + FixedRules.masquerade(node), "masquerade local traffic");
        transaction.addRule(chain, "fib saddr type local" + cluster, "short-circuit local traffic");
    }

    private void firewall() {
        List<String> sources = new ArrayList<>();
        port.sourceRanges().forEach(range -> sources.add(range.toString()));
        // a node that has the VIP as an address of its own calls it from that address
        if (port.sourceRanges().stream().anyMatch(range -> range.contains(node.nodeIp()))) {
            port.loadBalancerVips().forEach(vip -> sources.add(vip.toString()));
        }
        transaction.addRule(traffic.firewallChain(), ip + " saddr != { " + String.join(" , ", sources) + " } drop");
    }

    private void affinitySets(int seconds) {
        String type = node.family() == IpFamily.IPV4 ? "ipv4_addr" : "ipv6_addr";
        traffic.endpoints().allReachable().forEach(each -> transaction.addDynamicSet(affinity(each), type, seconds));
    }

    private void choice(String chain, List<ProxyEndpoint> endpoints) {
        if (endpoints.isEmpty()) {
            return;
        }
        if (!traffic.usesAffinity()) {
            rewrite(chain, endpoints);
            return;
        }
        for (ProxyEndpoint each : endpoints) {
            // a client that came lately goes where it went before
            transaction.addRule(chain, ip + " saddr @" + affinity(each) + " goto " + chain(each));
        }
        transaction.addRule(
                chain,
                "numgen random mod " + endpoints.size() + " vmap "
                        + numbered(endpoints.size(), at -> "goto " + chain(endpoints.get(at))));
    }

    /** One look-up chooses and translates; for a single endpoint a map would cost more than it saves. */
    private void rewrite(String chain, List<ProxyEndpoint> endpoints) {
        String protocol = "meta l4proto " + traffic.protocol();
        if (endpoints.size() == 1) {
            transaction.addRule(chain, protocol + " dnat to " + endpoints.get(0));
            return;
        }
        transaction.addRule(
                chain,
                protocol + " dnat " + ip + " addr . port to numgen random mod " + endpoints.size() + " map "
                        + numbered(
                                endpoints.size(),
                                at -> endpoints.get(at).ip() + " . "
                                        + endpoints.get(at).port()));
    }

    private static String numbered(int count, IntFunction<String> text) {
        return IntStream.range(0, count)
                .mapToObj(at -> at + " : " + text.apply(at))
                .collect(Collectors.joining(" , ", "{ ", " }"));
    }

    private void endpoint(ProxyEndpoint endpoint) {
        String chain = chain(endpoint);
        transaction.addRule(chain, "update @" + affinity(endpoint) + " { " + ip + " saddr }");
        transaction.addRule(chain, "meta l4proto " + traffic.protocol() + " dnat to " + endpoint);
    }

    private String chain(ProxyEndpoint endpoint) {
        return NftablesNames.ENDPOINT + NftablesNames.base(traffic.name(), endpoint);
    }

    private String affinity(ProxyEndpoint endpoint) {
        return NftablesNames.AFFINITY + NftablesNames.base(traffic.name(), endpoint);
    }
}
