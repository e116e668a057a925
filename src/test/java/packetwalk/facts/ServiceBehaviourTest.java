package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.api.ApiFault;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/**
 * What Kubernetes' own end-to-end tests check of Services (test/e2e/network/service.go and its neighbours), each as packets
 * through a built cluster.
 */
class ServiceBehaviourTest extends ServiceBehaviour {

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
}
