package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a running network is asked wrongly: refused with the value and what there is, and nothing changes. */
class BadArgumentTest {

    private final Cluster running = cluster()
            .node("10.100.0.2")
            .pod("web")
            .container("nginx")
            .listen(80)
            .dockerHost("10.100.0.3")
            .container("plain")
            .outside("203.0.113.0/24")
            .host("203.0.113.10")
            .up();

    private void refuses(Runnable action, String... words) {
        String before = running.text();
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, action::run);
        for (String word : words) {
            assertTrue(refused.getMessage().contains(word), () -> word + " is not in: " + refused.getMessage());
        }
        assertEquals(before, running.text(), "a refusal changes nothing");
    }

    @Test
    @DisplayName("an unknown pod, node, host, router or container is refused with the names that there are")
    void unknown_names() {
        refuses(() -> running.pod("wbe"), "pods \"wbe\" not found", "there are web");
        refuses(() -> running.node("10.100.0.9"), "node 10.100.0.9 does not exist", "node-1 10.100.0.2");
        refuses(() -> running.node("node-1").pod("x"), "pods \"x\" not found", "web");
        refuses(() -> running.pod("web").container("x"), "pod web has no container x", "pause, nginx");
        refuses(() -> running.container("x"), "no such container: x", "there are plain");
        refuses(() -> running.dockerHost("x"), "docker host x does not exist", "host-1 10.100.0.3");
        refuses(() -> running.dockerHost("host-1").container("x"), "no such container: x", "plain");
        refuses(() -> running.host("x"), "outside host x does not exist", "203.0.113.10");
        refuses(() -> running.router("10.9.9.9"), "router 10.9.9.9 does not exist", "203.0.113.1");
        refuses(() -> running.kubectl("get pod x"), "pods \"x\" not found");
        refuses(() -> running.kubectl("get node x"), "nodes \"x\" not found");
    }

    @Test
    @DisplayName("a verb refuses a malformed address, port, URL or TTL before anything is sent")
    void malformed_arguments() {
        Pod web = running.pod("web");
        refuses(() -> web.ping("10.0.1"), "\"10.0.1\" is not an IP address", "10.100.0.2");
        refuses(() -> web.ping("10.0.1.2", 0), "ttl 0", "use 1 to 255");
        refuses(() -> web.connect("10.0.1.2", 0), "0", "1 to 65535");
        refuses(() -> web.connect("10.0.1.2", 70000), "70000", "1 to 65535");
        refuses(() -> web.get("ftp://10.0.1.2"), "ftp://10.0.1.2", "http://host:port/path");
        refuses(() -> web.get("http://10.0.1.2:99999"), "99999", "1 to 65535");
        refuses(() -> web.get(""), "not a URL", "http://");
        refuses(() -> web.send("10.0.1.300", 53, "hello"), "\"10.0.1.300\" is not an IP address");
        refuses(() -> web.traceroute("fd00::zz"), "fd00::zz", "is not an IP address");
        refuses(() -> web.arping("300.0.0.1"), "300.0.0.1");
        refuses(() -> running.advance(Duration.ofSeconds(-1)), "time does not run backwards");
    }

    @Test
    @DisplayName("a command that is not modelled is refused with those that are")
    void unknown_commands() {
        refuses(() -> running.kubectl("edit pod web"), "kubectl edit is not modelled", "get, describe");
        refuses(() -> running.gcloud("compute list"), "gcloud compute list", "container clusters describe NAME");
        refuses(() -> running.node("node-1").docker("kill x"), "docker kill x", "ps -a");
        refuses(() -> running.pod("web").sh("rm -rf /"), "rm", "ip");
        refuses(() -> running.pod("web").sysctl("net.ipv4.tcp_mem"), "net.ipv4.tcp_mem", "UNKNOWN");
    }
}
