package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.time.Duration;
import java.util.stream.Collectors;
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

    @Test
    @DisplayName("a pod for which its node has no address left waits, says so, and starts once one is free")
    void a_full_range() {
        Cluster k8s = cluster()
                .node("10.100.0.2")
                .podCidr("10.0.1.0/30")
                .pod("first")
                .listen(80)
                .up();
        k8s.apply("{apiVersion: v1, kind: Pod, metadata: {name: second}, spec: {containers: [{name: c, image: x}]}}");

        k8s.advance(Duration.ofSeconds(25));

        assertTrue(
                k8s.kubectl("get pods").text().matches("(?s).*second +0/1 +ContainerCreating +0 .*"),
                () -> k8s.kubectl("get pods").text());
        String events = k8s.kubectl("describe pod second").text();
        assertTrue(
                events.matches(
                        "(?s).*Warning +FailedCreatePodSandBox +\\d+s \\(x3 over \\d+s\\) +kubelet +Failed to create pod"
                                + " sandbox: rpc error: code = Unknown desc = networkPlugin cni failed to set up pod"
                                + " \"second_default\" network: plugin type=\"bridge\" failed \\(add\\): failed to allocate for range 0:"
                                + " no IP addresses available in range set: 10.0.1.1-10.0.1.2.*"),
                events);
        assertThrows(
                IllegalStateException.class,
                () -> k8s.pod("second").container("pause").restart());

        k8s.kubectl("delete pod first");
        k8s.advance(Duration.ofSeconds(50));

        assertEquals("10.0.1.2", k8s.pod("second").address().toString());
        answered(k8s.node("10.100.0.2").ping("10.0.1.2"));
    }

    @Test
    @DisplayName("of two families a pod gets both addresses or none")
    void a_full_range_of_one_family() {
        Cluster k8s = cluster()
                .dualStack()
                .node("10.100.0.2")
                .podCidr("fd00:10:0:1::/126")
                .pod("first")
                .up();
        for (String name : new String[] {"second", "third"}) {
            k8s.apply("{apiVersion: v1, kind: Pod, metadata: {name: " + name
                    + "}, spec: {containers: [{name: c, image: x}]}}");
        }
        k8s.advance(Duration.ofSeconds(15));
        assertEquals(
                "10.0.1.3,fd00:10:0:1::3",
                k8s.pod("second").addresses().stream().map(Object::toString).collect(Collectors.joining(",")),
                "IPv6 has no broadcast address");

        k8s.kubectl("delete pod second");
        k8s.advance(Duration.ofSeconds(50));

        assertEquals(2, k8s.pod("third").addresses().size());
    }

    @Test
    @DisplayName("Endpoints that a person writes for a Service without a selector are called by it")
    void endpoints_by_hand() {
        Cluster k8s = cluster()
                .outside("203.0.113.0/24")
                .host("203.0.113.10")
                .listen(8080)
                .node("10.100.0.2")
                .pod("client")
                .service("db")
                .port(80, 8080)
                .up();
        assertFalse(k8s.pod("client").get("http://db").answered());

        k8s.apply("{apiVersion: v1, kind: Endpoints, metadata: {name: db}, subsets: [{addresses: [{ip: 203.0.113.10}],"
                + " ports: [{port: 8080}]}]}");
        k8s.advance(Duration.ofSeconds(5));
        answered(k8s.pod("client").get("http://db"));

        k8s.kubectl("delete endpoints db");
        k8s.advance(Duration.ofSeconds(5));
        assertFalse(k8s.pod("client").get("http://db").answered());
    }
}
