package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import packetwalk.net.http.HttpResponse;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** The nginx-like controller: a pod in the cluster that is the balancer, and sends requests to endpoints. */
class IngressNginxTest {

    /** Two servers on two nodes, another Service, and somebody outside. */
    private static ClusterScope scope() {
        return cluster()
                .outside("203.0.113.0/24")
                .host("203.0.113.10")
                .name("client")
                .node("10.100.0.2")
                .pod("server-1")
                .label("app", "service_test_pod")
                .listen(8080)
                .node("10.100.0.3")
                .pod("server-2")
                .label("app", "service_test_pod")
                .listen(8080)
                .pod("other")
                .label("app", "other")
                .listen(8080)
                .service("service-test")
                .clusterIp("10.3.241.152")
                .selector("app", "service_test_pod")
                .port(80, 8080)
                .service("other")
                .selector("app", "other")
                .port(80, 8080);
    }

    private static IngressScope withIngress() {
        return scope().ingress("test-ingress")
                .className("nginx")
                .host("testhost.com")
                .path("Prefix", "/", "service-test", 80)
                .path("Prefix", "/other", "other", 80);
    }

    private static int httpPort(Cluster k8s) {
        return Integer.parseInt(
                k8s.kubectl("get svc ingress-nginx-controller -n ingress-nginx -o jsonpath={.spec.ports[0].nodePort}")
                        .text());
    }

    private static Requests requests(Cluster k8s) {
        return Requests.from(k8s.host("client"), "10.100.0.2", httpPort(k8s));
    }

    private static String body(HttpResponse response) {
        return response.body().text();
    }

    @Test
    void requests_go_to_endpoints_by_host_and_path_and_take_turns() {
        Cluster k8s = withIngress().ingressController("nginx").up();
        Requests requests = requests(k8s);
        String first = body(requests.get("testhost.com", "/"));
        String second = body(requests.get("testhost.com", "/"));
        assertTrue(first.startsWith("server-1 ") && second.startsWith("server-2 "), first + second);
        assertTrue(body(requests.get("testhost.com", "/other/x")).startsWith("other "));
        assertTrue(body(requests.get("testhost.com", "/others")).startsWith("server-"));
    }

    @Test
    void a_walk_tells_which_rule_won_and_the_cluster_address_is_never_used() {
        Cluster k8s = scope().ingress("all")
                .className("nginx")
                .path("Prefix", "/", "service-test", 80)
                .ingressController("nginx")
                .up();
        Walk walk = k8s.host("client").get("http://10.100.0.3:" + httpPort(k8s) + "/a");
        assertTrue(
                walk.text()
                        .replaceAll("\\s+", " ")
                        .contains("proxied: host 10.100.0.3 path /a: Prefix / of ingress default/all -> service"
                                + " default/service-test:80 -> 10.0.1.2:8080 (the only one of 1 path that matches)"),
                walk.text());
        assertFalse(walk.text().contains("10.3.241.152"), walk.text());
    }

    @Test
    void what_no_rule_means_gets_nginx_own_404() {
        Cluster k8s = withIngress().ingressController("nginx").up();
        HttpResponse response = requests(k8s).get("nobody.com", "/");
        assertEquals(404, response.status());
        assertEquals(
                "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not"
                        + " Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
                body(response));
        assertEquals(400, requests(k8s).get("testhost.com", "/../x").status());
    }

    @Test
    void a_service_without_endpoints_or_without_existing_is_503_and_an_event_says_which() {
        Cluster k8s = scope().service("empty")
                .selector("app", "nobody")
                .port(80)
                .ingress("a")
                .className("nginx")
                .host("a.com")
                .path("Prefix", "/empty", "empty", 80)
                .path("Prefix", "/gone", "gone", 80)
                .ingressController("nginx")
                .up();
        assertEquals(503, requests(k8s).get("a.com", "/empty").status());
        assertEquals(503, requests(k8s).get("a.com", "/gone").status());
        String described = k8s.kubectl("describe ingress a").text();
        assertTrue(described.contains("gone:80 (<error: services \"gone\" not found>)"), described);
        assertTrue(described.contains("Service \"default/empty\" does not have any active Endpoint."), described);
        assertTrue(described.contains("Error obtaining Endpoints for Service \"default/gone\""), described);
    }

    @Test
    void its_address_is_that_of_the_node_which_its_pod_is_on() {
        Cluster k8s = withIngress().ingressController("nginx").up();
        assertEquals("""
                NAME           CLASS   HOSTS          ADDRESS      PORTS   AGE
                test-ingress   nginx   testhost.com   10.100.0.2   80      0s""", k8s.kubectl("get ing").text());
    }

    @Test
    void an_ingress_that_comes_later_is_served_after_a_moment_and_has_an_address_within_a_minute() {
        Cluster k8s = scope().ingressController("nginx").up();
        k8s.apply(ingress("late", "late.com", "/", "other"));
        assertEquals(404, requests(k8s).get("late.com", "/").status());
        k8s.advance(Duration.ofSeconds(4));
        assertEquals(200, requests(k8s).get("late.com", "/").status());
        k8s.advance(Duration.ofMinutes(1));
        assertTrue(k8s.kubectl("get ing late").text().contains("10.100.0.2"));
    }

    @Test
    void two_changes_in_a_row_are_seconds_apart_for_its_rate_is_limited() {
        Cluster k8s = scope().ingressController("nginx").up();
        k8s.apply(ingress("one", "one.com", "/", "other"));
        k8s.advance(Duration.ofSeconds(4));
        k8s.apply(ingress("two", "two.com", "/", "other"));
        k8s.advance(Duration.ofSeconds(2));
        k8s.apply(ingress("three", "three.com", "/", "other"));
        k8s.advance(Duration.ofMillis(500));
        assertEquals(404, requests(k8s).get("three.com", "/").status());
        k8s.advance(Duration.ofSeconds(4));
        assertEquals(200, requests(k8s).get("three.com", "/").status());
    }

    @Test
    void a_host_and_path_that_another_ingress_has_is_refused_by_its_webhook_and_nothing_changes() {
        Cluster k8s = withIngress().ingressController("nginx").up();
        String before = k8s.kubectl("get ing").text();
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> k8s.apply(ingress("second", "testhost.com", "/other", "other")));
        assertEquals(
                "admission webhook \"validate.nginx.ingress.kubernetes.io\" denied the request: host \"testhost.com\" and"
                        + " path \"/other\" is already defined in ingress default/test-ingress",
                refused.getMessage());
        assertEquals(before, k8s.kubectl("get ing").text());
    }

    @Test
    void without_its_pod_the_webhook_cannot_be_asked_and_no_ingress_is_stored() {
        Cluster k8s = withIngress().ingressController("nginx").up();
        k8s.kubectl("scale deployment ingress-nginx-controller -n ingress-nginx --replicas=0");
        k8s.advance(Duration.ofSeconds(40));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> k8s.apply(ingress("second", "b.com", "/", "other")));
        assertEquals(
                "Internal error occurred: failed calling webhook \"validate.nginx.ingress.kubernetes.io\": failed to call"
                        + " webhook: Post \"https://ingress-nginx-controller-admission.ingress-nginx.svc:443/networking/v1/ingresses?timeout=10s\":"
                        + " no endpoints available for service \"ingress-nginx-controller-admission\"",
                refused.getMessage());
        assertEquals(
                Outcome.Kind.REFUSED,
                k8s.host("client")
                        .get("http://10.100.0.2:" + httpPort(k8s) + "/")
                        .outcome()
                        .kind());
    }

    @Test
    void an_ingress_of_no_class_or_of_another_is_not_its_own() {
        Cluster k8s = scope().ingress("plain")
                .host("plain.com")
                .path("Prefix", "/", "other", 80)
                .ingress("foreign")
                .className("traefik")
                .host("foreign.com")
                .path("Prefix", "/", "other", 80)
                .ingress("annotated")
                .annotation("kubernetes.io/ingress.class", "nginx")
                .host("annotated.com")
                .path("Prefix", "/", "other", 80)
                .ingressController("nginx")
                .up();
        assertEquals(404, requests(k8s).get("plain.com", "/").status());
        assertEquals(404, requests(k8s).get("foreign.com", "/").status());
        assertEquals(200, requests(k8s).get("annotated.com", "/").status());
        assertEquals("""
                NAME        CLASS     HOSTS           ADDRESS      PORTS   AGE
                annotated   <none>    annotated.com   10.100.0.2   80      0s
                foreign     traefik   foreign.com                  80      0s
                plain       <none>    plain.com                    80      0s""", k8s.kubectl("get ing").text());
    }

    @Test
    void without_a_controller_an_ingress_does_nothing() {
        Cluster k8s = withIngress().up();
        assertTrue(k8s.kubectl("describe ing test-ingress").text().contains("Address:          \n"));
        assertTrue(k8s.kubectl("describe ing test-ingress").text().contains("Events:         <none>"));
        Walk walk = k8s.host("client").get("http://10.100.0.2/");
        assertEquals(Outcome.Kind.REFUSED, walk.outcome().kind());
    }

    @Test
    void what_a_client_says_of_others_is_believed_only_if_the_config_map_says_so() {
        Cluster k8s = withIngress().ingressController("nginx").up();
        String[] forged = {"X-Forwarded-For", "1.2.3.4, 5.6.7.8", "X-Forwarded-Proto", "https"};
        String honest = body(requests(k8s).get("testhost.com", "/other", forged));
        assertFalse(honest.contains("1.2.3.4"), honest);
        k8s.apply("""
                {apiVersion: v1, kind: ConfigMap, metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}, data: {use-forwarded-headers: "true"}}
                """);
        k8s.advance(Duration.ofSeconds(5));
        String trusting = body(requests(k8s).get("testhost.com", "/other", forged));
        assertTrue(trusting.contains("forwarded for 1.2.3.4)"), trusting);
        k8s.apply("""
                {apiVersion: v1, kind: ConfigMap, metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}, data: {use-forwarded-headers: "true", compute-full-forwarded-for: "true"}}
                """);
        k8s.advance(Duration.ofSeconds(5));
        String full = body(requests(k8s).get("testhost.com", "/other", forged));
        assertTrue(full.matches("(?s).*forwarded for 1\\.2\\.3\\.4, 5\\.6\\.7\\.8, [\\d.]+\\).*"), full);
        String unclaimed = body(requests(k8s).get("testhost.com", "/other"));
        assertTrue(unclaimed.matches("(?s).*forwarded for [\\d.]+\\).*"), unclaimed);
    }

    @Test
    void plain_requests_to_a_host_with_tls_are_sent_to_https_unless_that_is_switched_off() {
        Cluster k8s = scope().ingress("secure")
                .className("nginx")
                .host("testhost.com")
                .path("Prefix", "/", "other", 80)
                .tls("my-ssl-secret", "testhost.com")
                .ingressController("nginx")
                .up();
        HttpResponse redirect = requests(k8s).get("testhost.com", "/a?b=c");
        assertEquals(308, redirect.status());
        assertEquals(
                Optional.of("https://testhost.com/a?b=c"), redirect.headers().first("Location"));
        k8s.apply("""
                {apiVersion: v1, kind: ConfigMap, metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}, data: {ssl-redirect: "false"}}
                """);
        k8s.advance(Duration.ofSeconds(5));
        assertEquals(200, requests(k8s).get("testhost.com", "/a").status());
    }

    @Test
    void an_annotation_that_is_not_modelled_is_told_by_name() {
        Cluster k8s = withIngress()
                .annotation("nginx.ingress.kubernetes.io/rewrite-target", "/")
                .ingressController("nginx")
                .up();
        assertTrue(k8s.kubectl("describe ing test-ingress")
                .text()
                .contains("UNKNOWN: annotation nginx.ingress.kubernetes.io/rewrite-target is not modelled"));
    }

    @Test
    void when_an_endpoint_goes_requests_go_to_the_other() {
        Cluster k8s = withIngress().ingressController("nginx").up();
        k8s.kubectl("delete pod server-1 --now");
        k8s.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 4; i++) {
            assertTrue(body(requests(k8s).get("testhost.com", "/")).startsWith("server-2 "));
        }
    }

    @Test
    void another_controller_is_refused_by_name() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> scope().ingressController("traefik"));
        assertEquals(
                "ingress controller \"traefik\" is not modelled; there is \"nginx\", and GCE's comes with .cloud()",
                refused.getMessage());
    }

    private static String ingress(String name, String host, String path, String service) {
        return """
                {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: %s}, spec: {ingressClassName: nginx, rules: [{host: %s, http: {paths: [{path: %s, pathType: Prefix, backend: {service: {name: %s, port: {number: 80}}}}]}}]}}
                """.formatted(name, host, path, service);
    }
}
