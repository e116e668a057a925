package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What people change behind the back of controllers and kubelets, in the worst moment: nothing breaks, and it comes right again. */
class ControllersAndChangesTest {

    private static ClusterScope site() {
        return cluster()
                .cloud()
                .node("10.100.0.2")
                .pod("server-1")
                .label("app", "web")
                .listen(8080)
                .service("web")
                .selector("app", "web")
                .port(80, 8080)
                .nodePort(32213)
                .ingress("web")
                .annotation("kubernetes.io/ingress.class", "gce")
                .tls("certificate")
                .host("web.example")
                .path("ImplementationSpecific", "/*", "web", 80)
                .tlsSecret("certificate", "web.example")
                .outside("203.0.113.0/24")
                .host("203.0.113.10")
                .name("visitor");
    }

    private static packetwalk.trace.Walk https(Cluster k8s) {
        String front = k8s.ingress("web").addresses().get(0);
        return k8s.host("visitor").curl("--resolve web.example:443:" + front + " https://web.example/");
    }

    @Test
    @DisplayName("a certificate's Secret that is deleted and made again is shown again")
    void a_secret_goes_and_comes() {
        Cluster k8s = site().up();
        k8s.advance(Duration.ofMinutes(10));
        answered(https(k8s));
        String secret = k8s.kubectl("get secret certificate -o yaml").text();

        k8s.kubectl("delete secret certificate");
        k8s.advance(Duration.ofMinutes(1));
        assertFalse(https(k8s).answered());

        k8s.apply(secret.replaceAll("(?m)^  (uid|resourceVersion|creationTimestamp):.*\n", ""));
        k8s.advance(Duration.ofMinutes(1));
        answered(https(k8s));
    }

    @Test
    @DisplayName("the default backend's Service that somebody deletes is made again")
    void the_default_backend_comes_back() {
        Cluster k8s = site().up();
        k8s.advance(Duration.ofMinutes(10));

        k8s.kubectl("delete svc default-http-backend -n kube-system");
        k8s.advance(Duration.ofMinutes(1));

        assertTrue(k8s.kubectl("get svc -n kube-system").text().contains("default-http-backend"));
    }

    @Test
    @DisplayName("an Ingress of GCE that goes while nginx' webhook refuses all is taken down when it no longer does")
    void a_webhook_that_refuses_holds_up_and_no_more() {
        Cluster k8s = site().ingressController("nginx").up();
        k8s.advance(Duration.ofMinutes(10));
        k8s.kubectl("scale deployment ingress-nginx-controller -n ingress-nginx --replicas=0");
        k8s.advance(Duration.ofMinutes(1));
        k8s.kubectl("delete ingress web");
        k8s.advance(Duration.ofMinutes(5));
        assertTrue(k8s.kubectl("get ingress").text().contains("web.example"));

        k8s.kubectl("scale deployment ingress-nginx-controller -n ingress-nginx --replicas=1");
        k8s.advance(Duration.ofMinutes(5));

        assertFalse(k8s.kubectl("get ingress").text().contains("web.example"));
    }

    @Test
    @DisplayName("a container that is about to start again when its pod's sandbox dies starts once, in the new one")
    void a_sandbox_dies_between() {
        Cluster k8s = cluster()
                .node("10.100.0.2")
                .pod("web")
                .listen(8080)
                .pod("client")
                .up();
        Pod web = k8s.pod("web");
        web.container("web").kill();
        k8s.advance(Duration.ofSeconds(1));
        web.container("pause").kill();

        k8s.advance(Duration.ofSeconds(30));

        answered(k8s.pod("client").get("http://" + web.address() + ":8080/"));
        assertTrue(
                k8s.kubectl("get pods").text().matches("(?s).*web +1/1 +Running +1 .*"),
                () -> k8s.kubectl("get pods").text());
    }

    @Test
    @DisplayName("a pod that has ended for good holds no port of its node")
    void an_ended_pod_holds_no_port() {
        Cluster k8s = cluster().node("10.100.0.2").up();
        String pod =
                "{apiVersion: v1, kind: Pod, metadata: {name: %s}, spec: {restartPolicy: Never, containers: [{name: c,"
                        + " image: x, ports: [{containerPort: 80, hostPort: 8080}]}]}}";
        k8s.apply(pod.formatted("first"));
        k8s.advance(Duration.ofSeconds(5));
        k8s.pod("first").container("c").kill();
        k8s.advance(Duration.ofSeconds(5));

        k8s.apply(pod.formatted("second"));
        k8s.advance(Duration.ofSeconds(5));

        assertEquals(
                "Running",
                k8s.kubectl("get pod second -o jsonpath={.status.phase}").text().strip());
    }
}
