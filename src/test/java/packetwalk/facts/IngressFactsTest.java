package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.ClusterScope;
import packetwalk.IngressScope;
import packetwalk.Requests;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.x509.CertificateSpec;
import packetwalk.net.x509.Certificates;
import packetwalk.net.x509.KeyedCertificate;
import packetwalk.program.tls.TlsClient;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** I10, as the nginx-like controller brings it about: an Ingress by packets, and with its causes broken. */
class IngressFactsTest {
    private static final Instant BEGUN = Instant.parse("2025-12-01T00:00:00Z");

    private static ClusterScope described() {
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
                .port(80, 8080);
    }

    private static IngressScope testIngress(ClusterScope scope) {
        return scope.ingress("test-ingress")
                .className("nginx")
                .tls("my-ssl-secret", "testhost.com")
                .host("testhost.com")
                .path("Prefix", "/", "service-test", 80)
                .path("Prefix", "/other", "other", 80);
    }

    private static Cluster built() {
        Cluster k8s = testIngress(described()).ingressController("nginx").up();
        k8s.apply(secret("my-ssl-secret", "testhost.com"));
        k8s.advance(Duration.ofSeconds(70));
        return k8s;
    }

    private static String secret(String name, String host) {
        KeyedCertificate certificate = KeyedCertificate.selfSigned(
                new CertificateSpec(host, List.of(host), BEGUN, BEGUN.plus(Duration.ofDays(365))), new Random(7));
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: " + name + "}\ntype: kubernetes.io/tls\nstringData:\n"
                + "  tls.crt: |\n" + certificate.certificatePem().indent(4) + "  tls.key: |\n"
                + certificate.keyPem().indent(4);
    }

    private static int nodePort(Cluster k8s, String name) {
        return Integer.parseInt(k8s.kubectl("get svc ingress-nginx-controller -n ingress-nginx -o"
                        + " jsonpath={.spec.ports[?(@.name==\"" + name + "\")].nodePort}")
                .text());
    }

    private static Requests.Exchange https(Cluster k8s, String host, String path) {
        Requests requests = Requests.from(k8s.host("client"), "10.100.0.2", nodePort(k8s, "https"));
        return requests.over(TlsClient.trustingAnybody(requests.simulation(), host))
                .exchange("GET", host, path);
    }

    private static List<String> shown(Cluster k8s, String host) {
        return Certificates.names(
                https(k8s, host, "/").tls().orElseThrow().certificates().get(0));
    }

    private static String body(HttpResponse response) {
        return response.body().text();
    }

    @Test
    @DisplayName("I10: one layer-7 balancer for several services by host and path; what matches nothing is 404")
    void several_services_by_host_and_path() {
        Cluster k8s = built();
        assertTrue(
                body(https(k8s, "testhost.com", "/").response().orElseThrow()).startsWith("server-"));
        assertTrue(body(https(k8s, "testhost.com", "/other/x").response().orElseThrow())
                .startsWith("other-1"));
        assertEquals(404, https(k8s, "nobody.com", "/").response().orElseThrow().status());
    }

    @Test
    @DisplayName(
            "I10: TLS ends at the balancer, with the certificate of the Secret for its host; a fake one for all else")
    void tls_ends_at_the_balancer() {
        Cluster k8s = built();
        assertEquals(List.of("testhost.com"), shown(k8s, "testhost.com"));
        assertEquals(List.of("ingress.local"), shown(k8s, "nobody.com"));
    }

    @Test
    @DisplayName(
            "I10, cause broken: without the Secret the fake certificate is shown, and an event says which is missing")
    void without_the_secret_a_fake_certificate_is_shown() {
        Cluster k8s = built();
        k8s.kubectl("delete secret my-ssl-secret");
        k8s.advance(Duration.ofSeconds(10));
        assertEquals(List.of("ingress.local"), shown(k8s, "testhost.com"));
        assertTrue(k8s.kubectl("describe ing test-ingress")
                .text()
                .contains("local SSL certificate default/my-ssl-secret was not found. Using default certificate"));
    }

    @Test
    @DisplayName("I10: nginx' pods send to endpoints directly; the service's own node port and address are not used")
    void endpoints_directly() {
        Cluster k8s = described()
                .ingress("all")
                .className("nginx")
                .path("Prefix", "/", "service-test", 80)
                .ingressController("nginx")
                .up();
        Walk walk = k8s.host("client").get("http://10.100.0.3:" + nodePort(k8s, "http") + "/");
        String text = walk.text().replaceAll("\\s+", " ");
        assertTrue(text.contains("-> service default/service-test:80 -> 10.0."), text);
        assertFalse(text.contains("32213") || text.contains("10.3.241.152"), text);
    }

    @Test
    @DisplayName("I10, cause broken: an Ingress that no controller takes does nothing, and the cluster can say why")
    void without_a_controller_nothing_happens() {
        Cluster k8s = testIngress(described()).up();
        k8s.advance(Duration.ofMinutes(5));
        assertEquals("""
                ingress default/test-ingress, no address
                  nginx is not installed; .ingressController("nginx") does that""", k8s.ingress("test-ingress").text());
        assertEquals(
                Outcome.Kind.REFUSED,
                k8s.host("client").get("http://10.100.0.2/").outcome().kind());
    }

    @Test
    @DisplayName("I10: the controller says whether it takes an Ingress, and why")
    void the_controller_says_whether_it_is_meant() {
        Cluster k8s = testIngress(described())
                .ingress("classless")
                .path("Prefix", "/", "other", 80)
                .ingressController("nginx")
                .up();
        assertEquals(
                "nginx takes it: its class nginx is of controller k8s.io/ingress-nginx",
                k8s.ingress("test-ingress").controllers());
        assertEquals(
                "nginx leaves it alone: it names no class",
                k8s.ingress("classless").controllers());
        assertEquals(List.of("10.100.0.2"), k8s.ingress("test-ingress").addresses());
    }
}
