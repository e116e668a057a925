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

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Node;
import packetwalk.Pod;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** P4: the pause container holds the pod's network namespace, and does nothing else. */
class PauseFactsTest {

    private final Cluster k8s = cluster()
            .node("10.100.0.2")
            .pod("client")
            .pod("web")
            .container("nginx")
            .listen(80)
            .container("scrapyd")
            .listen(6800)
            .up();
    private final Node node = k8s.node("10.100.0.2");
    private final Pod web = k8s.pod("web");
    private final Pod client = k8s.pod("client");

    @Test
    @DisplayName("P4: docker ps on a node shows one pause container per pod, beside the app containers")
    void one_pause_per_pod() {
        List<String> lines = node.docker("ps").lines();

        assertEquals(2, lines.stream().filter(line -> line.contains("/pause")).count(), lines::toString);
        assertEquals(
                1, lines.stream().filter(line -> line.contains("k8s_POD_web_")).count(), lines::toString);
        assertEquals(
                1,
                lines.stream().filter(line -> line.contains("k8s_POD_client_")).count(),
                lines::toString);
        assertEquals(1 + 2 + 3, lines.size(), "header, pauses, client, nginx, scrapyd");
    }

    @Test
    @DisplayName("P4: all containers of a pod, pause included, see the one veth0 and its address")
    void all_see_one_interface() {
        assertEquals(List.of("pause", "nginx", "scrapyd"), web.containers());
        String seen = web.ip("addr").text();
        assertTrue(seen.contains("veth1@") && seen.contains("inet " + web.address() + "/24"), seen);
        for (String name : web.containers()) {
            assertEquals(web.address(), web.container(name).address());
            assertEquals(seen, web.container(name).ip("addr").text());
        }
        answered(web.container("scrapyd").get("http://localhost:80"));
    }

    @Test
    @DisplayName("P4: pause only holds the namespace: it owns it, the others joined it, and it has no socket")
    void pause_does_nothing() {
        assertFalse(web.ss("-tulnp").text().contains("pause"), web.ss("-tulnp")::text);
        assertTrue(web.container("pause").running());
        ended(Outcome.Kind.REFUSED, client.connect(web, 8080));
    }

    @Test
    @DisplayName("P4: pause sleeps however long it takes, until SIGTERM ends it: exit code 0, and the namespace goes")
    void pause_sleeps_until_sigterm() {
        k8s.advance(Duration.ofDays(30));
        assertTrue(web.container("pause").running());

        web.container("pause").stop();

        assertFalse(web.container("pause").running());
        assertThrows(IllegalStateException.class, web::address);
        assertTrue(
                node.docker("ps -a")
                        .text()
                        .lines()
                        .anyMatch(line -> line.contains("Exited (0)") && line.endsWith("k8s_POD_web_default")),
                node.docker("ps -a")::text);
    }

    @Test
    @DisplayName("P4: kill or restart an app container and the pod's address stays")
    void an_app_container_may_die() {
        String address = web.address().toString();

        web.container("nginx").kill();

        assertEquals(address, web.address().toString());
        ended(Outcome.Kind.REFUSED, client.get("http://" + address));
        answered(client.get("http://" + address + ":6800"));
        answered(client.ping(address));

        web.container("nginx").restart();

        assertEquals(address, web.address().toString());
        answered(client.get("http://" + address));
        assertTrue(k8s.kubectl("get pods").text().lines().anyMatch(line -> line.matches("web +2/2 +Running +1 .*")));
    }

    @Test
    @DisplayName("P4: even with all app containers dead the namespace stands and answers echo requests")
    void pause_alone_keeps_the_namespace() {
        web.container("nginx").kill();
        web.container("scrapyd").kill();

        answered(client.ping(web));
    }

    @Test
    @DisplayName("P4 broken: kill the pause container and the namespace goes, with address, interface and all in it")
    void without_pause_the_namespace_goes() {
        String address = web.address().toString();
        web.container("pause").kill();

        assertThrows(IllegalStateException.class, web::address);
        assertEquals(List.of(), Devices.of(k8s, "node-1", "web"));
        assertFalse(web.container("nginx").running(), "nothing runs without a namespace");
        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> web.container("nginx").restart());
        assertTrue(refused.getMessage().contains("restart pause"), refused::getMessage);
        assertFalse(node.docker("ps").text().contains("k8s_POD_web_"));
        assertTrue(node.docker("ps -a").text().contains("Exited (137)"), node.docker("ps -a")::text);
        Walk walk = client.ping(address);
        ended(Outcome.Kind.UNREACHABLE, walk);
        droppedBy(DropReason.NEIGH_FAILED, "client", walk);
    }

    @Test
    @DisplayName("P4: the kubelet sees within a second that pause has ended, and makes a new sandbox")
    void the_kubelet_makes_a_new_sandbox() {
        String address = web.address().toString();
        web.container("pause").kill();

        k8s.advance(Duration.ofSeconds(2));

        assertNotEquals(address, web.address().toString());
        answered(client.get("http://" + web.address()));
    }

    @Test
    @DisplayName("P4 broken: a new pause container is a new namespace with another address; the apps follow it")
    void a_new_pause_is_a_new_namespace() {
        String address = web.address().toString();

        web.container("pause").kill().restart();

        assertNotEquals(address, web.address().toString());
        answered(client.get("http://" + web.address()));
        ended(Outcome.Kind.UNREACHABLE, client.get("http://" + address));
    }
}
