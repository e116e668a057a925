package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import packetwalk.agent.ProxyMode;
import packetwalk.trace.Outcome;

/** A node whose power is cut, and what comes back with it. */
class NodePowerTest {

    private final Cluster k8s = cluster()
            .node("10.100.0.2")
            .node("10.100.0.3")
            .pod("client")
            .deployment("web")
            .replicas(2)
            .label("app", "web")
            .listen(8080)
            .service("web")
            .type("NodePort")
            .selector("app", "web")
            .port(80, 8080)
            .up();

    private final Node node = k8s.node("10.100.0.2");
    private final String nodePort =
            k8s.kubectl("get service web -o jsonpath={.spec.ports[0].nodePort}").text();

    private Pod webOn(Node where) {
        return where.pods().stream()
                .filter(pod -> "web".equals(pod.labels().get("app")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_short_outage_leaves_the_pod_bound_and_it_starts_anew_with_another_address() {
        Pod before = webOn(node);
        String name = before.name();
        String address = before.address().toString();
        node.powerOff();
        k8s.advance(Duration.ofSeconds(20));
        node.powerOn();
        k8s.advance(Duration.ofSeconds(4));
        Pod after = webOn(node);
        assertEquals(name, after.name());
        assertNotEquals(address, after.address().toString());
        assertEquals(
                "1",
                k8s.kubectl("get pod " + name + " -o jsonpath={.status.containerStatuses[0].restartCount}")
                        .text());
        answered(k8s.pod("client").get("http://" + after.address() + ":8080/"));
        answered(k8s.pod("client").get("http://10.100.0.2:" + nodePort + "/"));
    }

    @Test
    void after_a_boot_nothing_is_left_of_what_was_only_in_memory() {
        node.iptables("-t filter -A INPUT -p tcp --dport 9 -j DROP");
        node.iptables("-P FORWARD DROP");
        node.nft("add table inet mine");
        node.ip("route add 192.0.2.0/24 via 10.100.0.1");
        node.powerOff();
        k8s.advance(Duration.ofSeconds(1));
        node.powerOn();
        assertEquals("", node.nft("list ruleset").text());
        assertEquals("", node.conntrack().text().replaceAll("conntrack v.*", "").strip());
        assertFalse(node.iptables("filter").text().contains("--dport 9"));
        assertTrue(node.iptables("-S FORWARD").text().contains("-P FORWARD ACCEPT"));
        assertFalse(node.iptables("nat").text().contains("KUBE-SERVICES"), "kube-proxy has not synced yet");
        assertTrue(node.iptables("nat").text().contains("MASQUERADE"), "kubenet's rule is there");
        assertFalse(node.ip("route").text().contains("192.0.2.0"));
        assertTrue(node.ip("route").text().contains("default via 10.100.0.1 dev eth0"));
        k8s.advance(Duration.ofSeconds(2));
        assertTrue(node.iptables("nat").text().contains("KUBE-SERVICES"));
    }

    @Test
    void after_a_long_outage_the_pods_are_elsewhere_and_what_was_left_here_ends() {
        String name = webOn(node).name();
        node.powerOff();
        k8s.advance(Duration.ofSeconds(360));
        assertTrue(k8s.kubectl("get pods").text().contains("Terminating"));
        assertTrue(k8s.kubectl("get nodes").text().contains("NotReady"));
        node.powerOn();
        k8s.advance(Duration.ofSeconds(4));
        assertFalse(k8s.kubectl("get pods").text().contains(name));
        assertFalse(k8s.kubectl("get nodes").text().contains("NotReady"));
        assertEquals(
                0,
                node.pods().stream().filter(pod -> pod.name().startsWith("web")).count());
    }

    @Test
    void a_kube_proxy_that_was_started_without_power_begins_anew_with_its_machine() {
        node.powerOff();
        k8s.advance(Duration.ofSeconds(1));
        node.kubeProxy().restart(ProxyMode.NFTABLES);
        node.kubeProxy().restart(ProxyMode.IPTABLES);
        k8s.advance(Duration.ofSeconds(5));
        node.powerOn();
        k8s.advance(Duration.ofSeconds(4));
        answered(k8s.pod("client").get("http://10.100.0.2:" + nodePort + "/"));
    }

    @Test
    void a_node_that_is_off_is_unreachable_and_one_that_is_on_again_serves() {
        node.powerOff();
        assertEquals(
                Outcome.Kind.UNREACHABLE,
                k8s.pod("client")
                        .get("http://10.100.0.2:" + nodePort + "/")
                        .outcome()
                        .kind());
        node.powerOff();
        node.powerOn();
        node.powerOn();
        k8s.advance(Duration.ofSeconds(4));
        answered(k8s.pod("client").get("http://10.100.0.2:" + nodePort + "/"));
    }
}
