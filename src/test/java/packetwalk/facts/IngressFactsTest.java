package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.ClusterScope;
import packetwalk.IngressScope;
import packetwalk.OutsideHost;
import packetwalk.PodScope;
import packetwalk.Requests;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.x509.Certificates;
import packetwalk.program.tls.TlsClient;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** I10: an Ingress and its two kinds of controller, by packets, and with their causes broken. */
class IngressFactsTest {

    /** As long as GCE takes to make a balancer and to find its nodes healthy. */
    static final Duration MADE = Duration.ofMinutes(5);

    static PodScope servers() {
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
                .listen(8080);
    }

    private static ClusterScope described() {
        return servers()
                .pod("other-1")
                .label("app", "other")
                .listen(8080)
                .service("service-test")
                .clusterIp("10.3.241.152")
                .selector("app", "service_test_pod")
                .port(80, 8080)
                .nodePort(32213)
                .service("other")
                .selector("app", "other")
                .port(80, 8080)
                .nodePort(32214);
    }

    /** The article's {@code test-ingress}, in today's form. */
    private static IngressScope testIngress(ClusterScope scope) {
        return scope.ingress("test-ingress")
                .annotation("kubernetes.io/ingress.class", "gce")
                .tls("my-ssl-secret")
                .host("testhost.com")
                .path("ImplementationSpecific", "/*", "service-test", 80);
    }

    private static Cluster gce() {
        Cluster k8s = testIngress(described())
                .tlsSecret("my-ssl-secret", "testhost.com")
                .cloud()
                .up();
        k8s.advance(MADE);
        return k8s;
    }

    private static Requests http(Cluster k8s, String address) {
        return Requests.from(k8s.host("client"), address, 80);
    }

    private static Requests https(Cluster k8s, String address, String host) {
        Requests requests = Requests.from(k8s.host("client"), address, 443);
        return requests.over(TlsClient.trustingAnybody(requests.simulation(), host));
    }

    static String address(Cluster k8s, String ingress) {
        return k8s.kubectl("get ingress " + ingress + " -o jsonpath={.status.loadBalancer.ingress[0].ip}")
                .text();
    }

    private static String body(HttpResponse response) {
        return response.body().text();
    }

    static void nobodyAnswers(Walk walk) {
        Outcome.Kind kind = walk.outcome().kind();
        assertTrue(kind == Outcome.Kind.TIMED_OUT || kind == Outcome.Kind.UNREACHABLE, walk.outcome()::text);
    }

    @Test
    @DisplayName("I10: the article's Ingress becomes one balancer outside, which takes minutes")
    void the_articles_ingress_gets_a_balancer() {
        Cluster k8s = testIngress(described())
                .tlsSecret("my-ssl-secret", "testhost.com")
                .cloud()
                .up();
        assertEquals("""
                NAME           CLASS    HOSTS          ADDRESS   PORTS     AGE
                test-ingress   <none>   testhost.com             80, 443   0s""", k8s.kubectl("get ing").text());
        nobodyAnswers(k8s.host("client").get("http://35.184.97.156/"));
        k8s.advance(MADE);
        assertEquals("35.184.97.156", address(k8s, "test-ingress"));
        String events = k8s.kubectl("describe ing test-ingress").text();
        for (String event : List.of(
                "Scheduled for sync", "UrlMap \"k8s2-um-", "ForwardingRule \"k8s2-fr-", "IP is now 35.184.97.156")) {
            assertTrue(events.contains(event), events);
        }
        assertTrue(body(http(k8s, "35.184.97.156").get("testhost.com", "/x")).startsWith("server-"));
    }

    @Test
    @DisplayName("I10: behind GCE's balancer all comes in by node ports, and the server is told of client and balancer")
    void requests_come_by_node_ports() {
        Cluster k8s = described()
                .ingress("all")
                .path("ImplementationSpecific", "/*", "service-test", 80)
                .cloud()
                .up();
        k8s.advance(MADE);
        Walk walk = k8s.host("client").get("http://35.184.97.156/");
        String text = walk.text().replaceAll("\\s+", " ");
        assertTrue(
                text.contains("proxied: host 35.184.97.156 path /: ImplementationSpecific /* of ingress default/all"
                        + " -> service default/service-test:80 -> 10.100.0."),
                text);
        assertTrue(text.contains(":32213 ("), text);
        assertTrue(text.contains("forwarded for 203.0.113.10,35.184.97.156"), text);
    }

    @Test
    @DisplayName("I10, cause broken: without a node port there is no way in, an event says so, and nothing is made")
    void a_cluster_ip_service_is_no_backend() {
        Cluster k8s = described()
                .service("inner")
                .selector("app", "other")
                .port(80, 8080)
                .ingress("inner")
                .path("Prefix", "/", "inner", 80)
                .cloud()
                .up();
        k8s.advance(MADE);
        assertEquals("", address(k8s, "inner"));
        String described = k8s.kubectl("describe ing inner").text();
        assertTrue(
                described.contains("Translation failed: invalid ingress spec: service \"default/inner\" is type"
                        + " \"ClusterIP\", expected \"NodePort\" or \"LoadBalancer\" when not using NEGs"),
                described);
    }

    @Test
    @DisplayName("I10: one balancer for several services, by host and path; what matches nothing is 404")
    void several_services_by_host_and_path() {
        Cluster k8s = described()
                .ingress("several")
                .host("testhost.com")
                .path("Prefix", "/", "service-test", 80)
                .path("Prefix", "/other", "other", 80)
                .host("other.com")
                .path("Exact", "/only", "other", 80)
                .cloud()
                .up();
        k8s.advance(MADE);
        Requests requests = http(k8s, address(k8s, "several"));
        assertTrue(body(requests.get("testhost.com", "/")).startsWith("server-"));
        assertTrue(body(requests.get("testhost.com", "/other/x")).startsWith("other-1"));
        assertTrue(body(requests.get("other.com", "/only")).startsWith("other-1"));
        for (HttpResponse missed : List.of(requests.get("other.com", "/"), requests.get("nobody.com", "/"))) {
            assertEquals(404, missed.status());
            assertEquals("response 404 (backend NotFound), service rules for the path non-existent \n", body(missed));
        }
    }

    @Test
    @DisplayName("I10: TLS ends at the balancer, with the certificate of the Secret; behind it all is plain")
    void tls_ends_at_the_balancer() {
        Cluster k8s = gce();
        Requests.Exchange exchange = https(k8s, "35.184.97.156", "testhost.com").exchange("GET", "testhost.com", "/");
        assertEquals(200, exchange.response().orElseThrow().status());
        assertEquals(
                List.of("testhost.com"),
                Certificates.names(exchange.tls().orElseThrow().certificates().get(0)));
        assertTrue(body(exchange.response().get()).contains("forwarded for 203.0.113.10,35.184.97.156"));
    }

    @Test
    @DisplayName(
            "I10: who has the name for the address gets the page by https; another name is refused, and so is old age")
    void curl_checks_the_certificate() {
        Cluster k8s = testIngress(described())
                .tlsSecret("my-ssl-secret", Duration.ofMinutes(8), "testhost.com")
                .cloud()
                .up();
        k8s.advance(MADE);
        OutsideHost client =
                k8s.host("client").hostAlias("testhost.com", "35.184.97.156").hostAlias("wrong.com", "35.184.97.156");
        assertEquals(
                Outcome.Kind.ANSWERED,
                client.get("https://testhost.com/").outcome().kind());
        assertTrue(
                client.get("https://wrong.com/").output().contains("curl: (60)"),
                client.get("https://wrong.com/").output());
        k8s.advance(MADE);
        assertTrue(client.get("https://testhost.com/").output().contains("expired"));
    }

    @Test
    @DisplayName("I10, cause broken: without the Secret there is no https, and an event says why")
    void without_the_secret_there_is_no_https() {
        Cluster k8s = testIngress(described()).cloud().up();
        k8s.advance(MADE);
        assertTrue(k8s.kubectl("describe ing test-ingress").text().contains("Could not find TLS certificates."));
        assertEquals(
                Optional.empty(), https(k8s, "35.184.97.156", "testhost.com").send("GET", "testhost.com", "/"));
        assertEquals(200, http(k8s, "35.184.97.156").get("testhost.com", "/").status());
    }

    @Test
    @DisplayName("I10: allow-http false leaves port 80 closed")
    void plain_http_can_be_switched_off() {
        Cluster k8s = testIngress(described())
                .annotation("kubernetes.io/ingress.allow-http", "false")
                .tlsSecret("my-ssl-secret", "testhost.com")
                .cloud()
                .up();
        k8s.advance(MADE);
        assertEquals(
                200,
                https(k8s, "35.184.97.156", "testhost.com")
                        .get("testhost.com", "/")
                        .status());
        nobodyAnswers(k8s.host("client").get("http://35.184.97.156/"));
    }

    @Test
    @DisplayName("I10: a node that dies is found out by its health checks, and requests go to the other")
    void a_dead_node_is_found_out() {
        Cluster k8s = described()
                .ingress("all")
                .path("ImplementationSpecific", "/*", "service-test", 80)
                .cloud()
                .up();
        k8s.advance(MADE);
        k8s.node("10.100.0.3").powerOff();
        k8s.advance(Duration.ofMinutes(25));
        for (int i = 0; i < 4; i++) {
            assertTrue(body(http(k8s, "35.184.97.156").get("", "/")).startsWith("server-1 "));
        }
    }

    @Test
    @DisplayName("I10: nginx's pods are the balancer: endpoints directly, no node port of the service's own")
    void nginx_goes_to_endpoints() {
        Cluster k8s = described()
                .ingress("all")
                .className("nginx")
                .path("Prefix", "/", "service-test", 80)
                .ingressController("nginx")
                .cloud()
                .up();
        k8s.advance(MADE);
        String address = address(k8s, "all");
        assertEquals("35.184.97.156", address);
        Walk walk = k8s.host("client").get("http://" + address + "/");
        String text = walk.text().replaceAll("\\s+", " ");
        assertTrue(text.contains("-> service default/service-test:80 -> 10.0."), text);
        assertFalse(text.contains("32213"), text);
    }

    @Test
    @DisplayName("I10: nginx shows the Secret's certificate for its host, and a fake one for all else")
    void nginx_shows_a_certificate_by_name() {
        Cluster k8s = described()
                .ingress("secure")
                .className("nginx")
                .host("testhost.com")
                .path("Prefix", "/", "service-test", 80)
                .tls("my-ssl-secret", "testhost.com")
                .tlsSecret("my-ssl-secret", "testhost.com")
                .ingressController("nginx")
                .cloud()
                .up();
        k8s.advance(MADE);
        assertEquals(List.of("testhost.com"), shown(k8s, "testhost.com"));
        assertEquals(List.of("ingress.local"), shown(k8s, "nobody.com"));
        k8s.kubectl("delete secret my-ssl-secret");
        k8s.advance(Duration.ofSeconds(10));
        assertEquals(List.of("ingress.local"), shown(k8s, "testhost.com"));
    }

    private static List<String> shown(Cluster k8s, String host) {
        Requests.Exchange exchange = https(k8s, address(k8s, "secure"), host).exchange("GET", host, "/");
        return Certificates.names(exchange.tls().orElseThrow().certificates().get(0));
    }

    @Test
    @DisplayName("I10, cause broken: an Ingress that no controller takes does nothing, and says nothing")
    void without_a_controller_nothing_happens() {
        Cluster k8s = testIngress(described()).up();
        k8s.advance(MADE);
        assertEquals("", address(k8s, "test-ingress"));
        assertTrue(k8s.kubectl("describe ing test-ingress").text().endsWith("Events:         <none>"));
        assertEquals("""
                ingress default/test-ingress, no address
                  nginx is not installed; .ingressController("nginx") does that
                  GCE is not there: this cluster is in no cloud; .cloud() puts it into one""", k8s.ingress("test-ingress").text());
    }

    @Test
    @DisplayName("I10: a cluster tells of each controller whether it takes an Ingress, and why")
    void each_controller_says_whether_it_is_meant() {
        Cluster k8s = testIngress(described())
                .ingress("classless")
                .path("Prefix", "/", "other", 80)
                .ingress("classed")
                .className("nginx")
                .host("other.com")
                .path("Prefix", "/", "other", 80)
                .ingressController("nginx")
                .cloud()
                .up();
        assertEquals("""
                nginx leaves it alone: annotation kubernetes.io/ingress.class says "gce"
                GCE takes it: annotation kubernetes.io/ingress.class says "gce\"""", k8s.ingress("test-ingress").controllers());
        assertEquals("""
                nginx leaves it alone: it names no class
                GCE takes it: it names no class""", k8s.ingress("classless").controllers());
        assertEquals("""
                nginx takes it: its class nginx is of controller k8s.io/ingress-nginx
                GCE leaves it alone: it names the class nginx; GCE goes by the annotation kubernetes.io/ingress.class""", k8s.ingress("classed").controllers());
    }

    @Test
    @DisplayName("I10: what is wrong with one Ingress changes nothing for another, nor for what it had before")
    void a_bad_change_leaves_all_as_it_was() {
        Cluster k8s = gce();
        k8s.apply("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: test-ingress, annotations: {kubernetes.io/ingress.class: gce}}
                spec:
                  tls: [{secretName: my-ssl-secret}]
                  rules:
                  - host: testhost.com
                    http: {paths: [{path: /*, pathType: ImplementationSpecific, backend: {service: {name: gone, port: {number: 80}}}}]}
                """);
        k8s.advance(MADE);
        assertTrue(k8s.kubectl("describe ing test-ingress")
                .text()
                .contains("Translation failed: invalid ingress spec: could not find service \"default/gone\""));
        assertTrue(body(http(k8s, "35.184.97.156").get("testhost.com", "/")).startsWith("server-"));
        String before = k8s.kubectl("get ing,svc -o yaml").text();
        assertThrows(IllegalArgumentException.class, () -> k8s.apply("""
                {apiVersion: v1, kind: Service, metadata: {name: bad}, spec: {type: NodePort, ports: [{port: 80, nodePort: 32213}]}}
                """));
        assertEquals(before, k8s.kubectl("get ing,svc -o yaml").text());
    }

    @Test
    @DisplayName("I10: an Ingress that is deleted gives its address back, and nobody answers there any more")
    void a_deleted_ingress_takes_its_balancer_along() {
        Cluster k8s = gce();
        k8s.kubectl("delete ingress test-ingress");
        k8s.advance(Duration.ofMinutes(1));
        assertEquals(
                "No resources found in default namespace.",
                k8s.kubectl("get ing").text());
        nobodyAnswers(k8s.host("client").get("http://35.184.97.156/"));
    }
}
