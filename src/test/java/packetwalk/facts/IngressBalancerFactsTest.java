package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.facts.IngressArticle.NODE_1;
import static packetwalk.facts.IngressArticle.NODE_2;
import static packetwalk.facts.IngressArticle.SERVICES;
import static packetwalk.facts.IngressArticle.described;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.BalancerScope;
import packetwalk.Cluster;
import packetwalk.ClusterScope;
import packetwalk.cloud.BalancerMode;
import packetwalk.cloud.HealthCheck;
import packetwalk.net.Packet;
import packetwalk.net.Ports;
import packetwalk.trace.Load;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** I7, I8, I9 and I11: balancers in front of the nodes, of one's own and a cloud's. */
class IngressBalancerFactsTest {

    private static final String VIP = "35.184.97.156";
    private static final String URL = "http://" + VIP + "/";
    private static final int NODE_PORT = 32213;

    private static ClusterScope nodePort() {
        return described().type("NodePort").nodePort(NODE_PORT);
    }

    /** The article's drawing: the balancer translates addresses and ports. */
    private static BalancerScope balanced() {
        return nodePort().balancer(VIP).mode(BalancerMode.NAT).port(80, NODE_PORT);
    }

    private static Walk visit(Cluster k8s) {
        return k8s.host("visitor").get(URL);
    }

    // -- I7

    /** Where the first packet went, machine by machine, and what its destination was when it left each. */
    private static List<String> way(Walk walk) {
        return walk.steps().stream()
                .filter(step -> step.at().packet() == 1 && step.event().equals("transmitted"))
                .filter(step -> step.at().device().startsWith("eth"))
                .map(step -> step.at().host() + " " + destination((Packet) step.before()))
                .toList();
    }

    private static String destination(Packet packet) {
        return packet.dst() + ":" + Ports.destination(packet.transport());
    }

    @Test
    @DisplayName("I7: client, public IP, balancer, router, a node's port, service rules, pod; the client sees port 80")
    void the_articles_way() {
        Cluster k8s = balanced().targets(NODE_2).up();
        Walk walk = visit(k8s);
        answered(walk);
        assertEquals(
                List.of(
                        "visitor 35.184.97.156:80",
                        "router-203.0.113.1 35.184.97.156:80",
                        "balancer-35.184.97.156 10.100.0.3:32213",
                        "router 10.100.0.3:32213"),
                way(walk).subList(0, 4));
        assertTrue(walk.visited("node-2"));
        assertTrue(
                walk.steps().stream()
                        .filter(step -> step.at().host().equals("visitor"))
                        .noneMatch(step -> step.before().toString().contains("" + NODE_PORT)),
                "the node port is masked");
    }

    @Test
    @DisplayName(
            "I7, cause broken: if the balancer does not put its own address in, the answer goes past it and is lost")
    void without_masquerading_the_answer_passes_the_balancer_by() {
        Cluster k8s = balanced().up();
        k8s.balancer(VIP).iptables("-t nat -F POSTROUTING");
        Walk walk = visit(k8s);
        assertFalse(walk.answered(), walk::text);
        assertTrue(
                walk.steps().stream()
                        .filter(step -> step.at().host().equals("visitor")
                                && step.event().equals("dropped"))
                        .anyMatch(step -> step.before().toString().startsWith("10.100.0.")),
                walk::text);
    }

    /** Pods on two nodes, and a third node that only lets traffic in: the one that dies. */
    private static BalancerScope withEntry(HealthCheck check) {
        return described()
                .type("NodePort")
                .nodePort(NODE_PORT)
                .node("10.100.0.4")
                .balancer(VIP)
                .mode(BalancerMode.NAT)
                .port(80, NODE_PORT)
                .healthCheck(check);
    }

    private static Load under(Cluster k8s, String url) {
        k8s.after(Duration.ofSeconds(20), () -> k8s.node("10.100.0.4").powerOff());
        return k8s.host("visitor")
                .load(url)
                .requests(1200)
                .clients(2)
                .every(Duration.ofMillis(200))
                .timeout(Duration.ofSeconds(1))
                .run();
    }

    private static long failures(Load load, double fromSeconds, double toSeconds) {
        return load.requests().stream()
                .filter(request -> !request.answered())
                .filter(request -> request.startNanos() / 1e9 >= fromSeconds && request.startNanos() / 1e9 < toSeconds)
                .count();
    }

    @Test
    @DisplayName("I7 beside I2: a dead node is taken out by health checks; the static route stays broken for good")
    void a_dead_node_is_taken_out() {
        HealthCheck check = HealthCheck.http(10256, "/healthz");
        Cluster k8s = withEntry(check).up();
        k8s.router().ip("route add " + SERVICES + " via 10.100.0.4");
        Load balanced = under(k8s, URL);
        double acted = k8s.balancer(VIP).backends().row("10.100.0.4").sinceNanos() / 1e9;
        assertTrue(acted > 20 && acted < 20 + 3 * 2 + 2, () -> "health checks acted at " + acted);
        assertEquals(0, failures(balanced, 0, 18.9), balanced::text);
        assertTrue(failures(balanced, 20, acted) > 0, "until they act, every third connection is lost");
        assertEquals(0, failures(balanced, acted, 1e9), balanced::text);
        assertEquals("unhealthy", k8s.balancer(VIP).backends().row("10.100.0.4").state());

        Cluster routed = withEntry(check).up();
        routed.router().ip("route add " + SERVICES + " via 10.100.0.4");
        Load byRoute = under(routed, "http://" + IngressArticle.CLUSTER_IP + "/");
        assertEquals(0, failures(byRoute, 0, 18.9), byRoute::text);
        long after = byRoute.requests().stream()
                .filter(request -> request.startNanos() / 1e9 >= 20)
                .count();
        assertEquals(after, failures(byRoute, 20, 1e9), "nobody tests a route's health");
    }

    @Test
    @DisplayName("I7, cause broken: without health checks the dead node goes on getting its share")
    void without_health_checks_a_dead_node_keeps_its_share() {
        Cluster k8s = described()
                .type("NodePort")
                .nodePort(NODE_PORT)
                .node("10.100.0.4")
                .balancer(VIP)
                .mode(BalancerMode.NAT)
                .port(80, NODE_PORT)
                .withoutHealthCheck()
                .up();
        Load load = under(k8s, URL);
        assertTrue(failures(load, 60, 1e9) > 50, load::text);
    }

    // -- I8

    private static ClusterScope inACloud() {
        return described().type("LoadBalancer").nodePort(NODE_PORT).cloud();
    }

    private static String externalIp(Cluster k8s) {
        return k8s.kubectl("get svc service-test").lines().get(1).split("\\s+")[3];
    }

    @Test
    @DisplayName("I8: pending for minutes while the parts are made, then 35.184.97.156, as kubectl shows it")
    void pending_then_there() {
        Cluster k8s = inACloud().up();
        assertEquals(
                List.of("service-test", "LoadBalancer", "10.3.241.152", "<pending>", "80:32213/TCP"),
                List.of(k8s.kubectl("get svc service-test").lines().get(1).split("\\s+"))
                        .subList(0, 5));
        k8s.advance(Duration.ofSeconds(75));
        assertEquals("<pending>", externalIp(k8s));
        assertTrue(k8s.gcloud("compute addresses list").text().contains(VIP + "  EXTERNAL"));
        assertTrue(k8s.gcloud("compute target-pools list").text().contains("NONE"));
        assertEquals(
                "Listed 0 items.", k8s.gcloud("compute forwarding-rules list").text());
        assertFalse(visit(k8s).answered());
        k8s.advance(Duration.ofSeconds(60));
        assertEquals(VIP, externalIp(k8s));
        Walk walk = visit(k8s);
        answered(walk);
        assertTrue(k8s.kubectl("describe svc service-test").text().contains("Ensured load balancer"));
        answered(k8s.host("visitor").get("http://" + NODE_1 + ":" + NODE_PORT + "/"));
    }

    @Test
    @DisplayName("I8: it stays as long as the Service does; deleted and made again, that may get another")
    void another_address_next_time() {
        Cluster k8s = inACloud().up();
        k8s.advance(Duration.ofMinutes(3));
        k8s.kubectl("scale deployment coredns -n kube-system --replicas=1");
        k8s.node(NODE_1).powerOff();
        k8s.advance(Duration.ofMinutes(10));
        assertEquals(VIP, externalIp(k8s));
        String manifest = k8s.kubectl("get svc service-test -o yaml")
                .text()
                .replaceAll("(?m)^  (uid|resourceVersion|creationTimestamp):.*\n", "")
                .replaceAll("(?s)\nstatus:.*", "\n")
                .replaceAll("(?m)^  finalizers:\n  - .*\n", "");
        k8s.kubectl("delete svc service-test");
        k8s.advance(Duration.ofMinutes(1));
        assertFalse(visit(k8s).answered());
        k8s.apply(manifest);
        k8s.advance(Duration.ofMinutes(3));
        assertNotEquals(VIP, externalIp(k8s));
        answered(k8s.host("visitor").get("http://" + externalIp(k8s) + "/"));
    }

    @Test
    @DisplayName(
            "I8, cause broken: no cloud, so it stays pending, and a balancer of one's own goes in front of node ports")
    void without_a_cloud() {
        Cluster k8s = described()
                .type("LoadBalancer")
                .nodePort(NODE_PORT)
                .balancer(VIP)
                .port(80, NODE_PORT)
                .up();
        k8s.advance(Duration.ofHours(1));
        assertEquals("<pending>", externalIp(k8s));
        answered(visit(k8s));
    }

    // -- I9

    @Test
    @DisplayName(
            "I9: layer 4 only: bytes pass unread, whatever host or path they name, and each Service has one of its own")
    void layer_four_only() {
        Cluster k8s = inACloud()
                .service("other")
                .type("LoadBalancer")
                .selector("app", "service_test_pod")
                .port(80, "http")
                .up();
        k8s.advance(Duration.ofMinutes(3));
        List<String> addresses = k8s.kubectl("get svc").lines().stream()
                .filter(line -> line.contains("LoadBalancer"))
                .map(line -> line.split("\\s+")[3])
                .distinct()
                .toList();
        assertEquals(2, addresses.size(), "one balancer and one address for each Service");
        Walk walk = k8s.host("visitor").get(URL + "api?host=elsewhere.com");
        answered(walk);
        assertTrue(
                walk.steps().stream()
                        .filter(step -> step.at().host().startsWith("balancer"))
                        .noneMatch(step -> step.layer().name().equals("APPLICATION")),
                "nothing on the balancer reads the request");
        assertEquals(
                Outcome.Kind.TIMED_OUT,
                k8s.host("visitor").connect(VIP, 443).outcome().kind(),
                "there is no TLS where the Service has no port 443");
    }

    // -- I11

    @Test
    @DisplayName("I11: a balancer that passes packets through cannot translate ports: clients use the node port itself")
    void no_translation_of_ports() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> nodePort()
                        .balancer(VIP)
                        .mode(BalancerMode.PASS_THROUGH)
                        .port(80, NODE_PORT)
                        .up());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("cannot translate port 80 to 32213"),
                refused::getMessage);
        Cluster k8s = nodePort()
                .balancer(VIP)
                .mode(BalancerMode.PASS_THROUGH)
                .port(NODE_PORT)
                .up();
        assertEquals(
                Outcome.Kind.TIMED_OUT,
                k8s.host("visitor").connect(VIP, 80).outcome().kind());
        Walk walk = k8s.host("visitor").get("http://" + VIP + ":" + NODE_PORT + "/");
        answered(walk);
        assertTrue(
                walk.steps(Step.Translated.class).stream()
                        .noneMatch(step -> step.at().host().startsWith("balancer")),
                "the balancer rewrote nothing");
    }

    @Test
    @DisplayName("I11, cause broken: one that translates can be asked on port 80")
    void with_translation_port_80_works() {
        answered(visit(balanced().up()));
    }
}
