package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.facts.IngressFactsTest.MADE;
import static packetwalk.facts.IngressFactsTest.address;
import static packetwalk.facts.IngressFactsTest.nobodyAnswers;
import static packetwalk.facts.IngressFactsTest.servers;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.OutsideHost;
import packetwalk.trace.Outcome;

/** I12: an Ingress and a LoadBalancer before one Service, by packets, and with the cause broken. */
class IngressBesideBalancerFactsTest {

    @Test
    @DisplayName("I12: one service by Ingress and by LoadBalancer: two addresses, and the server sees two clients")
    void two_ways_in() {
        Cluster k8s = both();
        OutsideHost client = k8s.host("client");
        String balancer = k8s.kubectl("get svc service-test -o jsonpath={.status.loadBalancer.ingress[0].ip}")
                .text();
        String ingress = address(k8s, "all");
        assertFalse(balancer.isEmpty() || balancer.equals(ingress), balancer + " " + ingress);
        String byBalancer = client.get("http://" + balancer + "/").outcome().text();
        String byIngress = client.get("http://" + ingress + "/").outcome().text();
        assertTrue(byBalancer.contains("(you are 203.0.113.10)"), byBalancer);
        assertTrue(byIngress.contains("forwarded for 203.0.113.10," + ingress), byIngress);
        assertFalse(byIngress.contains("you are 203.0.113.10"), byIngress);
    }

    @Test
    @DisplayName("I12, cause broken: of type NodePort again, the service has one way in")
    void one_way_in_again() {
        Cluster k8s = both();
        String balancer = k8s.kubectl("get svc service-test -o jsonpath={.status.loadBalancer.ingress[0].ip}")
                .text();
        String ingress = address(k8s, "all");
        k8s.kubectl("patch svc service-test -p '{\"spec\": {\"type\": \"NodePort\"}}'");
        k8s.advance(MADE);
        OutsideHost client = k8s.host("client");
        nobodyAnswers(client.get("http://" + balancer + "/"));
        assertEquals(
                Outcome.Kind.ANSWERED,
                client.get("http://" + ingress + "/").outcome().kind());
    }

    private static Cluster both() {
        Cluster k8s = servers()
                .service("service-test")
                .clusterIp("10.3.241.152")
                .selector("app", "service_test_pod")
                .type("LoadBalancer")
                .externalTrafficPolicy("Local")
                .port(80, 8080)
                .ingress("all")
                .path("Prefix", "/", "service-test", 80)
                .cloud()
                .up();
        k8s.advance(MADE);
        return k8s;
    }
}
