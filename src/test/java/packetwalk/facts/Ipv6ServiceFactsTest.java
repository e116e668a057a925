package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;
import static packetwalk.facts.Ipv6Cluster.CLIENT;
import static packetwalk.facts.Ipv6Cluster.CLUSTER_IP;
import static packetwalk.facts.Ipv6Cluster.NODE_1;
import static packetwalk.facts.Ipv6Cluster.NODE_2;
import static packetwalk.facts.Ipv6Cluster.SERVER_1;
import static packetwalk.facts.Ipv6Cluster.SERVER_2;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Node;
import packetwalk.Pod;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** The facts of the services article by IPv6 packets; S6 has no IPv6: user-space mode never served it beside IPv4. */
class Ipv6ServiceFactsTest {

    private static final String URL = "http://[" + CLUSTER_IP + "]/";

    private final Cluster k8s = Ipv6Cluster.service().up();
    private final Pod client = k8s.pod("client");
    private final Node node = k8s.node(NODE_2);

    @Test
    @DisplayName("S1 in IPv6: a pod that is deleted and made again has another address, and the old one answers nobody")
    void an_address_is_not_durable() {
        Cluster world = cluster()
                .ipFamilies("IPv6")
                .node(NODE_1)
                .pod("client")
                .deployment("web")
                .listen(8080)
                .up();
        Pod old = world.pods().stream()
                .filter(pod -> pod.name().startsWith("web"))
                .findFirst()
                .orElseThrow();
        String address = old.address().toString();

        old.delete();
        world.advance(Duration.ofSeconds(5));

        assertFalse(
                world.pods().stream().anyMatch(pod -> pod.address().toString().equals(address)));
        assertFalse(world.pod("client").get("http://[" + address + "]:8080/").answered());
    }

    @Test
    @DisplayName("S3 in IPv6: the Service has an address of the service network, and two endpoints")
    void as_kubectl_describes_it() {
        String shown = k8s.kubectl("describe service service-test").text();

        assertTrue(shown.contains("IP Family Policy:         SingleStack\n"), shown);
        assertTrue(shown.contains("IP Families:              IPv6\n"), shown);
        assertTrue(shown.contains("IP:                       " + CLUSTER_IP + "\n"), shown);
        assertTrue(
                shown.contains("Endpoints:                [" + SERVER_1 + "]:8080,[" + SERVER_2 + "]:8080\n"), shown);
    }

    @Test
    @DisplayName("S4 in IPv6: the name is found by an AAAA record, over IPv6, and either server answers")
    void by_name() {
        Walk walk = client.get("http://service-test/");

        answered(walk);
        assertTrue(walk.text().contains("AAAA? service-test.default.svc.cluster.local."), walk::text);
        assertEquals(2, client.load("http://service-test/", 30).answers().size());
        assertEquals(
                CLUSTER_IP,
                client.dig("+short AAAA service-test.default.svc.cluster.local")
                        .output()
                        .strip());
        assertEquals(
                "service-test.default.svc.cluster.local.",
                client.dig("+short -x " + CLUSTER_IP).output().strip());
    }

    @Test
    @DisplayName("S5 in IPv6: no device has the cluster IP, no route names it, nobody answers for it as a neighbour")
    void nobody_has_the_address() {
        for (Node each : k8s.nodes()) {
            assertFalse(each.ip("-6 addr").text().contains(CLUSTER_IP));
            assertFalse(each.ip("-6 route").text().contains("fd00:10:3"));
        }
        assertTrue(client.get(URL).natted());
    }

    @Test
    @DisplayName("S5 in IPv6, broken: without the rules the packet goes to the router and is lost there")
    void without_rules_the_router_loses_it() {
        node.kubeProxy().kill();
        node.sh("ip6tables -t nat -F");

        droppedBy(DropReason.IP_INNOROUTES, "router", client.get(URL));
    }

    @Test
    @DisplayName(
            "S7 in IPv6: a connection's first packet is translated by a rule of ip6tables, all others by its state")
    void the_first_packet_decides() {
        Walk walk = client.get(URL);

        answered(walk);
        long translations = walk.steps(Step.Matched.class).stream()
                .filter(rule -> rule.by().toString().contains("-j DNAT"))
                .count();
        assertEquals(1, translations);
        assertTrue(walk.output().contains("you are " + CLIENT), walk::output);
    }

    @Test
    @DisplayName("S7 in IPv6, broken: without its rule the connection is refused by nobody and answered by nobody")
    void without_the_rule() {
        String jump = node.sh("ip6tables-save -t nat")
                .text()
                .lines()
                .filter(line -> line.startsWith("-A KUBE-SERVICES -d " + CLUSTER_IP))
                .findFirst()
                .orElseThrow();
        node.sh("ip6tables -t nat " + jump.replaceFirst("^-A", "-D"));

        assertFalse(client.get(URL).answered());
    }

    @Test
    @DisplayName("S8 in IPv6: a changed endpoint and a deleted Service change the rules on every node")
    void rules_follow_the_api() {
        assertEquals(List.of(2L, 2L), endpointRules());
        k8s.pod("server-2").delete();
        k8s.advance(Duration.ofSeconds(4));
        assertEquals(List.of(1L, 1L), endpointRules());
        k8s.service("service-test").delete();
        k8s.advance(Duration.ofSeconds(2));
        assertEquals(List.of(0L, 0L), endpointRules());
    }

    private List<Long> endpointRules() {
        return k8s.nodes().stream()
                .map(each -> each.sh("ip6tables-save -t nat").lines().stream()
                        .filter(line -> line.contains("--to-destination") && line.contains(":8080"))
                        .count())
                .toList();
    }

    @Test
    @DisplayName(
            "S9 in IPv6: a pod that fails its readiness probe, which comes by IPv6, leaves the endpoints and comes back")
    void readiness() {
        Cluster probed = cluster()
                .ipFamilies("IPv6")
                .node(NODE_1)
                .deployment("web")
                .replicas(2)
                .listen(8080)
                .readinessProbe("/healthz", 8080)
                .service("web")
                .selector("app", "web")
                .port(80, 8080)
                .up();
        probed.advance(Duration.ofSeconds(2));
        assertEquals(2, probed.service("web").endpoints().size());
        Pod sick = probed.pods().stream()
                .filter(pod -> "web".equals(pod.labels().get("app")))
                .findFirst()
                .orElseThrow();

        sick.answerWith("/healthz", 503);
        probed.advance(Duration.ofSeconds(40));
        assertEquals(1, probed.service("web").endpoints().size());
        sick.answerWith("/healthz", 200);
        probed.advance(Duration.ofSeconds(20));
        assertEquals(2, probed.service("web").endpoints().size());
    }

    @Test
    @DisplayName("S10 in IPv6: with kube-proxy dead the rules it wrote keep working, and go stale")
    void rules_outlive_kube_proxy() {
        node.kubeProxy().kill();
        answered(client.get(URL));

        k8s.pod("server-1").delete();
        k8s.pod("server-2").delete();
        k8s.advance(Duration.ofSeconds(5));

        assertNotEquals(
                Outcome.Kind.REFUSED, client.get(URL).outcome().kind(), "the rule still sends it to who was there");
        node.kubeProxy().start();
        k8s.advance(Duration.ofSeconds(2));
        ended(Outcome.Kind.REFUSED, client.get(URL));
    }

    @Test
    @DisplayName("S11 in IPv6: a client outside does not reach the cluster IP: no router knows the service network")
    void only_inside() {
        droppedBy(
                DropReason.IP_INNOROUTES,
                "router-2001:db8:113::1",
                k8s.host("visitor").get(URL));
    }

    @Test
    @DisplayName("a pod reaches itself by its own Service, and sees the bridge as its client")
    void hairpin() {
        List<String> seen =
                List.copyOf(k8s.pod("server-2").load(URL, 20).answers().keySet());

        assertEquals(2, seen.size(), seen::toString);
        for (int i = 0; i < 12; i++) {
            Walk walk = k8s.pod("server-2").get(URL);
            answered(walk);
            boolean itself = walk.output().startsWith("server-2");
            assertTrue(walk.output().contains(itself ? "you are fd00:10:0:2::1" : "you are " + SERVER_2), walk::output);
        }
    }
}
