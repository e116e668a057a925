package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static packetwalk.WalkAssertions.answered;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.agent.ProxyMode;
import packetwalk.trace.Outcome;

/** What Kubernetes' own end-to-end tests check of Services, with kube-proxy in nftables mode. */
class ServiceBehaviourNftablesTest extends ServiceBehaviourTest {

    @Override
    ProxyMode mode() {
        return ProxyMode.NFTABLES;
    }

    @Test
    @Override
    @DisplayName(
            "kube-proxy may be killed and started again; rules that somebody swept away come back with the next change")
    void kube_proxy_restarts() {
        service("ports: [{port: 80, targetPort: 8080}]");
        k8s.node("node-2").kubeProxy().kill();
        k8s.node("node-2").kubeProxy().start();
        pass(2);
        answered(client.get("http://10.3.241.152/"));

        k8s.node("node-2").nft("flush ruleset");
        pass(35); // nobody looks
        assertEquals(Outcome.Kind.UNREACHABLE, kind(client.get("http://10.3.241.152/")));

        k8s.pod("web-1").delete();
        pass(35); // the change is refused, and tried again after 30 s
        answered(client.get("http://10.3.241.152/"));
    }
}
