package packetwalk.proxy.nftables;

import java.util.Optional;
import packetwalk.net.IpAddress;
import packetwalk.proxy.EndpointCategories;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.ServicePort;
import packetwalk.proxy.ServicePortName;

/**
 * What becomes of the traffic for one Service's port: who can be reached from this node, by which chain, and what of
 * traffic that reaches nobody. Rules and elements are written from these answers.
 */
record ServiceTraffic(ServicePortName name, String base, ServicePort port, EndpointCategories endpoints) {

    /** Characters of a comment that nft takes. */
    private static final int COMMENT_LENGTH = 128;

    static ServiceTraffic of(ServicePortName name, ServicePort port, ProxyView view, NodeConfig node) {
        return new ServiceTraffic(
                name, NftablesNames.base(name), port, EndpointCategories.of(view.endpoints(name), port, node));
    }

    String protocol() {
        return name.lowerCaseProtocol();
    }

    String comment() {
        String text = name.toString();
        return text.substring(0, Math.min(text.length(), COMMENT_LENGTH));
    }

    boolean usesAffinity() {
        return port.stickySeconds().isPresent();
    }

    boolean hasEndpoints() {
        return endpoints.anywhere();
    }

    boolean hasInternalEndpoints() {
        return endpoints.reached(port.internalPolicyLocal());
    }

    boolean hasExternalEndpoints() {
        return endpoints.reached(port.externalPolicyLocal());
    }

    /** Chooses among the endpoints of the policy Cluster. */
    String clusterPolicyChain() {
        return NftablesNames.SERVICE + base;
    }

    /** Chooses among those of the policy Local. */
    String localPolicyChain() {
        return NftablesNames.LOCAL + base;
    }

    /** Where calls to the cluster IP go. */
    String internalChain() {
        return port.internalPolicyLocal() ? localPolicyChain() : clusterPolicyChain();
    }

    /** Where calls from outside end, after {@link #externalChain}. */
    String externalPolicyChain() {
        return port.externalPolicyLocal() ? localPolicyChain() : clusterPolicyChain();
    }

    String externalChain() {
        return NftablesNames.EXTERNAL + base;
    }

    String firewallChain() {
        return NftablesNames.FIREWALL + base;
    }

    /** Even without endpoints for outside traffic: the node's own calls still pass through it. */
    boolean usesExternalChain() {
        return hasEndpoints() && port.externallyAccessible();
    }

    /** Endpoints or not: who may not call is not told that nobody is there. */
    boolean usesFirewallChain() {
        return !port.loadBalancerVips().isEmpty() && !port.sourceRanges().isEmpty();
    }

    /** What becomes of packets that reach nobody from here: endless waiting only if others could answer. */
    String refusal() {
        return hasEndpoints() ? "drop" : "goto " + NftablesNames.REJECT_CHAIN;
    }

    /** What dispatches to it: its own address, or any of the others, as a key of a map. */
    String key(IpAddress address) {
        return address + " . " + protocol() + " . " + port.port();
    }

    /** Its node port as a key of a map; empty if it has none. */
    Optional<String> nodePortKey() {
        return port.nodePort() == 0 ? Optional.empty() : Optional.of(protocol() + " . " + port.nodePort());
    }
}
