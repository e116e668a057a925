package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.ended;
import static packetwalk.WalkAssertions.reached;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Container;
import packetwalk.DockerContainerScope;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.SocketFault;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** P3: a second container in the first one's network namespace, and what they share. */
class SharedNamespaceFactsTest {

    private static DockerContainerScope nginx() {
        return cluster()
                .dockerHost("10.100.0.2")
                .name("host-1")
                .container("nginx")
                .listen(80);
    }

    private final Cluster world = nginx().container("scrapyd")
            .join("nginx")
            .listen(6800)
            .container("client")
            .up();
    private final Container scrapyd = world.container("scrapyd");

    @Test
    @DisplayName("P3: both containers answer at 172.17.0.2 from outside")
    void both_answer_at_one_address() {
        Container client = world.container("client");

        assertEquals("172.17.0.2", world.container("nginx").address().toString());
        assertEquals("172.17.0.2", scrapyd.address().toString());
        assertEquals("172.17.0.3", client.address().toString(), "the joined container took no address");
        assertEquals("nginx (you are 172.17.0.3)", body(client.get("http://172.17.0.2:80")));
        assertEquals("scrapyd (you are 172.17.0.3)", body(client.get("http://172.17.0.2:6800")));
        assertEquals(
                "nginx (you are 172.17.0.1)", body(world.dockerHost("host-1").get("http://172.17.0.2")));
    }

    @Test
    @DisplayName("P3: scrapyd calls http://localhost:80 and nginx answers, over loopback alone")
    void they_meet_on_localhost() {
        Walk walk = scrapyd.get("http://localhost:80");

        assertEquals("nginx (you are 127.0.0.1)", body(walk));
        assertTrue(
                walk.steps(Step.Transmitted.class).stream()
                        .allMatch(step -> step.at().device().equals("lo")),
                walk::text);
        assertEquals(
                "scrapyd (you are 127.0.0.1)", body(world.container("nginx").get("http://localhost:6800")));
    }

    @Test
    @DisplayName("P3: they share one set of ports: EADDRINUSE at run time, as two processes on one host")
    void one_set_of_ports_at_run_time() {
        SocketFault fault = assertThrows(SocketFault.class, () -> scrapyd.listen(80));

        assertEquals(Errno.EADDRINUSE, fault.errno());
        assertTrue(fault.getMessage().contains("port 80 is taken by nginx"), fault::getMessage);
        assertEquals("nginx (you are 127.0.0.1)", body(scrapyd.get("http://localhost")));
        world.container("nginx").kill().restart();
        assertThrows(SocketFault.class, () -> world.container("nginx").listen(80), "nor can a process twice");
    }

    @Test
    @DisplayName("P3: the same port in one namespace is refused by up(), with EADDRINUSE")
    void one_set_of_ports_in_a_description() {
        DockerContainerScope spec = nginx().container("scrapyd").join("nginx").listen(80);

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, spec::up);

        assertTrue(refused.getMessage().contains("EADDRINUSE"), refused::getMessage);
        assertTrue(refused.getMessage().contains("80/tcp of container scrapyd"), refused::getMessage);
        assertTrue(refused.getMessage().contains("choose another port"), refused::getMessage);
    }

    @Test
    @DisplayName("P3: a port that its holder has given up can be opened by the other")
    void a_port_given_up_is_free() {
        Cluster both = nginx().container("scrapyd")
                .listen(6800)
                .container("sidecar")
                .join("scrapyd")
                .up();
        both.container("sidecar").listen(9000);
        both.container("sidecar").kill();

        both.container("scrapyd").listen(9000);

        assertEquals(
                "scrapyd (you are 127.0.0.1)", body(both.container("scrapyd").get("http://localhost:9000")));
    }

    @Test
    @DisplayName("P3 broken: in a namespace of its own scrapyd may have port 80, and localhost is not nginx's any more")
    void without_the_shared_namespace() {
        Cluster apart = nginx().container("scrapyd").up();
        Container alone = apart.container("scrapyd");

        assertEquals("172.17.0.3", alone.address().toString());
        Walk walk = alone.get("http://localhost:80");
        ended(Outcome.Kind.REFUSED, walk);
        assertFalse(walk.reached("nginx"), walk::text);
        alone.listen(80);
        assertEquals("scrapyd (you are 127.0.0.1)", body(alone.get("http://localhost:80")));
        ended(Outcome.Kind.REFUSED, world.container("client").get("http://172.17.0.2:81"));
    }

    @Test
    @DisplayName("P3 broken: when the namespace's owner ends, its interface goes; who joined it has loopback alone")
    void the_owner_takes_the_interface_along() {
        world.container("nginx").kill();

        assertEquals(List.of("lo"), Devices.of(world, "host-1", "nginx"));
        ended(Outcome.Kind.UNREACHABLE, world.container("client").get("http://172.17.0.2:6800"));
        Walk own = scrapyd.get("http://localhost:6800");
        reached("nginx", own);
        assertEquals("scrapyd (you are 127.0.0.1)", body(own));
    }

    private static String body(Walk walk) {
        answered(walk);
        return walk.output().strip();
    }
}
