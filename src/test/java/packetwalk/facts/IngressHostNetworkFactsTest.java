package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.ClusterScope;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** I15: pods whose containers live in their node's own network namespace. */
class IngressHostNetworkFactsTest {

    private static final String NODE_1 = "10.100.0.2";
    private static final String NODE_2 = "10.100.0.3";
    private static final String VISITOR = "203.0.113.5";

    private static final String AGENT = """
            apiVersion: v1
            kind: Pod
            metadata: {name: agent}
            spec:
              nodeName: node-2
              hostNetwork: true
              dnsPolicy: %s
              containers: [{name: agent, image: agent, ports: [{containerPort: %d}]}]
            """;

    private static ClusterScope hostNetwork() {
        return cluster()
                .node(NODE_1)
                .node(NODE_2)
                .pod("agent")
                .hostNetwork()
                .listen(9100)
                .outside("203.0.113.0/24")
                .host(VISITOR)
                .name("visitor");
    }

    @Test
    @DisplayName("I15: on the host's network a pod sees eth0 and has its node's address, its ports open there at once")
    void a_pod_in_the_nodes_namespace() {
        Cluster k8s = hostNetwork().up();
        assertEquals(
                k8s.node(NODE_2).ip("addr").text(), k8s.pod("agent").ip("addr").text());
        assertTrue(k8s.pod("agent").ip("addr").text().contains("inet 10.100.0.3/24 scope global eth0"));
        assertTrue(k8s.kubectl("get pods -o wide").text().contains(NODE_2));
        assertTrue(k8s.node(NODE_2).ss("-ltnp").text().contains("agent"));

        Walk walk = k8s.host("visitor").get("http://" + NODE_2 + ":9100/");
        answered(walk);
        assertEquals(List.of(), walk.steps(Step.Translated.class), walk::text);
        assertTrue(walk.output().contains("agent (you are " + VISITOR + ")"), walk::output);
    }

    @Test
    @DisplayName(
            "I15, broken: in a namespace of its own the same pod has no eth0 of the node's, and its port is not there")
    void a_pod_in_its_own_namespace() {
        Cluster k8s =
                cluster().node(NODE_1).node(NODE_2).pod("agent").listen(9100).up();
        assertFalse(k8s.pod("agent").ip("addr").text().contains(" eth0"));
        Walk walk = k8s.node(NODE_1).get("http://" + NODE_2 + ":9100/");
        ended(Outcome.Kind.REFUSED, walk);
        droppedBy(DropReason.NO_SOCKET, "node-2", walk);
    }

    @Test
    @DisplayName(
            "I15: it clashes with what holds the port there: EADDRINUSE, exit code 1, CrashLoopBackOff; freed, it runs")
    void clash_with_a_process_of_the_node() {
        Cluster k8s = cluster()
                .node(NODE_1)
                .pod("first")
                .hostNetwork()
                .node(NODE_2)
                .listen(9100)
                .pod("agent")
                .hostNetwork()
                .listen(9100)
                .up();
        k8s.advance(Duration.ofSeconds(15));
        String pods = k8s.kubectl("get pods").text();
        assertTrue(pods.contains("CrashLoopBackOff"), pods);
        assertTrue(k8s.pod("agent")
                .container("agent")
                .logs()
                .text()
                .lines()
                .allMatch("listen tcp 0.0.0.0:9100: bind: address already in use"::equals));
        String described = k8s.kubectl("describe pod agent").text();
        assertTrue(described.contains("Exit Code:    1"), described);
        assertTrue(described.contains("Back-off restarting failed container agent in pod agent_default("), described);
        assertTrue(k8s.node(NODE_1).get("http://" + NODE_2 + ":9100/").output().contains("node-2 (you are"));
    }

    @Test
    @DisplayName("I15: two pods of one node on its network clash before they run: their ports are host ports")
    void two_on_one_host_network() {
        Cluster k8s = hostNetwork().up();
        k8s.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: more}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: more}}
                  template:
                    metadata: {labels: {app: more}}
                    spec:
                      hostNetwork: true
                      containers: [{name: more, image: more, ports: [{containerPort: 9100}]}]
                """);
        k8s.advance(Duration.ofSeconds(5));
        String pods = k8s.kubectl("get pods -o wide").text();
        assertEquals(1, pods.lines().filter(line -> line.contains("Pending")).count(), pods);
        assertTrue(k8s.kubectl("get pod agent -o jsonpath='{.spec.containers[0].ports[0].hostPort}'")
                .text()
                .contains("9100"));
    }

    @Test
    @DisplayName("I15: a Service's endpoint is then the node itself; from pods it is called without masquerading")
    void as_an_endpoint() {
        Cluster k8s = hostNetwork()
                .node("10.100.0.4")
                .pod("client")
                .service("agent")
                .clusterIp("10.3.241.152")
                .selector("app", "agent")
                .port(80, 9100)
                .up();
        k8s.kubectl("label pod agent app=agent");
        k8s.advance(Duration.ofSeconds(3));
        assertEquals(List.of("10.100.0.3:9100"), k8s.service("agent").endpoints());
        Walk walk = k8s.pod("client").get("http://10.3.241.152/");
        answered(walk);
        assertTrue(walk.output().contains("agent (you are " + k8s.pod("client").address() + ")"), walk::output);
        // itself, by its own Service: the node's address, which is the pod's too, and so a hairpin to masquerade
        answered(k8s.pod("agent").get("http://10.3.241.152/"));
    }

    @Test
    @DisplayName("I15: the same as docker run --network=host: eth0 there, no bridge between, and one set of ports")
    void docker_on_the_hosts_network() {
        Cluster lan = cluster()
                .dockerHost(NODE_1)
                .container("web")
                .hostNetwork()
                .listen(80)
                .container("bridged")
                .listen(80)
                .dockerHost(NODE_2)
                .up();
        assertTrue(lan.container("web").ip("addr").text().contains("inet 10.100.0.2/24 scope global eth0"));
        assertFalse(lan.container("bridged").ip("addr").text().contains("10.100.0.2"));
        Walk walk = lan.dockerHost(NODE_2).get("http://" + NODE_1 + "/");
        assertTrue(walk.output().contains("web (you are 10.100.0.3)"), walk::text);
        assertEquals(List.of(), walk.steps(Step.Translated.class));

        List<String> listed = lan.dockerHost(NODE_1).docker("ps").text().lines().toList();
        assertTrue(listed.get(1).contains("80/tcp") && listed.get(1).endsWith("bridged"), listed.get(1));
        assertFalse(listed.get(2).contains("80/tcp"), listed.get(2));

        lan.container("web").kill();
        ended(Outcome.Kind.REFUSED, lan.dockerHost(NODE_2).get("http://" + NODE_1 + "/"));
        assertTrue(lan.container("web").restart().running());
        answered(lan.dockerHost(NODE_2).get("http://" + NODE_1 + "/"));
    }

    @Test
    @DisplayName("I15: on a Docker host a port that a process holds is refused when described, with the remedy")
    void docker_clash_is_refused() {
        ClusterScope clash = cluster()
                .dockerHost(NODE_1)
                .listen(80)
                .container("web")
                .hostNetwork()
                .listen(80);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, clash::up);
        assertTrue(
                refused.getMessage()
                        .contains("port 80/tcp of container web in host 10.100.0.2 is taken by a process of"
                                + " the machine (EADDRINUSE)"),
                refused::getMessage);
    }

    private static Cluster withService() {
        return cluster()
                .node(NODE_1)
                .pod("web")
                .label("app", "web")
                .listen(8080)
                .node(NODE_2)
                .service("web")
                .selector("app", "web")
                .port(80, 8080)
                .up();
    }

    @Test
    @DisplayName("I15: it asks the node's resolver, not the cluster's, unless its dnsPolicy is ClusterFirstWithHostNet")
    void names() {
        Cluster k8s = withService();
        k8s.apply(AGENT.formatted("ClusterFirst", 9100));
        k8s.advance(Duration.ofSeconds(5));
        assertTrue(k8s.pod("agent").get("http://web/").outcome().text().contains("Could not resolve host: web"));
        k8s.pod("agent").delete();
        k8s.advance(Duration.ofSeconds(5));
        k8s.apply(AGENT.formatted("ClusterFirstWithHostNet", 9100));
        k8s.advance(Duration.ofSeconds(5));
        answered(k8s.pod("agent").get("http://web/"));
    }

    @Test
    @DisplayName("I15: kube-proxy itself lives there: its port 10256 is taken, and no scheduler knows")
    void clash_with_kube_proxy() {
        Cluster k8s = withService();
        k8s.apply(AGENT.formatted("Default", 10256));
        k8s.advance(Duration.ofSeconds(15));
        assertTrue(k8s.kubectl("get pods").text().contains("CrashLoopBackOff"));
        k8s.node(NODE_2).kubeProxy().kill();
        k8s.advance(Duration.ofMinutes(6));
        assertTrue(k8s.kubectl("get pod agent").text().contains("Running"));
    }
}
