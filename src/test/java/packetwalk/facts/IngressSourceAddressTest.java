package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.Cluster;
import packetwalk.OutsideHost;
import packetwalk.trace.Connected;
import packetwalk.trace.Walk;

/** I13: whom the server sees as its client, on each way in, as its own socket and the headers of its requests say. */
class IngressSourceAddressTest {

    private static final String VISITOR = "203.0.113.10";

    /** Every way in at once, to one server on node-1. */
    private static Cluster built(String policy) {
        Cluster k8s = cluster()
                .cloud()
                .ingressController("nginx")
                .node("10.100.0.2")
                .pod("server")
                .label("app", "web")
                .listen(8080)
                .hostPort(8080, 9200)
                .node("10.100.0.3")
                .pod("client")
                .service("web")
                .type("LoadBalancer")
                .clusterIp("10.3.241.152")
                .selector("app", "web")
                .port(80, 8080)
                .nodePort(32213)
                .externalTrafficPolicy(policy)
                .ingress("inside")
                .className("nginx")
                .host("inside.example")
                .path("Prefix", "/", "web", 80)
                .ingress("outside")
                .annotation("kubernetes.io/ingress.class", "gce")
                .host("outside.example")
                .path("ImplementationSpecific", "/*", "web", 80)
                .balancer("198.51.100.7")
                .port(80, 32213)
                .outside("203.0.113.0/24")
                .host(VISITOR)
                .name("visitor")
                .up();
        k8s.advance(Duration.ofMinutes(10));
        return k8s;
    }

    private static String address(Cluster k8s, String object) {
        return k8s.kubectl("get " + object + " -o jsonpath={.status.loadBalancer.ingress[0].ip}")
                .text()
                .strip();
    }

    private static Walk walk(Cluster k8s, String way) {
        OutsideHost visitor = k8s.host("visitor");
        return switch (way) {
            case "pod to pod" -> k8s.pod("client").get("http://10.0.1.2:8080/");
            case "pod to Service" -> k8s.pod("client").get("http://10.3.241.152/");
            case "node port" -> visitor.get("http://10.100.0.2:32213/");
            case "node port elsewhere" -> visitor.get("http://10.100.0.3:32213/");
            case "cloud's balancer" -> visitor.get("http://" + address(k8s, "svc web") + "/");
            case "own balancer" -> visitor.get("http://198.51.100.7/");
            case "Ingress of GCE" ->
                visitor.curl("-H 'Host: outside.example' http://" + address(k8s, "ingress outside") + "/");
            case "Ingress of nginx" ->
                visitor.curl("-H 'Host: inside.example' http://" + address(k8s, "ingress inside") + "/");
            case "host port" -> visitor.get("http://10.100.0.2:9200/");
            default -> throw new AssertionError("no such way: " + way);
        };
    }

    private static Connected last(Walk walk) {
        List<Connected> connections = walk.connections();
        return connections.get(connections.size() - 1);
    }

    @ParameterizedTest(name = "I13: {1}, policy {0}: the server sees {2}")
    @CsvSource({
        "Cluster, pod to pod,          10.0.2.2,      1, 3, ''",
        "Cluster, pod to Service,      10.0.2.2,      1, 3, DNAT",
        "Cluster, node port,           10.0.1.1,      1, 3, 'DNAT, MASQUERADE'",
        "Cluster, node port elsewhere, 10.100.0.3,    1, 5, 'DNAT, MASQUERADE'",
        "Cluster, host port,           203.0.113.10,  1, 3, DNAT",
        "Local,   pod to pod,          10.0.2.2,      1, 3, ''",
        "Local,   node port,           203.0.113.10,  1, 3, DNAT",
        "Local,   cloud's balancer,    203.0.113.10,  1, 2, DNAT",
        "Local,   own balancer,        198.51.100.7,  2, 2, DNAT",
        "Local,   host port,           203.0.113.10,  1, 3, DNAT",
    })
    void what_the_server_sees(String policy, String way, String seen, int connections, int hops, String nats) {
        Walk walk = walk(built(policy), way);
        answered(walk);
        assertEquals(seen, last(walk).received().src().toString(), walk::text);
        assertTrue(walk.output().contains("you are " + seen), walk::output);
        assertEquals(connections, walk.connections().size(), walk::text);
        assertEquals(hops, last(walk).hops(), walk::text);
        assertEquals(nats, last(walk).nats(), walk::text);
    }

    @ParameterizedTest(name = "I13: {1}, policy {0}: two connections, and a header names the visitor")
    @CsvSource({
        "Cluster, Ingress of GCE,   '203.0.113.10,'",
        "Local,   Ingress of GCE,   '203.0.113.10,'",
        "Cluster, Ingress of nginx, 203.0.113.10",
        "Local,   Ingress of nginx, 203.0.113.10",
    })
    void a_proxy_tells(String policy, String way, String told) {
        Walk walk = walk(built(policy), way);
        answered(walk);
        assertEquals(2, walk.connections().size(), walk::text);
        assertFalse(last(walk).received().src().toString().equals(VISITOR), walk::text);
        assertTrue(walk.output().contains("forwarded for " + told), walk::output);
    }

    @Test
    @DisplayName(
            "I13, broken: without masquerading the server sees the visitor, whom its answer reaches from elsewhere")
    void without_masquerading() {
        Cluster k8s = built("Cluster");
        k8s.node("node-2").iptables("-t nat -F KUBE-POSTROUTING");
        Walk walk = walk(k8s, "node port elsewhere");
        assertEquals(VISITOR, last(walk).received().src().toString(), walk::text);
        assertFalse(walk.answered(), walk::text);
    }

    @Test
    @DisplayName("I13, broken: policy Local on a node without a pod keeps the address, and loses the packet")
    void local_without_a_pod() {
        Walk walk = walk(built("Local"), "node port elsewhere");
        assertTrue(walk.connections().isEmpty(), walk::text);
        assertEquals("node-2", walk.drop().orElseThrow().at().host());
    }

    @Test
    @DisplayName("I13: whoever writes the header himself is believed by nobody who counts from the right")
    void a_forged_header() {
        Cluster k8s = built("Local");
        String forged = "-H 'X-Forwarded-For: 8.8.8.8' ";
        OutsideHost visitor = k8s.host("visitor");
        Walk google =
                visitor.curl(forged + "-H 'Host: outside.example' http://" + address(k8s, "ingress outside") + "/");
        Walk nginx = visitor.curl(forged + "-H 'Host: inside.example' http://" + address(k8s, "ingress inside") + "/");
        assertTrue(google.output().contains("forwarded for 8.8.8.8,203.0.113.10,"), google::output);
        assertTrue(nginx.output().contains("forwarded for 203.0.113.10)"), nginx::output);
    }
}
