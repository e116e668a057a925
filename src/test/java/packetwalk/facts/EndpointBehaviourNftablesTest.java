package packetwalk.facts;

import packetwalk.agent.ProxyMode;

/** What Kubernetes' own end-to-end tests check of Services' pods and names, with kube-proxy in nftables mode. */
class EndpointBehaviourNftablesTest extends EndpointBehaviourTest {

    @Override
    ProxyMode mode() {
        return ProxyMode.NFTABLES;
    }
}
