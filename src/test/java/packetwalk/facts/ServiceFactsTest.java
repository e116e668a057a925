package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Node;
import packetwalk.Pod;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** S1 to S11: the services article, each fact by packets, and each with its cause broken. */
class ServiceFactsTest {

    private static final String CLUSTER_IP = "10.3.241.152";

    private final Cluster k8s = cluster()
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
            .port(80, "http")
            .up();
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
}
