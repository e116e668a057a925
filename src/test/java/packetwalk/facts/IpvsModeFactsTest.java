package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.ClusterScope;
import packetwalk.agent.ProxyMode;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** What is other in ipvs mode than in iptables mode, by packets. */
class IpvsModeFactsTest {

    /** One Service whose only pod is on the other node. */
    private static Cluster built(ClusterScope ranges, ProxyMode mode) {
        return ranges.proxyMode(mode)
                .node("10.100.0.2")
                .node("10.100.0.3")
                .pod("server")
                .label("app", "web")
                .listen(8080)
                .service("web")
                .selector("app", "web")
                .port(80, 8080)
                .up();
    }

    private static Walk called(Cluster k8s) {
        return k8s.node("10.100.0.2").get("http://" + k8s.service("web").clusterIp() + "/");
    }

    @Test
    @DisplayName(
            "a node calls a Service whose address is in the pods' range, as the articles' is, and is not answered by another node")
    void a_service_range_inside_the_pods_range() {
        Walk walk = called(built(cluster(), ProxyMode.IPVS));

        // the address is the node's own, and so its packets' source; "! -s clusterCIDR" takes it for a pod's
        assertEquals(Outcome.Kind.TIMED_OUT, walk.outcome().kind(), walk::text);
        answered(called(built(cluster(), ProxyMode.IPTABLES)));
    }

    @Test
    @DisplayName("it is answered where the Services' range lies outside of the pods'")
    void a_service_range_of_its_own() {
        answered(called(built(cluster().serviceCidr("10.96.0.0/16"), ProxyMode.IPVS)));
    }
}
