package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.asReceived;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;
import static packetwalk.WalkAssertions.firstPacket;
import static packetwalk.WalkAssertions.reached;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.ClusterScope;
import packetwalk.Pod;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** I14: a container's port, opened on its node. */
class IngressHostFactsTest {

    private static final String NODE_1 = "10.100.0.2";
    private static final String NODE_2 = "10.100.0.3";
    private static final String VISITOR = "203.0.113.5";

    /** The article's elasticsearch: as many replicas as there are nodes, each with host port 9200. */
    private static ClusterScope elasticsearch(int replicas) {
        return cluster()
                .node(NODE_1)
                .node(NODE_2)
                .node("10.100.0.4")
                .pod("client")
                .deployment("elasticsearch")
                .replicas(replicas)
                .hostPort(9200, 9200)
                .outside("203.0.113.0/24")
                .host(VISITOR)
                .name("visitor");
    }

    private static List<Pod> replicas(Cluster k8s) {
        return k8s.pods().stream()
                .filter(pod -> "elasticsearch".equals(pod.labels().get("app")))
                .toList();
    }

    private static Set<String> nodesOf(List<Pod> pods) {
        return pods.stream().map(pod -> pod.node().name()).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @DisplayName(
            "I14: the port of the node leads straight to the container: one DNAT, no proxy, the client's own address")
    void straight_to_the_container() {
        Cluster k8s = elasticsearch(3).up();
        for (Pod replica : replicas(k8s)) {
            Walk walk = k8s.host("visitor").get("http://" + replica.node().address() + ":9200/");
            answered(walk);
            reached(replica.name(), walk);
            assertTrue(walk.output().contains(replica.name() + " (you are " + VISITOR + ")"), walk::output);
            List<Step.Translated> translated = firstPacket(walk).steps(Step.Translated.class);
            assertEquals(1, translated.size(), walk::text);
            assertEquals(replica.address() + ":9200", asReceived(walk).dst() + ":9200");
            assertEquals(1, walk.connections().size(), walk::text);
        }
    }

    @Test
    @DisplayName("I14, broken: without the rule nothing answers there, for no process listens on the node's port")
    void without_its_rule_the_port_is_closed() {
        Cluster k8s = elasticsearch(3).up();
        assertFalse(k8s.node(NODE_1).ss("-ltn").text().contains("9200"));
        k8s.node(NODE_1).iptables("-t nat -F CNI-HOSTPORT-DNAT");
        Walk walk = k8s.host("visitor").get("http://" + NODE_1 + ":9200/");
        ended(Outcome.Kind.REFUSED, walk);
        droppedBy(DropReason.NO_SOCKET, "node-1", walk);
    }

    @Test
    @DisplayName("I14: the port is open only on nodes where the pod runs, and closes with it")
    void only_where_it_runs() {
        Cluster k8s = elasticsearch(2).up();
        Set<String> running = nodesOf(replicas(k8s));
        assertEquals(2, running.size());
        for (var node : k8s.nodes()) {
            Walk walk = k8s.host("visitor").get("http://" + node.address() + ":9200/");
            ended(running.contains(node.name()) ? Outcome.Kind.ANSWERED : Outcome.Kind.REFUSED, walk);
        }
        k8s.kubectl("scale deployment elasticsearch --replicas=0");
        k8s.advance(Duration.ofSeconds(5));
        k8s.nodes()
                .forEach(node ->
                        ended(Outcome.Kind.REFUSED, k8s.host("visitor").get("http://" + node.address() + ":9200/")));
    }

    @Test
    @DisplayName("I14: replicas = nodes gives one per node; one more stays unschedulable until there is room")
    void one_per_node_and_one_more_pending() {
        Cluster k8s = elasticsearch(4).up();
        assertEquals(3, replicas(k8s).size());
        assertEquals(Set.of("node-1", "node-2", "node-3"), nodesOf(replicas(k8s)));
        String pods = k8s.kubectl("get pods").text();
        assertEquals(1, pods.lines().filter(line -> line.contains("Pending")).count(), pods);
        String events = k8s.kubectl("get events").text();
        assertTrue(
                events.contains("0/3 nodes are available: 3 node(s) didn't have free ports for the requested pod ports."
                        + " preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod."),
                events);

        k8s.kubectl("scale deployment elasticsearch --replicas=3");
        k8s.advance(Duration.ofSeconds(5));
        assertFalse(k8s.kubectl("get pods").text().contains("Pending"));
    }

    @Test
    @DisplayName("I14, broken: without the host port two replicas share a node, and none is pending")
    void without_host_port_they_share_nodes() {
        Cluster k8s = cluster()
                .node(NODE_1)
                .node(NODE_2)
                .deployment("elasticsearch")
                .replicas(3)
                .listen(9200)
                .up();
        assertEquals(3, replicas(k8s).size());
        assertEquals(Set.of("node-1", "node-2"), nodesOf(replicas(k8s)));
    }

    @Test
    @DisplayName("I14: an anti-pattern: a rollout that may not take a pod away first waits for ever")
    void a_rollout_cannot_make_room() {
        Cluster k8s = elasticsearch(3).up();
        k8s.kubectl("patch deployment elasticsearch -p '{\"spec\":{\"strategy\":{\"rollingUpdate\":"
                + "{\"maxUnavailable\":0,\"maxSurge\":1}}}}'");
        k8s.kubectl("patch deployment elasticsearch -p '{\"spec\":{\"template\":{\"metadata\":{\"labels\":"
                + "{\"release\":\"2\"}}}}}'");
        k8s.advance(Duration.ofMinutes(10));
        String pods = k8s.kubectl("get pods").text();
        assertEquals(1, pods.lines().filter(line -> line.contains("Pending")).count(), pods);
        assertEquals(3, replicas(k8s).size());
    }

    @Test
    @DisplayName("I14: who names the node himself asks no scheduler, and the kubelet refuses: Failed, NodePorts")
    void the_kubelet_refuses_a_taken_port() {
        Cluster k8s = cluster()
                .node(NODE_1)
                .pod("first")
                .hostPort(8080, 80)
                .pod("second")
                .hostPort(8080, 80)
                .up();
        String described = k8s.kubectl("describe pod second").text();
        assertTrue(described.contains("Reason:           NodePorts"), described);
        assertTrue(
                described.contains(
                        "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the"
                                + " requested pod ports"),
                described);
        assertTrue(k8s.kubectl("get pods").text().contains("second   0/1     NodePorts"));
    }

    @Test
    @DisplayName(
            "I14: one number by two protocols, or on two of a node's addresses, is no clash; hostIP opens one only")
    void protocols_and_addresses() {
        Cluster k8s = cluster()
                .node(NODE_1)
                .node(NODE_2)
                .outside("203.0.113.0/24")
                .host(VISITOR)
                .name("visitor")
                .up();
        k8s.node(NODE_1).ip("addr add 10.100.0.20/24 dev eth0");
        for (String[] each : new String[][] {
            {"tcp", "{containerPort: 8080, hostPort: 80, hostIP: 10.100.0.2}"},
            {"other", "{containerPort: 8080, hostPort: 80, hostIP: 10.100.0.20}"},
            {"udp", "{containerPort: 5353, hostPort: 80, protocol: UDP}"}
        }) {
            k8s.apply("apiVersion: v1\nkind: Pod\nmetadata: {name: " + each[0] + "}\nspec:\n  nodeName: node-1\n"
                    + "  containers: [{name: c, image: c, ports: [" + each[1] + "]}]\n");
        }
        k8s.advance(Duration.ofSeconds(5));
        assertFalse(k8s.kubectl("get pods").text().contains("NodePorts"));
        assertTrue(k8s.host("visitor").get("http://10.100.0.2/").output().contains("tcp (you are"));
        assertTrue(k8s.host("visitor").get("http://10.100.0.20/").output().contains("other (you are"));
        answered(k8s.host("visitor").send("10.100.0.20", 80, "hello"));
    }

    @Test
    @DisplayName(
            "I14: the node by 127.0.0.1, and the pod by its own node's address, are masqueraded; else no answer came back")
    void loopback_and_hairpin() {
        Cluster k8s = cluster().node(NODE_1).pod("web").hostPort(8080, 80).up();
        assertTrue(k8s.node(NODE_1).get("http://127.0.0.1/").output().contains("web (you are 10.0.1.1)"));
        assertTrue(k8s.pod("web").get("http://" + NODE_1 + "/").output().contains("web (you are 10.0.1.1)"));

        k8s.node(NODE_1).iptables("-t nat -F CNI-HOSTPORT-SETMARK");
        ended(Outcome.Kind.TIMED_OUT, k8s.pod("web").get("http://" + NODE_1 + "/"));
        ended(Outcome.Kind.TIMED_OUT, k8s.node(NODE_1).get("http://127.0.0.1/"));
    }

    @Test
    @DisplayName("I14: the rule does not ask who listens: a process of the node on that port hears nothing more")
    void the_rule_wins_over_a_socket() {
        Cluster k8s = cluster()
                .node(NODE_1)
                .listen(80)
                .pod("web")
                .hostPort(8080, 80)
                .node(NODE_2)
                .up();
        assertTrue(k8s.node(NODE_2).get("http://" + NODE_1 + "/").output().contains("web (you are"));
        k8s.pod("web").delete();
        k8s.advance(Duration.ofSeconds(5));
        assertTrue(k8s.node(NODE_2).get("http://" + NODE_1 + "/").output().contains("node-1 (you are"));
    }

    @Test
    @DisplayName("I14: a datagram's connection goes with the host port, and its next one meets the rules of then")
    void datagrams_are_forgotten() {
        Cluster k8s = cluster()
                .node(NODE_1)
                .pod("dns")
                .listenUdp(5353)
                .hostPort(5353, 53)
                .pod("other")
                .listenUdp(5354)
                .hostPort(5354, 54)
                .node(NODE_2)
                .up();
        answered(k8s.node(NODE_2).send(NODE_1, 53, "hello"));
        answered(k8s.node(NODE_2).send(NODE_1, 54, "hello"));
        assertTrue(k8s.node(NODE_1).conntrack().text().contains("dport=53 "));
        k8s.pod("dns").delete();
        k8s.advance(Duration.ofSeconds(3));
        assertFalse(k8s.node(NODE_1).conntrack().text().contains("dport=53 "));
        assertTrue(k8s.node(NODE_1).conntrack().text().contains("dport=54 "));
        ended(Outcome.Kind.REFUSED, k8s.node(NODE_2).send(NODE_1, 53, "hello"));
    }

    @Test
    @DisplayName("I14: a node that comes back has forgotten its rules, and its kubelet has them written again")
    void after_a_restart() {
        Cluster k8s = elasticsearch(3).up();
        k8s.node(NODE_1).powerOff();
        k8s.advance(Duration.ofSeconds(20));
        k8s.node(NODE_1).powerOn();
        ended(Outcome.Kind.REFUSED, k8s.host("visitor").get("http://" + NODE_1 + ":9200/"));
        k8s.advance(Duration.ofSeconds(5));
        answered(k8s.host("visitor").get("http://" + NODE_1 + ":9200/"));
    }
}
