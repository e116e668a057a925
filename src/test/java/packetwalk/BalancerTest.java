package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import packetwalk.cloud.BalancerMode;
import packetwalk.cloud.HealthCheck;
import packetwalk.cloud.Scheduling;
import packetwalk.trace.Load;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;

/** A balancer of one's own in front of the nodes' ports, in each of its modes, by packets. */
class BalancerTest {

    private static final String VIP = "35.184.97.156";
    private static final int NODE_PORT = 32213;

    private static BalancerScope described() {
        return cluster()
                .node("10.100.0.2")
                .node("10.100.0.3")
                .deployment("web")
                .replicas(2)
                .label("app", "web")
                .listen(8080)
                .service("web")
                .type("NodePort")
                .selector("app", "web")
                .port(80, 8080)
                .nodePort(NODE_PORT)
                .outside("203.0.113.0/24")
                .host("203.0.113.9")
                .name("client")
                .balancer(VIP);
    }

    private static int port(BalancerMode mode) {
        return mode == BalancerMode.PASS_THROUGH ? NODE_PORT : 80;
    }

    private static Cluster with(BalancerMode mode) {
        return described().mode(mode).port(port(mode), NODE_PORT).up();
    }

    private static String url(BalancerMode mode) {
        return "http://" + VIP + ":" + port(mode) + "/";
    }

    @ParameterizedTest
    @EnumSource
    void a_client_outside_is_answered_in_every_mode(BalancerMode mode) {
        Cluster k8s = with(mode);
        for (int i = 0; i < 6; i++) {
            answered(k8s.host("client").get(url(mode)));
        }
        Load load = k8s.host("client").load(url(mode), 50);
        assertEquals(50, load.answered(), load::text);
        assertEquals(2, load.answers().size(), load::text);
    }

    private static List<String> hostsOfFirstPacket(Walk walk) {
        return walk.steps().stream()
                .filter(step -> step.at().packet() == 1)
                .map(step -> step.at().host())
                .distinct()
                .limit(5)
                .toList();
    }

    @Test
    void a_passed_packet_keeps_both_addresses_and_the_answer_does_not_come_back_by_the_balancer() {
        Walk walk = with(BalancerMode.PASS_THROUGH).host("client").get(url(BalancerMode.PASS_THROUGH));
        answered(walk);
        assertEquals(
                List.of("client", "router-203.0.113.1", "balancer-" + VIP, "node-2"),
                hostsOfFirstPacket(walk).subList(0, 4));
        assertTrue(walk.steps().stream()
                .filter(Step.Balanced.class::isInstance)
                .anyMatch(step -> step.decision().contains("Route")));
        assertFalse(
                walk.steps().stream()
                        .filter(step -> step.at().host().startsWith("balancer"))
                        .anyMatch(step -> step.before().toString().contains(VIP + "." + NODE_PORT + " >")),
                "no answer passes the balancer");
    }

    @Test
    void a_translated_packet_takes_the_way_of_the_articles_drawing() {
        Walk walk = with(BalancerMode.NAT).host("client").get(url(BalancerMode.NAT));
        answered(walk);
        assertEquals(
                List.of("client", "router-203.0.113.1", "balancer-" + VIP, "router", "node-2"),
                hostsOfFirstPacket(walk));
    }

    @ParameterizedTest
    @EnumSource
    void on_other_ports_it_is_silent(BalancerMode mode) {
        Cluster k8s = with(mode);
        assertEquals(
                Outcome.Kind.TIMED_OUT,
                k8s.host("client").connect(VIP, 443).outcome().kind());
        assertEquals(
                Outcome.Kind.TIMED_OUT, k8s.host("client").ping(VIP).outcome().kind());
    }

    @ParameterizedTest
    @EnumSource
    void a_dead_node_is_taken_out_by_the_health_checks_and_comes_back(BalancerMode mode) {
        Cluster k8s = described()
                .mode(mode)
                .port(port(mode), NODE_PORT)
                .healthCheck(HealthCheck.http(10256, "/healthz"))
                .up();
        Balancer balancer = k8s.balancer(VIP);
        k8s.advance(Duration.ofSeconds(10));
        assertEquals(List.of("node-1", "node-2"), balancer.healthy());
        k8s.node("node-1").powerOff();
        k8s.advance(Duration.ofSeconds(10));
        assertEquals(List.of("node-2"), balancer.healthy());
        assertEquals("unhealthy", balancer.backends().row("node-1").state());
        assertTrue(balancer.backends().row("node-1").why().contains("port 10256"));
        k8s.advance(Duration.ofSeconds(60));
        Load load = k8s.host("client").load(url(mode), 30);
        assertEquals(30, load.answered(), load::text);
        k8s.node("node-1").powerOn();
        k8s.advance(Duration.ofSeconds(10));
        assertEquals(List.of("node-1", "node-2"), balancer.healthy());
    }

    @Test
    void a_node_whose_kube_proxy_is_dead_answers_no_health_check() {
        Cluster k8s = described()
                .port(80, NODE_PORT)
                .healthCheck(HealthCheck.http(10256, "/healthz").thresholds(1, 1))
                .up();
        k8s.node("node-2").kubeProxy().kill();
        k8s.advance(Duration.ofSeconds(5));
        assertEquals(List.of("node-1"), k8s.balancer(VIP).healthy());
        assertEquals(
                "Connection refused on port 10256",
                k8s.balancer(VIP).backends().row("10.100.0.3").why());
    }

    @Test
    void with_all_nodes_unhealthy_a_balancer_closes_or_fails_open() {
        HealthCheck never = HealthCheck.tcp(9);
        Cluster closed = described().port(80, NODE_PORT).healthCheck(never).up();
        closed.advance(Duration.ofSeconds(10));
        assertEquals(List.of(), closed.balancer(VIP).healthy());
        Walk refused = closed.host("client").get("http://" + VIP + "/");
        assertEquals(Outcome.Kind.RESET, refused.outcome().kind());
        assertTrue(closed.balancer(VIP).log().text().contains("no server is left to choose"));
        Cluster open =
                described().port(80, NODE_PORT).healthCheck(never).failOpen().up();
        open.advance(Duration.ofSeconds(10));
        assertEquals(List.of("node-1", "node-2"), open.balancer(VIP).healthy());
        answered(open.host("client").get("http://" + VIP + "/"));
    }

    @Test
    void clients_of_other_ranges_are_not_let_in() {
        Cluster k8s =
                described().port(80, NODE_PORT).sourceRanges("198.51.100.0/24").up();
        assertEquals(
                Outcome.Kind.TIMED_OUT,
                k8s.host("client").get("http://" + VIP + "/").outcome().kind());
        answered(described()
                .port(80, NODE_PORT)
                .sourceRanges("198.51.100.0/24", "203.0.113.0/24")
                .up()
                .host("client")
                .get("http://" + VIP + "/"));
    }

    @ParameterizedTest
    @EnumSource
    void a_client_keeps_its_node_where_only_its_address_counts(BalancerMode mode) {
        Cluster k8s = described()
                .mode(mode)
                .port(port(mode), NODE_PORT)
                .scheduling(Scheduling.CLIENT_IP)
                .up();
        k8s.host("client").load(url(mode), 20);
        List<String> used = k8s.nodes().stream()
                .filter(node -> node.conntrack().text().contains("dport=" + NODE_PORT + " ")
                        && node.conntrack().text().contains(mode == BalancerMode.PASS_THROUGH ? "203.0.113.9" : VIP))
                .filter(node -> node.conntrack().lines().stream()
                                .filter(line -> line.contains("dport=" + NODE_PORT + " "))
                                .count()
                        >= 20)
                .map(Node::name)
                .toList();
        assertEquals(1, used.size(), used::toString);
    }

    @Test
    void it_stands_in_the_topology_and_among_the_cluster() {
        Cluster k8s = with(BalancerMode.PROXY);
        assertTrue(k8s.topology().machines().stream()
                .anyMatch(machine -> machine.kind() == Topology.Kind.BALANCER
                        && machine.name().equals("balancer-" + VIP)));
        assertTrue(k8s.text().contains("balancer balancer-" + VIP + " " + VIP + ", PROXY, [tcp 80 -> 32213]"));
        assertThrows(IllegalArgumentException.class, () -> k8s.balancer("35.184.97.1"));
    }

    @Test
    void what_cannot_be_is_refused() {
        String ports = assertThrows(
                        IllegalArgumentException.class,
                        () -> described()
                                .mode(BalancerMode.PASS_THROUGH)
                                .port(80, NODE_PORT)
                                .up())
                .getMessage();
        assertTrue(ports.contains("cannot translate port 80 to 32213; have clients use port 32213"), ports);
        refused("has no port", described());
        refused("which is no node", described().port(80, NODE_PORT).targets("node-9"));
        refused(
                "is described twice",
                described().port(80, NODE_PORT).balancer(VIP).port(80, NODE_PORT));
        refused(
                "overlaps",
                described().port(80, NODE_PORT).balancer("10.100.0.9").port(80, NODE_PORT));
        refused(
                "that routers need",
                described().port(80, NODE_PORT).balancer("35.184.97.1").port(80, NODE_PORT));
        refused("cannot proxy udp 53", described().udpPort(53, 30053));
        refused("has one of its ports twice", described().port(80, NODE_PORT).port(80, 30000));
        refused(
                "no connection to say a PROXY header on",
                described().port(80, NODE_PORT).mode(BalancerMode.NAT).proxyProtocol());
    }

    private static void refused(String why, ClusterScope scope) {
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, scope::up);
        assertTrue(String.valueOf(fault.getMessage()).contains(why), fault::getMessage);
    }
}
