package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;
import static packetwalk.WalkAssertions.firstPacket;
import static packetwalk.WalkAssertions.reached;
import static packetwalk.facts.IngressArticle.CLUSTER_IP;
import static packetwalk.facts.IngressArticle.NODE_1;
import static packetwalk.facts.IngressArticle.NODE_2;
import static packetwalk.facts.IngressArticle.VISITOR;
import static packetwalk.facts.IngressArticle.described;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.OutsideHost;
import packetwalk.api.ApiFault;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** I4 to I6: node ports, which every node has, and which are few. */
class IngressNodePortFactsTest {

    private static Set<String> whoAnswers(OutsideHost visitor, String url, int times) {
        return new TreeSet<>(visitor.load(url, times).answers().keySet());
    }

    // -- I4 and I5

    private static Cluster nodePort() {
        return described().type("NodePort").nodePort(32213).up();
    }

    @Test
    @DisplayName("I4: kubectl get svc shows the article's values in today's columns")
    void as_kubectl_shows_it() {
        List<List<String>> rows = nodePort()
                .kubectl("get svc service-test")
                .text()
                .lines()
                .map(line -> List.of(line.split(" {2,}")))
                .toList();
        assertEquals(List.of("NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE"), rows.get(0));
        assertEquals(
                List.of("service-test", "NodePort", CLUSTER_IP, "<none>", "80:32213/TCP"),
                rows.get(1).subList(0, 5));
    }

    @Test
    @DisplayName("I4: it is a ClusterIP service as well, and every node answers, with a pod of it or without")
    void every_node_answers() {
        Cluster k8s =
                described().type("NodePort").nodePort(32213).node("10.100.0.4").up();
        answered(k8s.pod("client").get("http://" + CLUSTER_IP + "/"));
        for (String node : List.of(NODE_1, NODE_2, "10.100.0.4")) {
            assertEquals(
                    20,
                    k8s.host("visitor").load("http://" + node + ":32213/", 20).answered(),
                    node);
        }
    }

    @Test
    @DisplayName("I4, broken: as a ClusterIP service again no node answers on that port")
    void without_the_node_port() {
        Cluster k8s = nodePort();
        k8s.kubectl("patch svc service-test -p '{\"spec\":{\"type\":\"ClusterIP\"}}'");
        k8s.advance(Duration.ofSeconds(3));
        for (String node : List.of(NODE_1, NODE_2)) {
            ended(Outcome.Kind.REFUSED, k8s.host("visitor").get("http://" + node + ":32213/"));
        }
        answered(k8s.pod("client").get("http://" + CLUSTER_IP + "/"));
    }

    @Test
    @DisplayName("I5: by either node a pod on either node answers")
    void by_either_node_from_either_node() {
        Cluster k8s = nodePort();
        for (String node : List.of(NODE_1, NODE_2)) {
            assertEquals(
                    Set.of("server-1", "server-2"),
                    whoAnswers(k8s.host("visitor"), "http://" + node + ":32213/", 30),
                    node);
        }
    }

    @Test
    @DisplayName("I5: node port to pod is one DNAT, not two: the cluster IP is in no packet on the way")
    void one_dnat() {
        Walk walk = nodePort().host("visitor").get("http://" + NODE_2 + ":32213/");
        answered(walk);
        List<Step.Translated> dnat = firstPacket(walk).steps(Step.Translated.class).stream()
                .filter(step -> step.kind().equals("DNAT"))
                .toList();
        assertEquals(1, dnat.size(), walk::text);
        assertEquals(NODE_2, dnat.get(0).before().dst().toString());
        assertTrue(dnat.get(0).after().dst().toString().matches("10\\.0\\.[12]\\.[0-9]+"), walk::text);
        assertFalse(walk.contents().stream().anyMatch(each -> each.toString().contains(CLUSTER_IP)), walk::text);
    }

    @Test
    @DisplayName(
            "I5, broken: without masquerading the other node's pod answers the visitor past the first node, in vain")
    void without_masquerading_the_answer_goes_astray() {
        Cluster k8s = nodePort();
        k8s.pod("server-2").delete();
        k8s.advance(Duration.ofSeconds(3));
        Walk good = k8s.host("visitor").get("http://" + NODE_2 + ":32213/");
        answered(good);
        assertTrue(good.output().contains("server-1 (you are " + NODE_2 + ")"), good::output);
        k8s.node(NODE_2).kubeProxy().kill();
        k8s.node(NODE_2).iptables("-t nat -F KUBE-POSTROUTING");
        Walk walk = k8s.host("visitor").get("http://" + NODE_2 + ":32213/");
        assertNotEquals(Outcome.Kind.ANSWERED, walk.outcome().kind(), walk::text);
        reached("server-1", walk);
    }

    @Test
    @DisplayName("I5: externalTrafficPolicy Local keeps the visitor's address, and only nodes with a pod answer")
    void traffic_policy_local() {
        Cluster k8s = described()
                .type("NodePort")
                .nodePort(32213)
                .externalTrafficPolicy("Local")
                .node("10.100.0.4")
                .up();
        Walk walk = k8s.host("visitor").get("http://" + NODE_2 + ":32213/");
        assertTrue(walk.output().contains("server-2 (you are " + VISITOR + ")"), walk::text);
        ended(Outcome.Kind.TIMED_OUT, k8s.host("visitor").get("http://10.100.0.4:32213/"));
        droppedBy(DropReason.NETFILTER_DROP, "node-3", k8s.host("visitor").get("http://10.100.0.4:32213/"));

        k8s.kubectl("patch svc service-test -p '{\"spec\":{\"externalTrafficPolicy\":\"Cluster\"}}'");
        k8s.advance(Duration.ofSeconds(3));
        Walk cluster = k8s.host("visitor").get("http://10.100.0.4:32213/");
        answered(cluster);
        assertFalse(cluster.output().contains(VISITOR), cluster::output);
    }

    @Test
    @DisplayName("I5, I14: where a node port and a host port have one number the node port wins: its jump stands first")
    void a_node_port_wins_over_a_host_port() {
        Cluster k8s = nodePort();
        k8s.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: squatter}
                spec:
                  nodeName: node-1
                  containers: [{name: c, image: c, ports: [{containerPort: 8080, hostPort: 32213}]}]
                """);
        k8s.advance(Duration.ofSeconds(5));
        assertFalse(whoAnswers(k8s.host("visitor"), "http://" + NODE_1 + ":32213/", 20)
                .contains("squatter"));
        k8s.kubectl("delete svc service-test");
        k8s.advance(Duration.ofSeconds(3));
        assertEquals(Set.of("squatter"), whoAnswers(k8s.host("visitor"), "http://" + NODE_1 + ":32213/", 5));
    }

    // -- I6

    private static String manifest(String name, String ports) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: " + name + "}\nspec:\n  type: NodePort\n  ports: ["
                + ports + "]\n";
    }

    private static int nodePortOf(Cluster k8s, String name) {
        return k8s.service(name).nodePort().orElseThrow();
    }

    @Test
    @DisplayName("I6: node ports are picked at random from 30000-32767, unless asked for by number")
    void at_random_unless_asked() {
        Set<Integer> ports = new TreeSet<>();
        for (long seed = 1; seed <= 8; seed++) {
            Cluster k8s = cluster().seed(seed).node(NODE_1).up();
            k8s.apply(manifest("a", "{port: 80}"));
            ports.add(nodePortOf(k8s, "a"));
        }
        assertTrue(ports.size() > 4, ports::toString);
        assertTrue(ports.stream().allMatch(port -> port >= 30_000 && port <= 32_767), ports::toString);
        Cluster k8s = cluster().node(NODE_1).up();
        k8s.apply(manifest("b", "{port: 80, nodePort: 32213}"));
        assertEquals(32_213, nodePortOf(k8s, "b"));
    }

    @Test
    @DisplayName("I6: out of range, taken, and all gone: each refused in the API server's words, and nothing changes")
    void refusals() {
        Cluster k8s = cluster().node(NODE_1).up();
        k8s.apply(manifest("first", "{port: 80, nodePort: 32213}"));
        assertEquals(
                "Service \"web\" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid"
                        + " range. The range of valid ports is 30000-32767",
                refusal(k8s, "{port: 80, nodePort: 80}"));
        assertEquals(
                "Service \"web\" is invalid: spec.ports[0].nodePort: Invalid value: 32213: provided port is already"
                        + " allocated",
                refusal(k8s, "{port: 80, nodePort: 32213}"));

        // 2768 in all, and one is taken
        k8s.apply(manifest("all", ports(2767)));
        String gone = refusal(k8s, "{port: 80}");
        assertTrue(gone.contains("range is full"), gone);
        assertThrows(ApiFault.class, () -> k8s.service("web"));

        k8s.kubectl("delete svc first");
        k8s.apply(manifest("web", "{port: 80}"));
        assertEquals(32_213, nodePortOf(k8s, "web"));
    }

    private static String ports(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(port -> "{name: p" + port + ", port: " + port + "}")
                .collect(Collectors.joining(", "));
    }

    private static String refusal(Cluster k8s, String ports) {
        return assertThrows(ApiFault.class, () -> k8s.apply(manifest("web", ports)))
                .getMessage()
                .lines()
                .findFirst()
                .orElse("");
    }
}
