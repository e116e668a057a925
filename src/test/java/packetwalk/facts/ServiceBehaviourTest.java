package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Netns;
import packetwalk.Pod;
import packetwalk.api.ApiFault;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/**
 * What Kubernetes' own end-to-end tests check of Services (test/e2e/network/service.go and its neighbours), each as packets
 * through a built cluster.
 */
class ServiceBehaviourTest {

    private static final String WEB = """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              selector: {app: web}
              clusterIP: 10.3.241.152
            """;

    private final Cluster k8s = cluster()
            .node("10.100.0.2")
            .pod("web-1")
            .label("app", "web")
            .listen(8080)
            .listen("admin", 9090)
            .listenUdp(8080)
            .pod("neighbour")
            .node("10.100.0.3")
            .pod("web-2")
            .label("app", "web")
            .listen(8080)
            .listen("admin", 9090)
            .listenUdp(8080)
            .pod("client")
            .node("10.100.0.4")
            .outside("203.0.113.0/24")
            .host("203.0.113.10")
            .name("visitor")
            .up();
    private final Pod client = k8s.pod("client");

    private void service(String spec) {
        k8s.apply(WEB + spec.indent(2));
        pass(2);
    }

    private void pass(int seconds) {
        k8s.advance(Duration.ofSeconds(seconds));
    }

    private static Outcome.Kind kind(Walk walk) {
        return walk.outcome().kind();
    }

    private static Set<String> answers(Netns from, String url) {
        Set<String> names = new TreeSet<>(from.load(url, 12).answers().keySet());
        return names;
    }

    @Test
    @DisplayName("the Service kubernetes is there, with port 443")
    void master_service() {
        assertTrue(k8s.kubectl("get svc kubernetes").text().contains("443/TCP"));
    }

    @Test
    @DisplayName("a Service of several ports serves each, and one number may be TCP and UDP")
    void several_ports() {
        service("""
                ports:
                - {name: http, port: 80, targetPort: 8080}
                - {name: admin, port: 81, targetPort: admin}
                - {name: echo, port: 80, targetPort: 8080, protocol: UDP}
                """);
        answered(client.get("http://10.3.241.152/"));
        answered(client.get("http://10.3.241.152:81/"));
        answered(client.send("10.3.241.152", 80, "hello"));
        assertNotEquals(Outcome.Kind.ANSWERED, kind(client.get("http://10.3.241.152:82/")));
    }

    @Test
    @DisplayName("the source address of a pod is kept through a cluster IP")
    void source_kept() {
        service("ports: [{port: 80, targetPort: 8080}]");
        assertTrue(client.get("http://10.3.241.152/").output().contains("you are " + client.address()));
    }

    @Test
    @DisplayName("Services come and go on their own")
    void up_and_down() {
        service("ports: [{port: 80, targetPort: 8080}]");
        k8s.apply(WEB.replace("name: web", "name: other").replace("241.152", "241.153")
                + "  ports: [{port: 80, targetPort: 8080}]\n");
        pass(2);
        answered(client.get("http://10.3.241.152/"));
        answered(client.get("http://10.3.241.153/"));
        k8s.service("web").delete();
        pass(2);
        assertNotEquals(Outcome.Kind.ANSWERED, kind(client.get("http://10.3.241.152/")));
        answered(client.get("http://10.3.241.153/"));
    }

    @Test
    @DisplayName("kube-proxy may be killed and started again, and rules that somebody swept away come back")
    void kube_proxy_restarts() {
        service("ports: [{port: 80, targetPort: 8080}]");
        k8s.node("node-2").kubeProxy().kill();
        k8s.node("node-2").kubeProxy().start();
        pass(2);
        answered(client.get("http://10.3.241.152/"));
        k8s.node("node-2").iptables("-t nat -F");
        k8s.node("node-2").iptables("-t nat -X");
        assertNotEquals(Outcome.Kind.ANSWERED, kind(client.get("http://10.3.241.152/")));
        pass(35);
        answered(client.get("http://10.3.241.152/"));
    }

    @Test
    @DisplayName("a node port answers on every node, from outside too, and is free again after its Service")
    void node_port() {
        service("""
                type: NodePort
                ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
                """);
        for (String node : new String[] {"10.100.0.2", "10.100.0.3", "10.100.0.4"}) {
            answered(k8s.host("visitor").get("http://" + node + ":30080/"));
            answered(client.get("http://" + node + ":30080/"));
        }
        k8s.service("web").delete();
        pass(2);
        assertEquals(Outcome.Kind.REFUSED, kind(k8s.host("visitor").get("http://10.100.0.4:30080/")));
        service("""
                type: NodePort
                ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
                """);
        answered(k8s.host("visitor").get("http://10.100.0.4:30080/"));
    }

    @Test
    @DisplayName("a node port that is taken or out of range is refused, and nothing changes")
    void node_port_refused() {
        service("""
                type: NodePort
                ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
                """);
        String second = WEB.replace("name: web", "name: other").replace("241.152", "241.153") + "  type: NodePort\n";
        ApiFault taken =
                assertThrows(ApiFault.class, () -> k8s.apply(second + "  ports: [{port: 80, nodePort: 30080}]\n"));
        assertTrue(taken.getMessage().contains("provided port is already allocated"), taken::getMessage);
        ApiFault outside =
                assertThrows(ApiFault.class, () -> k8s.apply(second + "  ports: [{port: 80, nodePort: 80}]\n"));
        assertTrue(outside.getMessage().contains("provided port is not in the valid range"), outside::getMessage);
        assertThrows(ApiFault.class, () -> k8s.service("other"));
    }

    @Test
    @DisplayName("a Service changes its type in place: ClusterIP, NodePort, ExternalName and back")
    void type_changes() {
        service("ports: [{port: 80, targetPort: 8080}]");
        k8s.kubectl("patch svc web -p '{\"spec\":{\"type\":\"NodePort\"}}'");
        pass(2);
        int port = k8s.service("web").nodePort().orElseThrow();
        answered(k8s.host("visitor").get("http://10.100.0.4:" + port + "/"));
        k8s.kubectl("patch svc web -p '{\"spec\":{\"type\":\"ClusterIP\"}}'");
        pass(2);
        assertEquals(Outcome.Kind.REFUSED, kind(k8s.host("visitor").get("http://10.100.0.4:" + port + "/")));
        answered(client.get("http://10.3.241.152/"));
    }

    @Test
    @DisplayName("ports are added and removed, and take effect")
    void ports_change() {
        service("ports: [{name: a, port: 80, targetPort: 8080}]");
        assertNotEquals(Outcome.Kind.ANSWERED, kind(client.get("http://10.3.241.152:81/")));
        service("ports: [{name: a, port: 80, targetPort: 8080}, {name: b, port: 81, targetPort: 8080}]");
        answered(client.get("http://10.3.241.152:81/"));
        service("ports: [{name: b, port: 81, targetPort: 8080}]");
        assertNotEquals(Outcome.Kind.ANSWERED, kind(client.get("http://10.3.241.152/")));
        answered(client.get("http://10.3.241.152:81/"));
    }

    @Test
    @DisplayName("without endpoints a call is refused at once, by cluster IP and by node port")
    void no_endpoints() {
        k8s.apply(
                WEB.replace("app: web", "app: nobody") + "  type: NodePort\n  ports: [{port: 80, nodePort: 30080}]\n");
        pass(2);
        assertEquals(Outcome.Kind.REFUSED, kind(client.get("http://10.3.241.152/")));
        assertEquals(Outcome.Kind.REFUSED, kind(k8s.node("node-3").get("http://10.3.241.152/")));
        assertEquals(Outcome.Kind.REFUSED, kind(k8s.host("visitor").get("http://10.100.0.2:30080/")));
    }

    @Test
    @DisplayName("ClientIP affinity keeps a client at its pod until the timeout has run out; None lets it go")
    void affinity() {
        service("""
                sessionAffinity: ClientIP
                sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}
                ports: [{port: 80, targetPort: 8080}]
                """);
        Set<String> first = answers(client, "http://10.3.241.152/");
        assertEquals(1, first.size(), first::toString);
        Set<String> later = new TreeSet<>(first);
        for (int i = 0; i < 12; i++) {
            pass(70);
            later.addAll(client.load("http://10.3.241.152/", 1).answers().keySet());
        }
        assertEquals(2, later.size(), later::toString);
        k8s.kubectl("patch svc web -p '{\"spec\":{\"sessionAffinity\":\"None\",\"sessionAffinityConfig\":null}}'");
        pass(2);
        assertEquals(2, answers(client, "http://10.3.241.152/").size());
    }

    @Test
    @DisplayName("internalTrafficPolicy Local: a pod on the same node answers, and where there is none the call hangs")
    void internal_local() {
        service("""
                internalTrafficPolicy: Local
                ports: [{port: 80, targetPort: 8080}]
                """);
        assertEquals(Set.of("web-2"), answers(client, "http://10.3.241.152/"));
        assertEquals(Set.of("web-1"), answers(k8s.pod("neighbour"), "http://10.3.241.152/"));
        assertEquals(Outcome.Kind.TIMED_OUT, kind(k8s.node("node-3").get("http://10.3.241.152/")));
    }

    @Test
    @DisplayName("externalTrafficPolicy Local: the visitor's address is kept, and a node without a pod does not answer")
    void external_local() {
        service("""
                type: NodePort
                externalTrafficPolicy: Local
                ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
                """);
        Walk walk = k8s.host("visitor").get("http://10.100.0.2:30080/");
        assertTrue(walk.output().contains("web-1 (you are 203.0.113.10)"), walk::text);
        assertEquals(Outcome.Kind.TIMED_OUT, kind(k8s.host("visitor").get("http://10.100.0.4:30080/")));
        k8s.kubectl("patch svc web -p '{\"spec\":{\"externalTrafficPolicy\":\"Cluster\"}}'");
        pass(2);
        walk = k8s.host("visitor").get("http://10.100.0.4:30080/");
        answered(walk);
        assertFalse(walk.output().contains("203.0.113.10"), walk::output);
    }

    @Test
    @DisplayName("an external IP that no node has is taken by every node that a packet for it comes to")
    void external_ip() {
        service("""
                externalIPs: [198.51.100.7]
                ports: [{port: 80, targetPort: 8080}]
                """);
        answered(client.get("http://198.51.100.7/"));
        k8s.router().ip("route add 198.51.100.7 via 10.100.0.4");
        k8s.router("203.0.113.1").ip("route add 198.51.100.7 via 198.18.0.1");
        answered(k8s.host("visitor").get("http://198.51.100.7/"));
    }

    @Test
    @DisplayName("labels hide a Service from kube-proxy: service-proxy-name, and headless")
    void hidden() {
        service("ports: [{port: 80, targetPort: 8080}]");
        k8s.kubectl("label svc web service.kubernetes.io/service-proxy-name=other");
        pass(2);
        assertNotEquals(Outcome.Kind.ANSWERED, kind(client.get("http://10.3.241.152/")));
        k8s.kubectl("label svc web service.kubernetes.io/service-proxy-name-");
        pass(2);
        answered(client.get("http://10.3.241.152/"));
        k8s.kubectl("label svc web service.kubernetes.io/headless=");
        pass(2);
        assertNotEquals(Outcome.Kind.ANSWERED, kind(client.get("http://10.3.241.152/")));
    }

    @Test
    @DisplayName("a UDP client goes on when its backend is replaced: stale connections are deleted")
    void udp_backend_replaced() {
        service("ports: [{port: 80, targetPort: 8080, protocol: UDP}]");
        answered(client.send("10.3.241.152", 80, "hello"));
        k8s.pod("web-1").delete();
        pass(3);
        for (int i = 0; i < 6; i++) {
            answered(client.send("10.3.241.152", 80, "hello"));
        }
        assertTrue(
                k8s.node("node-2").conntrack().lines().stream().noneMatch(line -> line.contains("src=10.0.1.2 ")),
                k8s.node("node-2").conntrack()::text);
    }

    @Test
    @DisplayName("names: short, with namespace, in full, of a headless Service, and an external one")
    void names() {
        service("ports: [{port: 80, targetPort: 8080}]");
        pass(3); // the cluster's DNS begins with its first Service
        for (String name : new String[] {"web", "web.default", "web.default.svc", "web.default.svc.cluster.local"}) {
            answered(client.get("http://" + name + "/"));
        }
        k8s.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: bare}
                spec: {clusterIP: None, selector: {app: web}, ports: [{port: 8080}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: alias}
                spec: {type: ExternalName, externalName: web.default.svc.cluster.local}
                """);
        pass(2);
        answered(client.get("http://bare:8080/"));
        assertTrue(client.ping("nobody.example").outcome().text().contains("Name or service not known"));
        answered(client.get("http://alias/"));
    }

    @Test
    @DisplayName("terminating pods that still serve are used when nothing else is left, and not while others are")
    void terminating_fallback() {
        k8s.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: slow, labels: {app: slow}}
                spec:
                  nodeName: node-3
                  containers:
                  - name: slow
                    image: slow
                    ports: [{containerPort: 8080}]
                    lifecycle: {preStop: {sleep: {seconds: 25}}}
                """);
        pass(3);
        k8s.apply(WEB.replace("app: web", "app: slow") + "  ports: [{port: 80, targetPort: 8080}]\n");
        pass(2);
        k8s.pod("slow").delete();
        pass(3);
        answered(client.get("http://10.3.241.152/"));
        pass(40);
        assertEquals(Outcome.Kind.REFUSED, kind(client.get("http://10.3.241.152/")));
    }

    @Test
    @DisplayName("publishNotReadyAddresses: an unready pod is reached only if the Service says so")
    void publish_not_ready() {
        k8s.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: sick, labels: {app: sick}}
                spec:
                  nodeName: node-3
                  containers:
                  - name: sick
                    image: sick
                    ports: [{containerPort: 8080}]
                    readinessProbe: {httpGet: {path: /healthz, port: 9999}}
                """);
        pass(5);
        k8s.apply(WEB.replace("app: web", "app: sick") + "  ports: [{port: 80, targetPort: 8080}]\n");
        pass(2);
        assertEquals(Outcome.Kind.REFUSED, kind(client.get("http://10.3.241.152/")));
        k8s.kubectl("patch svc web -p '{\"spec\":{\"publishNotReadyAddresses\":true}}'");
        pass(2);
        answered(client.get("http://10.3.241.152/"));
    }

    @Test
    @DisplayName("pods call each other across nodes without any translation")
    void no_snat() {
        service("ports: [{port: 80, targetPort: 8080}]");
        assertTrue(client.get("http://" + k8s.pod("web-1").address() + ":8080/")
                .output()
                .contains("you are " + client.address()));
    }

    @Test
    @DisplayName("a pod on the host's network is an endpoint at its node's address, and a client like its node")
    void host_network() {
        k8s.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: agent, labels: {app: agent}}
                spec:
                  nodeName: node-3
                  hostNetwork: true
                  containers: [{name: agent, image: agent, ports: [{containerPort: 7070}]}]
                """);
        pass(3);
        k8s.apply(WEB.replace("app: web", "app: agent") + "  ports: [{port: 80, targetPort: 7070}]\n");
        pass(2);
        assertEquals(java.util.List.of("10.100.0.4:7070"), k8s.service("web").endpoints());
        answered(client.get("http://10.3.241.152/"));
        answered(k8s.pod("agent").get("http://10.3.241.152/"));
    }

    @Test
    @DisplayName("Endpoints mirror what the slices say, ready and not ready apart")
    void endpoints_objects() {
        service("ports: [{port: 80, targetPort: 8080}]");
        assertTrue(
                k8s.kubectl("get endpoints web").text().contains("10.0.1.2:8080,10.0.2.2:8080"),
                k8s.kubectl("get endpoints web")::text);
        k8s.pod("web-1").delete();
        pass(3);
        assertTrue(k8s.kubectl("get endpoints web").text().contains(" 10.0.2.2:8080 "));
        k8s.service("web").delete();
        pass(2);
        assertThrows(ApiFault.class, () -> k8s.kubectl("get endpoints web"));
    }
}
