package packetwalk.proxy.iptables;

import packetwalk.proxy.EndpointCategories;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.ServicePort;
import packetwalk.proxy.ServicePortName;

/**
 * What becomes of the traffic for one Service's port: who can be reached from this node, by which chain, and what of
 * traffic that reaches nobody. The rules are written from these answers.
 */
record ServiceTraffic(ServicePortName name, ServicePort port, EndpointCategories endpoints) {

    static ServiceTraffic of(ServicePortName name, ServicePort port, ProxyView view, NodeConfig node) {
        return new ServiceTraffic(name, port, EndpointCategories.of(view.endpoints(name), port, node));
    }

    String protocol() {
        return name.lowerCaseProtocol();
    }

    /** Whether any node has a usable endpoint. */
    boolean hasEndpoints() {
        return endpoints.anywhere();
    }

    /** Whether calls to the cluster IP reach somebody from here. */
    boolean hasInternalEndpoints() {
        return endpoints.reached(port.internalPolicyLocal());
    }

    /** Whether calls to node ports, external IPs and load balancers reach somebody from here. */
    boolean hasExternalEndpoints() {
        return endpoints.reached(port.externalPolicyLocal());
    }

    /** Where calls to the cluster IP go. */
    String internalChain() {
        return port.internalPolicyLocal() ? ChainNames.localPolicy(name) : ChainNames.clusterPolicy(name);
    }

    /** Where calls from outside end, after {@link #externalChain}. */
    String externalPolicyChain() {
        return port.externalPolicyLocal() ? ChainNames.localPolicy(name) : ChainNames.clusterPolicy(name);
    }

    String externalChain() {
        return ChainNames.external(name);
    }

    /** Even without endpoints for outside traffic: the node's own calls still pass through it. */
    boolean usesExternalChain() {
        return hasEndpoints() && port.externallyAccessible();
    }

    boolean usesFirewallChain() {
        return hasEndpoints()
                && !port.loadBalancerVips().isEmpty()
                && !port.sourceRanges().isEmpty();
    }

    /** Where calls to a load balancer's address go. */
    String loadBalancerChain() {
        return usesFirewallChain() ? ChainNames.firewall(name) : externalChain();
    }

    /** The comment and target of rules that end traffic which reaches nobody: endless waiting only if others could. */
    Words refusal() {
        return Words.comment(name + (hasEndpoints() ? " has no local endpoints" : " has no endpoints"));
    }

    String refusalTarget() {
        return hasEndpoints() ? "DROP" : "REJECT";
    }
}
