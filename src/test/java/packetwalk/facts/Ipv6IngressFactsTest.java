package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;
import static packetwalk.WalkAssertions.firstPacket;
import static packetwalk.facts.Ipv6Cluster.CLUSTER_IP;
import static packetwalk.facts.Ipv6Cluster.NODE_1;
import static packetwalk.facts.Ipv6Cluster.NODE_2;
import static packetwalk.facts.Ipv6Cluster.VISITOR;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.OutsideHost;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** The facts of the ingress article by IPv6 packets, as far as they have a family: {@code docs/ipv6.md}. */
class Ipv6IngressFactsTest {

    private static final String URL = "http://[" + CLUSTER_IP + "]/";
    private static final String BALANCER = "2001:db8:35::156";

    private static String at(String node, int port) {
        return "http://[" + node + "]:" + port + "/";
    }

    private static Cluster nodePort() {
        return Ipv6Cluster.service().nodePort(32213).up();
    }

    @Test
    @DisplayName("I1 in IPv6: any packet for the cluster IP that comes to a node is sent to a pod, given a route there")
    void from_outside_by_a_route() {
        Cluster k8s = Ipv6Cluster.service().up();
        OutsideHost visitor = k8s.host("visitor");
        droppedBy(DropReason.IP_INNOROUTES, "router-2001:db8:113::1", visitor.get(URL));

        k8s.router("2001:db8:113::1").ip("-6 route add fd00:10:3::/112 via 2001:2::1");
        k8s.router().ip("-6 route add fd00:10:3::/112 via " + NODE_1);

        answered(visitor.get(URL));
    }

    @Test
    @DisplayName("I2 in IPv6: with that node dead the route leads nowhere, while the Service is well")
    void one_point_of_failure() {
        Cluster k8s = Ipv6Cluster.service().up();
        k8s.router("2001:db8:113::1").ip("-6 route add fd00:10:3::/112 via 2001:2::1");
        k8s.router().ip("-6 route add fd00:10:3::/112 via " + NODE_1);

        k8s.node(NODE_1).powerOff();
        k8s.advance(Duration.ofSeconds(60));

        assertFalse(k8s.host("visitor").get(URL).answered());
        assertEquals(10, k8s.pod("client").load(URL, 10).answered());
    }

    @Test
    @DisplayName("I3 in IPv6: a node's own address refuses on the Service's port, unless a process of the node has it")
    void the_nodes_own_address() {
        Cluster k8s = Ipv6Cluster.service().up();
        ended(Outcome.Kind.REFUSED, k8s.host("visitor").get(at(NODE_2, 80)));

        Cluster other = Ipv6Cluster.service().node("fd00:100::4").listen(80).up();
        assertTrue(other.host("visitor").get(at("fd00:100::4", 80)).output().startsWith("node-3"));
    }

    @Test
    @DisplayName("I4 and I5 in IPv6: every node answers on the node port, by a pod on either, and by one DNAT")
    void every_node_answers() {
        Cluster k8s = nodePort();
        for (String node : List.of(NODE_1, NODE_2)) {
            assertEquals(
                    Set.of("server-1", "server-2"),
                    k8s.host("visitor").load(at(node, 32213), 30).answers().keySet(),
                    node);
        }
        Walk walk = k8s.host("visitor").get(at(NODE_2, 32213));
        List<Step.Translated> dnat = firstPacket(walk).steps(Step.Translated.class).stream()
                .filter(step -> step.kind().equals("DNAT"))
                .toList();
        assertEquals(1, dnat.size(), walk::text);
    }

    @Test
    @DisplayName("I4 in IPv6, broken: as a ClusterIP service again no node answers on that port")
    void without_the_node_port() {
        Cluster k8s = nodePort();
        k8s.kubectl("patch svc service-test -p '{\"spec\":{\"type\":\"ClusterIP\"}}'");
        k8s.advance(Duration.ofSeconds(3));

        ended(Outcome.Kind.REFUSED, k8s.host("visitor").get(at(NODE_1, 32213)));
    }

    @Test
    @DisplayName("node ports do not answer on ::1: there is no route_localnet in IPv6, and kube-proxy does not try")
    void not_by_localhost() {
        Cluster k8s = nodePort();

        ended(Outcome.Kind.REFUSED, k8s.node(NODE_1).get(at("::1", 32213)));
        answered(k8s.node(NODE_1).get(at(NODE_1, 32213)));
    }

    @Test
    @DisplayName("I7 in IPv6: a balancer with a public address in front of the node ports takes a dead node out")
    void a_balancer() {
        Cluster k8s = Ipv6Cluster.service()
                .nodePort(32213)
                .balancer(BALANCER)
                .port(80, 32213)
                .up();
        k8s.advance(Duration.ofSeconds(10));
        answered(k8s.host("visitor").get("http://[" + BALANCER + "]/"));

        k8s.node(NODE_1).powerOff();
        k8s.advance(Duration.ofSeconds(60));

        assertEquals(
                10, k8s.host("visitor").load("http://[" + BALANCER + "]/", 10).answered());
    }

    @Test
    @DisplayName("I10 and I13 in IPv6: nginx in the cluster leads by host, and tells for whom it asks")
    void an_ingress() {
        Cluster k8s = Ipv6Cluster.service()
                .ingressController("nginx")
                .ingress("test-ingress")
                .className("nginx")
                .host("testhost.com")
                .path("Prefix", "/", "service-test", 80)
                .up();
        k8s.advance(Duration.ofSeconds(10));
        k8s.kubectl("patch svc ingress-nginx-controller -n ingress-nginx"
                + " -p '{\"spec\":{\"externalTrafficPolicy\":\"Local\"}}'");
        k8s.advance(Duration.ofSeconds(5));
        int port =
                k8s.service("ingress-nginx/ingress-nginx-controller").nodePort().orElseThrow();
        String node =
                k8s.pods("ingress-nginx").iterator().next().node().address().toString();

        Walk walk = k8s.host("visitor").curl("-H 'Host: testhost.com' " + at(node, port));

        answered(walk);
        assertTrue(walk.output().contains("forwarded for " + VISITOR + ")"), walk::output);
        assertTrue(k8s.host("visitor").curl("-i " + at(node, port)).output().startsWith("HTTP/1.1 404"));
    }

    @Test
    @DisplayName("I13 in IPv6: the policy Local keeps the visitor's address, Cluster shows the node's")
    void who_is_seen() {
        Cluster k8s = nodePort();
        Walk cluster = k8s.host("visitor").get(at(NODE_1, 32213));
        assertFalse(cluster.output().contains(VISITOR), cluster::output);

        k8s.kubectl("patch svc service-test -p '{\"spec\":{\"externalTrafficPolicy\":\"Local\"}}'");
        k8s.advance(Duration.ofSeconds(3));

        Walk local = k8s.host("visitor").get(at(NODE_1, 32213));
        assertEquals("server-1 (you are " + VISITOR + ")", local.output().strip());
    }

    @Test
    @DisplayName("I14 in IPv6: a host port leads straight to the container, on its node only, and the client is seen")
    void a_host_port() {
        Cluster k8s = Ipv6Cluster.service()
                .node("fd00:100::4")
                .pod("elastic")
                .listen(9200)
                .hostPort(9200, 9200)
                .up();

        assertEquals(
                "elastic (you are " + VISITOR + ")",
                k8s.host("visitor").get(at("fd00:100::4", 9200)).output().strip());
        ended(Outcome.Kind.REFUSED, k8s.host("visitor").get(at(NODE_1, 9200)));

        k8s.node("fd00:100::4").sh("ip6tables -t nat -F CNI-HOSTPORT-DNAT");
        ended(Outcome.Kind.REFUSED, k8s.host("visitor").get(at("fd00:100::4", 9200)));
    }

    @Test
    @DisplayName("I15 in IPv6: a pod on the host's network has the node's address, and its ports are the node's")
    void on_the_hosts_network() {
        Cluster k8s = Ipv6Cluster.service()
                .node("fd00:100::4")
                .pod("on-host")
                .hostNetwork()
                .listen(8085)
                .up();

        assertEquals("fd00:100::4", k8s.pod("on-host").address().toString());
        answered(k8s.host("visitor").get(at("fd00:100::4", 8085)));
    }
}
