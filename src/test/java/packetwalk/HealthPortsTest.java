package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import packetwalk.agent.ProxyMode;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.HttpListener;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** What load balancers ask of a node: kube-proxy's own health, and which Services have pods there; by packets. */
class HealthPortsTest {

    private final Cluster k8s = cluster()
            .node("10.100.0.2")
            .pod("web-1")
            .label("app", "web")
            .listen(8080)
            .node("10.100.0.3")
            .service("web")
            .type("LoadBalancer")
            .selector("app", "web")
            .port(80, 8080)
            .outside("203.0.113.0/24")
            .host("203.0.113.9")
            .name("prober")
            .up();

    private String port;

    @BeforeEach
    void letOnlyLocalPodsServe() {
        k8s.kubectl("patch service web -p '{\"spec\":{\"externalTrafficPolicy\":\"Local\"}}'");
        k8s.advance(Duration.ofSeconds(2));
        port = k8s.kubectl("get service web -o jsonpath={.spec.healthCheckNodePort}")
                .text();
    }

    private Walk ask(String node, String port, String path) {
        return k8s.host("prober").get("http://" + node + ":" + port + path);
    }

    private static int status(Walk walk) {
        answered(walk);
        return Integer.parseInt(walk.outcome().text().split(" ")[1]);
    }

    @Test
    void a_node_with_a_ready_pod_says_200_and_how_many_and_one_without_says_503() {
        Walk with = ask("10.100.0.2", port, "/healthz");
        assertEquals(200, status(with));
        assertEquals(
                "{\n\t\"service\": {\n\t\t\"namespace\": \"default\",\n\t\t\"name\": \"web\"\n\t},\n"
                        + "\t\"localEndpoints\": 1,\n\t\"serviceProxyHealthy\": true\n}",
                with.output());
        Walk without = ask("10.100.0.3", port, "/healthz");
        assertEquals(503, status(without));
        assertTrue(without.output().contains("\"localEndpoints\": 0"), without::output);
    }

    @Test
    void the_answer_changes_with_the_pods() {
        k8s.kubectl("delete pod web-1");
        k8s.advance(Duration.ofSeconds(3));
        assertEquals(503, status(ask("10.100.0.2", port, "/")));
    }

    @Test
    void the_port_closes_when_the_policy_is_Cluster_again() {
        k8s.kubectl("patch service web -p '{\"spec\":{\"externalTrafficPolicy\":\"Cluster\"}}'");
        k8s.advance(Duration.ofSeconds(2));
        Walk closed = ask("10.100.0.2", port, "/healthz");
        assertEquals(Outcome.Kind.REFUSED, closed.outcome().kind());
        assertTrue(closed.steps().stream().anyMatch(step -> step.reason().startsWith(DropReason.NO_SOCKET.toString())));
    }

    @Test
    void healthz_on_10256_is_503_on_a_node_that_is_about_to_be_deleted_and_livez_is_not() {
        assertEquals(200, status(ask("10.100.0.2", "10256", "/healthz")));
        k8s.kubectl("patch node node-1 -p '{\"spec\":{\"taints\":[{\"key\":\"ToBeDeletedByClusterAutoscaler\","
                + "\"effect\":\"NoSchedule\"}]}}'");
        k8s.advance(Duration.ofSeconds(1));
        Walk marked = ask("10.100.0.2", "10256", "/healthz");
        assertEquals(503, status(marked));
        assertTrue(marked.output().contains("\"nodeEligible\":false,\"healthy\":true"), marked::output);
        assertEquals(200, status(ask("10.100.0.2", "10256", "/livez")));
        assertEquals(404, status(ask("10.100.0.2", "10256", "/metrics")));
        assertEquals(200, status(ask("10.100.0.3", "10256", "/healthz")));
    }

    @Test
    void a_killed_kube_proxy_answers_on_neither_port_until_it_is_started_again() {
        k8s.node("node-1").kubeProxy().kill();
        assertEquals(
                Outcome.Kind.REFUSED,
                ask("10.100.0.2", "10256", "/healthz").outcome().kind());
        assertEquals(
                Outcome.Kind.REFUSED,
                ask("10.100.0.2", port, "/healthz").outcome().kind());
        k8s.node("node-1").kubeProxy().start();
        k8s.advance(Duration.ofSeconds(2));
        assertEquals(200, status(ask("10.100.0.2", "10256", "/healthz")));
        assertEquals(200, status(ask("10.100.0.2", port, "/healthz")));
    }

    @Test
    void a_sync_that_is_refused_is_no_progress_and_is_tried_again_until_it_is_not() {
        Cluster both = cluster()
                .dualStack()
                .node("10.100.0.2")
                .pod("web-1")
                .label("app", "web")
                .listen(8080)
                .pod("client")
                .service("web")
                .selector("app", "web")
                .port(80, 8080)
                .up();
        both.advance(Duration.ofSeconds(3));
        Node node = both.node("10.100.0.2");
        node.sh("iptables -t nat -F");
        node.sh("iptables -t nat -X");
        both.kubectl("patch svc web -p '{\"spec\":{\"type\":\"NodePort\"}}'");
        both.advance(Duration.ofSeconds(40));
        answered(both.pod("client").get("http://web/"));

        node.kubeProxy().restart(ProxyMode.NFTABLES);
        both.advance(Duration.ofSeconds(3));
        String before = node.get("http://10.100.0.2:10256/livez").output();
        node.nft("flush ruleset");
        both.kubectl("patch svc web -p '{\"spec\":{\"type\":\"ClusterIP\"}}'");
        both.advance(Duration.ofSeconds(2));
        String updated = "\"IPv4\":{\"lastUpdated\":\"";
        int at = before.indexOf(updated) + updated.length();
        String since = before.substring(at, at + 20);
        String refused = node.get("http://10.100.0.2:10256/livez").output();
        assertTrue(refused.contains(updated + since), () -> before + "\n" + refused);
        both.advance(Duration.ofSeconds(40));
        answered(both.pod("client").get("http://web/"));
        assertFalse(node.get("http://10.100.0.2:10256/livez").output().contains(updated + since));
    }

    @Test
    void a_port_that_somebody_has_in_one_family_is_not_kept_in_the_other() {
        Cluster both = cluster()
                .dualStack()
                .proxyMode(ProxyMode.NFTABLES)
                .node("10.100.0.2")
                .pod("web-1")
                .label("app", "web")
                .listen(8080)
                .service("web")
                .type("LoadBalancer")
                .ipFamilyPolicy("RequireDualStack")
                .selector("app", "web")
                .port(80, 8080)
                .up();
        both.advance(Duration.ofSeconds(3));
        Node node = both.node("10.100.0.2");
        new HttpListener(
                Inside.namespace(node),
                new Owner(7, "other"),
                new Endpoint(IpAddress.parse("fd00:100::2"), 30999),
                (request, client) -> HttpResponse.of(200, "text/plain", Bytes.of("other")));
        both.kubectl("patch svc web -p"
                + " '{\"spec\":{\"externalTrafficPolicy\":\"Local\",\"healthCheckNodePort\":30999}}'");
        both.advance(Duration.ofSeconds(3));
        assertTrue(both.kubectl("get events").text().contains("FailedToStartServiceHealthcheck"));
        assertFalse(
                node.ss("-tln").text().contains("10.100.0.2:30999"),
                () -> node.ss("-tln").text());
    }

    @Test
    void a_port_that_somebody_has_is_told_in_an_event_and_a_taken_10256_stops_no_sync() {
        Cluster taken = cluster()
                .node("10.100.0.2")
                .listen(10256)
                .pod("web-1")
                .label("app", "web")
                .listen(8080)
                .service("web")
                .type("NodePort")
                .selector("app", "web")
                .port(80, 8080)
                .outside("203.0.113.0/24")
                .host("203.0.113.9")
                .name("prober")
                .up();
        String nodePort = taken.kubectl("get service web -o jsonpath={.spec.ports[0].nodePort}")
                .text();
        answered(taken.host("prober").get("http://10.100.0.2:" + nodePort));
        assertTrue(taken.host("prober")
                .get("http://10.100.0.2:10256/healthz")
                .output()
                .startsWith("node-1"));
    }
}
