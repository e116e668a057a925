package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Node;
import packetwalk.agent.ProxyMode;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** S6, and the same service by the kernel's IPVS: modes of kube-proxy other than the usual one. */
class ProxyModeFactsTest {

    @Test
    @DisplayName(
            "S6: in user-space mode kube-proxy takes the connection on 10400 and opens a second; the server sees the node")
    void user_space_mode() {
        Cluster old =
                ServiceFactsTest.described().proxyMode(ProxyMode.USERSPACE).up();
        Node clientNode = old.node("10.100.0.3");

        Walk walk = old.pod("client").get("http://" + ServiceFactsTest.CLUSTER_IP + "/");

        answered(walk);
        assertTrue(clientNode.ss("-ltn").text().contains(":10400"), clientNode.ss("-ltn")::text);
        assertTrue(clientNode.iptables("nat").text().contains("--to-ports 10400"));
        assertFalse(walk.output().contains(old.pod("client").address().toString()), walk::output);
    }

    @Test
    @DisplayName(
            "S6, S10 broken: with kube-proxy dead a service in user-space mode is refused on that node, and on no other")
    void user_space_mode_needs_its_process() {
        Cluster old = ServiceFactsTest.described()
                .proxyMode(ProxyMode.USERSPACE)
                .node("10.100.0.4")
                .pod("other")
                .up();
        old.node("10.100.0.3").kubeProxy().kill();

        assertEquals(
                Outcome.Kind.REFUSED,
                old.pod("client")
                        .get("http://" + ServiceFactsTest.CLUSTER_IP + "/")
                        .outcome()
                        .kind());
        answered(old.pod("other").get("http://" + ServiceFactsTest.CLUSTER_IP + "/"));
    }

    @Test
    @DisplayName("a service in ipvs mode is answered by either pod, and the server sees the client")
    void ipvs_mode() {
        Cluster virtual = ServiceFactsTest.described().proxyMode(ProxyMode.IPVS).up();

        assertEquals(
                2,
                virtual.pod("client")
                        .load("http://" + ServiceFactsTest.CLUSTER_IP + "/", 10)
                        .answers()
                        .size());
        Walk walk = virtual.pod("client").get("http://" + ServiceFactsTest.CLUSTER_IP + "/");
        assertTrue(walk.output().contains(virtual.pod("client").address().toString()), walk::output);
        assertTrue(virtual.node("10.100.0.3")
                .sh("ipvsadm -ln")
                .text()
                .contains("TCP  " + ServiceFactsTest.CLUSTER_IP + ":80 rr"));
    }
}
