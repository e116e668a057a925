package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.ClusterScope;
import packetwalk.Node;
import packetwalk.Pod;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** S1 to S11: the services article, each fact by packets, and each with its cause broken; S6 is {@link ProxyModeFactsTest}. */
class ServiceFactsTest {

    static final String CLUSTER_IP = "10.3.241.152";

    static ClusterScope described() {
        return cluster()
                .node("10.100.0.2")
                .node("10.100.0.3")
                .pod("client")
                .deployment("service-test")
                .replicas(2)
                .label("app", "service_test_pod")
                .listen("http", 8080)
                .service("service-test")
                .clusterIp(CLUSTER_IP)
                .selector("app", "service_test_pod")
                .port(80, "http");
    }

    private final Cluster k8s = described().up();
    private final Pod client = k8s.pod("client");
    private final Node node = k8s.node("10.100.0.3");

    private List<Pod> servers() {
        return k8s.pods().stream()
                .filter(pod -> "service_test_pod".equals(pod.labels().get("app")))
                .toList();
    }

    private Set<String> whoAnswers(String url, int times) {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < times; i++) {
            Walk walk = client.get(url);
            answered(walk);
            names.add(walk.outcome().text().replaceFirst(".* ms: ", "").replaceFirst(" \\(you.*", ""));
        }
        return names;
    }

    @Test
    @DisplayName("S2: two replicas of a server on port 8080 that answers with its host name, one per node")
    void one_replica_per_node() {
        assertEquals(
                List.of("node-1", "node-2"),
                servers().stream().map(pod -> pod.node().name()).toList());
        for (Pod server : servers()) {
            Walk walk = client.get("http://" + server.address() + ":8080/");
            answered(walk);
            assertTrue(walk.outcome().text().contains(server.name()), walk.outcome()::text);
        }
    }

    @Test
    @DisplayName("S3: the service has its cluster IP, and the pods that its selector means are its endpoints")
    void endpoints_are_the_pods() {
        assertEquals(CLUSTER_IP, k8s.service("service-test").clusterIp().toString());
        assertEquals(
                servers().stream().map(pod -> pod.address() + ":8080").toList(),
                k8s.service("service-test").endpoints());
    }

    @Test
    @DisplayName("S4: a client that calls the service by name is answered by either server pod")
    void either_answers() {
        assertEquals(new TreeSet<>(servers().stream().map(Pod::name).toList()), whoAnswers("http://service-test/", 20));
    }

    @Test
    @DisplayName("S1: a pod that is replaced has another address, and a client that holds the old one fails")
    void a_pods_address_is_not_durable() {
        Pod old = servers().get(0);
        String address = old.address().toString();
        old.delete();
        k8s.advance(Duration.ofSeconds(5));

        assertEquals(2, servers().size());
        assertFalse(servers().stream().anyMatch(pod -> pod.address().toString().equals(address)));
        assertNotEquals(
                Outcome.Kind.ANSWERED,
                client.get("http://" + address + ":8080/").outcome().kind());
        assertEquals(2, whoAnswers("http://service-test/", 20).size());
    }

    @Test
    @DisplayName("S10: with kube-proxy dead the rules it wrote keep working, and go stale")
    void rules_outlive_kube_proxy() {
        node.kubeProxy().kill();
        answered(client.get("http://" + CLUSTER_IP + "/"));

        servers().forEach(Pod::delete);
        k8s.advance(Duration.ofSeconds(5));

        assertNotEquals(
                Outcome.Kind.ANSWERED,
                client.get("http://" + CLUSTER_IP + "/").outcome().kind());
        node.kubeProxy().start();
        k8s.advance(Duration.ofSeconds(2));
        answered(client.get("http://" + CLUSTER_IP + "/"));
    }

    @Test
    @DisplayName("S9: a pod that fails its readiness probe leaves the endpoints and comes back when it recovers")
    void readiness() {
        Cluster probed = cluster()
                .node("10.100.0.2")
                .pod("client")
                .deployment("web")
                .replicas(2)
                .listen(8080)
                .readinessProbe("/healthz", 8080)
                .service("web")
                .selector("app", "web")
                .port(80, 8080)
                .up();
        probed.advance(Duration.ofSeconds(2));
        assertEquals(2, probed.service("web").endpoints().size());
        Pod sick = probed.pods().stream()
                .filter(pod -> "web".equals(pod.labels().get("app")))
                .findFirst()
                .orElseThrow();

        sick.answerWith("/healthz", 503);
        probed.advance(Duration.ofSeconds(40));
        assertEquals(1, probed.service("web").endpoints().size());
        sick.answerWith("/healthz", 200);
        probed.advance(Duration.ofSeconds(20));
        assertEquals(2, probed.service("web").endpoints().size());
    }

    @Test
    @DisplayName("S4 broken: without the cluster's DNS the name means nothing, and the address still works")
    void without_dns_no_name() {
        k8s.kubectl("scale deployment coredns -n kube-system --replicas=0");
        k8s.advance(Duration.ofSeconds(5));

        Walk walk = client.get("http://service-test/");

        assertEquals(Outcome.Kind.UNREACHABLE, walk.outcome().kind());
        assertTrue(walk.outcome().text().contains("Could not resolve host"), walk.outcome()::text);
        answered(client.get("http://" + CLUSTER_IP + "/"));
    }

    @Test
    @DisplayName("S5: no interface has the cluster IP, no route names it, and nobody answers ARP for it")
    void nobody_has_the_address() {
        for (Node each : k8s.nodes()) {
            assertFalse(each.ip("addr").text().contains(CLUSTER_IP));
            assertFalse(each.ip("route").text().contains("10.3.2"));
        }
        assertFalse(client.arping(CLUSTER_IP).answered());
        assertTrue(client.get("http://" + CLUSTER_IP + "/").natted());
    }

    @Test
    @DisplayName(
            "S5 broken: without the rules on the client's own node the packet goes to the router and is lost there")
    void without_rules_the_router_loses_it() {
        node.kubeProxy().kill();
        node.iptables("-t nat -F");

        Walk walk = client.get("http://" + CLUSTER_IP + "/");

        droppedBy(DropReason.IP_INNOROUTES, "router", walk);
    }

    @Test
    @DisplayName("S7: in iptables mode a connection's first packet is translated by a rule, all others by its state")
    void the_first_packet_decides() {
        Walk walk = client.get("http://" + CLUSTER_IP + "/");

        long translations = walk.steps(Step.Matched.class).stream()
                .filter(rule -> rule.by().toString().contains("-j DNAT"))
                .count();
        assertEquals(1, translations);
        assertTrue(walk.output().contains(client.address().toString()), walk::output);
        assertEquals(
                1,
                client.load("http://" + CLUSTER_IP + "/")
                        .requests(50)
                        .keepAlive()
                        .run()
                        .answers()
                        .size());
        assertEquals(2, client.load("http://" + CLUSTER_IP + "/", 50).answers().size());
    }

    @Test
    @DisplayName(
            "S7 broken: without the connection's state the answer comes from an address that the client never called")
    void without_state_the_answer_is_not_understood() {
        node.sysctl("-w net.bridge.bridge-nf-call-iptables=0");
        Set<Outcome.Kind> kinds = new TreeSet<>();
        for (int i = 0; i < 12; i++) {
            kinds.add(client.get("http://" + CLUSTER_IP + "/").outcome().kind());
        }
        // the server on the client's own node answers past iptables, straight through the bridge
        assertEquals(2, kinds.size(), kinds::toString);
    }

    @Test
    @DisplayName("S8: a new Service, a changed endpoint and a deleted Service each change the rules on every node")
    void rules_follow_the_api() {
        assertEquals(List.of(2L, 2L), endpointRules());
        k8s.kubectl("scale deployment service-test --replicas=3");
        k8s.advance(Duration.ofSeconds(4));
        assertEquals(List.of(3L, 3L), endpointRules());
        k8s.service("service-test").delete();
        k8s.advance(Duration.ofSeconds(2));
        assertEquals(List.of(0L, 0L), endpointRules());
        k8s.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: again}
                spec:
                  selector: {app: service_test_pod}
                  ports: [{port: 80, targetPort: http}]
                """);
        k8s.advance(Duration.ofSeconds(2));
        assertEquals(List.of(3L, 3L), endpointRules());
        answered(client.get("http://again/"));
    }

    private List<Long> endpointRules() {
        return k8s.nodes().stream()
                .map(each -> each.iptables("nat").lines().stream()
                        .filter(line -> line.contains("--to-destination") && line.contains(":8080"))
                        .count())
                .toList();
    }

    @Test
    @DisplayName("S11: a client outside the cluster does not reach the cluster IP: no router knows the service network")
    void only_inside() {
        Cluster world = described()
                .outside("203.0.113.0/24")
                .host("203.0.113.10")
                .name("visitor")
                .up();

        Walk walk = world.host("visitor").get("http://" + CLUSTER_IP + "/");

        droppedBy(DropReason.IP_INNOROUTES, "router-203.0.113.1", walk);
    }

    @Test
    @DisplayName("without endpoints a service refuses at once, by a rule, and does not let the client wait")
    void no_endpoints_is_refused() {
        k8s.kubectl("scale deployment service-test --replicas=0");
        k8s.advance(Duration.ofSeconds(4));

        assertEquals(
                Outcome.Kind.REFUSED,
                client.get("http://" + CLUSTER_IP + "/").outcome().kind());
    }

    @Test
    @DisplayName("a pod reaches itself by its own service, and sees the bridge as its client")
    void hairpin() {
        Pod server = servers().get(0);
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < 12; i++) {
            Walk walk = server.get("http://" + CLUSTER_IP + "/");
            answered(walk);
            seen.add(walk.output().strip());
        }

        assertTrue(seen.contains(server.name() + " (you are 10.0.1.1)"), seen::toString);
    }

    @Test
    @DisplayName("a node that dies takes its pods' share of the answers with it, until it is known to be gone")
    void a_dead_node() {
        k8s.node("node-1").powerOff();
        assertTrue(client.load("http://" + CLUSTER_IP + "/", 10).answers().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                < 10);

        k8s.advance(Duration.ofSeconds(60));

        assertTrue(k8s.kubectl("get nodes").text().contains("node-1   NotReady"), k8s.kubectl("get nodes")::text);
        assertEquals(10, client.load("http://" + CLUSTER_IP + "/", 10).answered());
        k8s.advance(Duration.ofMinutes(6));
        assertEquals(2, k8s.service("service-test").endpoints().size());
        assertEquals(10, client.load("http://" + CLUSTER_IP + "/", 10).answered());
    }

    @Test
    @DisplayName("S1 broken: as long as nobody deletes the pod its address lasts, even when its container dies")
    void the_address_lasts_as_long_as_the_pod() {
        Pod server = servers().get(0);
        String address = server.address().toString();

        server.container("service-test").kill();
        k8s.advance(Duration.ofSeconds(5));

        assertEquals(address, server.address().toString());
        answered(client.get("http://" + address + ":8080/"));
    }

    @Test
    @DisplayName("S2 broken: where one node takes no pods, both replicas share the other")
    void a_cordoned_node_gets_none() {
        k8s.kubectl("cordon node-2");
        servers().forEach(Pod::delete);
        k8s.advance(Duration.ofSeconds(5));

        assertEquals(
                List.of("node-1", "node-1"),
                servers().stream().map(pod -> pod.node().name()).toList());
    }

    @Test
    @DisplayName("S3 broken: a pod that loses the label is no endpoint any more")
    void without_the_label_no_endpoint() {
        for (Pod server : servers()) {
            k8s.kubectl("label pod " + server.name() + " app=other --overwrite");
        }
        k8s.kubectl("scale deployment service-test --replicas=0");
        k8s.advance(Duration.ofSeconds(4));

        assertEquals(List.of(), k8s.service("service-test").endpoints());
        assertEquals(
                Outcome.Kind.REFUSED,
                client.get("http://" + CLUSTER_IP + "/").outcome().kind());
    }
}
