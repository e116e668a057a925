package packetwalk.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import packetwalk.Cluster;
import packetwalk.ClusterScope;
import packetwalk.trace.Load;
import packetwalk.trace.Outcome;

/** The service controller and the cloud behind it, as one sees them by kubectl and by packets. */
class ServiceControllerTest {

    private static final String FIRST = "35.184.97.156";

    private static ClusterScope described() {
        return cluster()
                .node("10.100.0.2")
                .pod("web-1")
                .label("app", "web")
                .listen(8080)
                .node("10.100.0.3")
                .outside("203.0.113.0/24")
                .host("203.0.113.9")
                .name("client")
                .service("web")
                .type("LoadBalancer")
                .selector("app", "web")
                .port(80, 8080)
                .nodePort(30080);
    }

    private static Cluster ready(CloudSpec cloud) {
        return described().cloud(cloud).up().advance(Duration.ofMinutes(3));
    }

    private final Cluster k8s = ready(CloudSpec.GCE);

    private String of(String path) {
        return k8s.kubectl("get svc web -o jsonpath={" + path + "}").text();
    }

    private void patch(String kind, String spec) {
        k8s.kubectl("patch " + kind + " -p '{\"spec\":" + spec + "}'");
    }

    private String events() {
        return k8s.kubectl("get events").text();
    }

    private List<String> states() {
        return k8s.balancer(FIRST).backends().rows().stream()
                .map(row -> row.name() + " " + row.state())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void a_balancer_of_every_kind_answers_and_says_in_the_status_of_which_it_is(BalancerMode mode) {
        Cluster other = ready(CloudSpec.GCE.withMode(mode));
        answered(other.host("client").get("http://" + FIRST + "/"));
        assertEquals(
                mode == BalancerMode.PASS_THROUGH ? "VIP" : "Proxy",
                other.kubectl("get svc web -o jsonpath={.status.loadBalancer.ingress[0].ipMode}")
                        .text());
    }

    @Test
    void the_finalizer_holds_a_deleted_service_until_the_cloud_is_done() {
        assertEquals("service.kubernetes.io/load-balancer-cleanup", of(".metadata.finalizers[0]"));
        k8s.kubectl("delete svc web");
        k8s.advance(Duration.ofSeconds(20));
        assertTrue(k8s.kubectl("get svc").text().contains("web"));
        k8s.advance(Duration.ofSeconds(40));
        assertFalse(k8s.kubectl("get svc").text().contains("web"));
        assertTrue(events().contains("DeletingLoadBalancer") && events().contains("DeletedLoadBalancer"));
        assertEquals("Listed 0 items.", k8s.gcloud("compute addresses list").text());
    }

    @Test
    void another_type_takes_the_balancer_away_and_clears_the_status() {
        patch("svc web", "{\"type\":\"NodePort\"}");
        k8s.advance(Duration.ofMinutes(1));
        assertEquals("", of(".status.loadBalancer.ingress"));
        assertEquals("", of(".metadata.finalizers"));
        assertFalse(k8s.host("client").get("http://" + FIRST + "/").answered());
        answered(k8s.host("client").get("http://10.100.0.3:30080/"));
    }

    @Test
    void a_service_of_a_class_is_left_to_whoever_serves_that_class() {
        k8s.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: classy}
                spec:
                  type: LoadBalancer
                  loadBalancerClass: example.com/own
                  selector: {app: web}
                  ports: [{port: 80, targetPort: 8080}]
                """);
        k8s.advance(Duration.ofMinutes(5));
        assertTrue(k8s.kubectl("get svc classy").text().contains("<pending>"));
        assertFalse(k8s.kubectl("describe svc classy").text().contains("EnsuringLoadBalancer"));
    }

    @Test
    void an_address_that_is_asked_for_is_given_if_it_is_free_and_refused_in_gces_words_if_not() {
        patch("svc web", "{\"loadBalancerIP\":\"35.184.97.200\"}");
        k8s.advance(Duration.ofSeconds(30));
        assertEquals("35.184.97.200", of(".status.loadBalancer.ingress[0].ip"));
        answered(k8s.host("client").get("http://35.184.97.200/"));
        patch("svc web", "{\"loadBalancerIP\":\"198.51.100.7\"}");
        k8s.advance(Duration.ofSeconds(30));
        assertTrue(
                events().contains("Error syncing load balancer: failed to ensure load balancer: requested ip"
                        + " \"198.51.100.7\" is neither static nor assigned to the LB"),
                this::events);
        assertEquals("35.184.97.200", of(".status.loadBalancer.ingress[0].ip"));
    }

    @Test
    void an_excluded_node_drains_and_comes_back_and_a_node_that_is_not_ready_stays_for_the_health_checks() {
        assertEquals(List.of("node-1 healthy", "node-2 healthy"), states());
        k8s.kubectl("label node node-2 node.kubernetes.io/exclude-from-external-load-balancers=true");
        k8s.advance(Duration.ofSeconds(12));
        assertEquals(List.of("node-1 healthy", "node-2 draining"), states());
        k8s.advance(Duration.ofSeconds(31));
        assertEquals(List.of("node-1 healthy"), states());
        k8s.kubectl("label node node-2 node.kubernetes.io/exclude-from-external-load-balancers-");
        k8s.advance(Duration.ofSeconds(20));
        assertEquals(List.of("node-1 healthy", "node-2 healthy"), states());
        assertTrue(events().contains("UpdatedLoadBalancer"));
        k8s.node("node-2").powerOff();
        k8s.advance(Duration.ofSeconds(120));
        assertTrue(k8s.kubectl("get nodes").text().contains("NotReady"));
        assertEquals(List.of("node-1 healthy", "node-2 unhealthy"), states());
    }

    @Test
    void connections_to_a_node_that_is_taken_away_go_on_for_the_draining_time_and_are_cut_once() {
        Cluster other = ready(CloudSpec.GCE.withMode(BalancerMode.PROXY).withDraining(Duration.ofSeconds(20)));
        other.after(
                Duration.ofSeconds(10),
                () -> other.kubectl("label node node-2 node.kubernetes.io/exclude-from-external-load-balancers="));
        Load load = other.host("client")
                .load("http://" + FIRST + "/")
                .requests(240)
                .clients(4)
                .keepAlive()
                .every(Duration.ofSeconds(1))
                .run();
        List<Load.Request> lost =
                load.requests().stream().filter(request -> !request.answered()).toList();
        assertTrue(lost.size() <= 4, load::text);
        for (Load.Request request : lost) {
            double seconds = (request.startNanos() - load.startNanos()) / 1e9;
            assertTrue(seconds > 38 && seconds < 43, () -> "lost after " + seconds + " s\n" + load.text());
        }
        assertEquals(
                lost.size(),
                other.balancer(FIRST).log().lines().stream()
                        .filter(line -> line.endsWith("its backend was taken out"))
                        .count());
    }

    @Test
    void with_local_traffic_only_nodes_with_pods_get_any_and_the_pod_sees_the_client() {
        patch("svc web", "{\"externalTrafficPolicy\":\"Local\"}");
        k8s.advance(Duration.ofSeconds(45));
        assertEquals(List.of("node-1 healthy", "node-2 unhealthy"), states());
        assertTrue(k8s.balancer(FIRST).backends().row("node-2").why().startsWith("503 from port "));
        for (int i = 0; i < 5; i++) {
            var walk = k8s.host("client").get("http://" + FIRST + "/");
            answered(walk);
            assertTrue(walk.output().contains("you are 203.0.113.9"), walk::output);
        }
    }

    @ParameterizedTest
    @EnumSource
    void source_ranges_keep_others_out_by_the_nodes_rules_or_by_the_clouds_firewall(BalancerMode mode) {
        Cluster other = ready(CloudSpec.GCE.withMode(mode));
        other.kubectl("patch svc web -p '{\"spec\":{\"loadBalancerSourceRanges\":[\"198.51.100.0/24\"]}}'");
        other.advance(Duration.ofSeconds(20));
        var walk = other.host("client").get("http://" + FIRST + "/");
        assertEquals(Outcome.Kind.TIMED_OUT, walk.outcome().kind());
        String where = mode == BalancerMode.PASS_THROUGH ? "node-" : "balancer-";
        assertTrue(walk.drop().orElseThrow().at().host().startsWith(where), walk::text);
        other.kubectl("patch svc web -p '{\"spec\":{\"loadBalancerSourceRanges\":[\"203.0.113.0/24\"]}}'");
        other.advance(Duration.ofSeconds(20));
        answered(other.host("client").get("http://" + FIRST + "/"));
    }

    @Test
    void a_port_without_a_node_port_is_no_way_for_a_proxy() {
        Cluster other = cluster()
                .node("10.100.0.2")
                .cloud(CloudSpec.GCE.withMode(BalancerMode.PROXY))
                .up();
        other.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: bare}
                spec:
                  type: LoadBalancer
                  allocateLoadBalancerNodePorts: false
                  selector: {app: web}
                  ports: [{port: 80, targetPort: 8080}]
                """);
        other.advance(Duration.ofMinutes(5));
        assertTrue(other.kubectl("describe svc bare").text().contains("port 80 has no node port"));
        assertTrue(other.kubectl("get svc bare").text().contains("<pending>"));
    }

    @Test
    void one_seed_gives_one_run() {
        assertEquals(
                ready(CloudSpec.GCE).balancer(FIRST).backends().text(),
                k8s.balancer(FIRST).backends().text());
    }
}
