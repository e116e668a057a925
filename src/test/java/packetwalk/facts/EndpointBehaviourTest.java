package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.api.ApiFault;
import packetwalk.trace.Outcome;

/**
 * What Kubernetes' own end-to-end tests check of Services' pods and names (test/e2e/network/service.go and its
 * neighbours), each as packets through a built cluster.
 */
class EndpointBehaviourTest extends ServiceBehaviour {

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

    @Test
    @DisplayName("kube-proxy has connections remembered for a day, and for an hour while one side has closed")
    void timeouts() {
        assertEquals(
                "net.netfilter.nf_conntrack_tcp_timeout_established = 432000",
                k8s.node("node-3")
                        .sysctl("net.netfilter.nf_conntrack_tcp_timeout_established")
                        .text());
        service("ports: [{port: 80, targetPort: 8080}]");
        for (String setting : new String[] {"established = 86400", "close_wait = 3600"}) {
            String name = "net.netfilter.nf_conntrack_tcp_timeout_" + setting.replaceFirst(" .*", "");
            assertTrue(k8s.node("node-3").sysctl(name).text().endsWith(setting));
        }
    }

    @Test
    @DisplayName("of a node's labels kube-proxy minds the zone: hints narrow its choice from then on")
    void a_node_moves_to_a_zone() {
        k8s.kubectl("label node node-1 topology.kubernetes.io/zone=east");
        k8s.kubectl("label node node-2 topology.kubernetes.io/zone=west");
        service("""
            trafficDistribution: PreferSameZone
            ports: [{port: 80, targetPort: 8080}]
            """);
        assertEquals(Set.of("web-2"), answers(client, "http://10.3.241.152/"));

        k8s.kubectl("label node node-2 topology.kubernetes.io/zone=east --overwrite");
        pass(2);

        assertEquals(Set.of("web-1", "web-2"), answers(client, "http://10.3.241.152/"));
    }

    @Test
    @DisplayName("Endpoints of more pods than one slice holds are one subset")
    void endpoints_of_many_pods() {
        k8s.apply("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: many}
            spec:
              replicas: 120
              selector: {matchLabels: {app: many}}
              template:
                metadata: {labels: {app: many}}
                spec: {containers: [{name: many, image: many}]}
            """);
        k8s.apply(WEB.replace("app: web", "app: many") + "  ports: [{port: 80, targetPort: 8080}]\n");
        pass(10);
        assertEquals(
                2,
                k8s.kubectl("get endpointslices -o name").lines().stream()
                        .filter(line -> line.contains("/web-"))
                        .count());
        String addresses = k8s.kubectl("get endpoints web -o jsonpath={.subsets[*].addresses[*].ip}")
                .text();
        assertEquals(120, addresses.split(" ").length);
        assertEquals(
                1,
                k8s.kubectl("get endpoints web -o jsonpath={.subsets[*].ports[0].port}")
                        .text()
                        .split(" ")
                        .length);
    }
}
