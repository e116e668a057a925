package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.trace.Topology;

/** What stands where is drawn once and kept until it changes; nobody may see an old drawing. */
class TopologyTest {

    private static final List<Consumer<Cluster>> CHANGES = List.of(
            k8s -> k8s.node("node-1").ip("addr add 192.0.2.1/24 dev eth0"),
            k8s -> k8s.node("node-1").ip("link add br0 type bridge"),
            k8s -> k8s.node("node-1").ip("link add a type veth peer name b"),
            k8s -> k8s.node("node-1").ip("link set a master br0"),
            k8s -> k8s.node("node-1").ip("link set a up"),
            k8s -> k8s.node("node-1").ip("link set a nomaster"),
            k8s -> k8s.node("node-1").ip("link del a"),
            k8s -> k8s.node("node-1").ip("link del br0"),
            k8s -> k8s.node("node-1").ip("addr del 192.0.2.1/24 dev eth0"),
            k8s -> k8s.router().ip("link set eth0 down"),
            k8s -> k8s.router().ip("link set eth0 up"),
            k8s -> k8s.pod("worker").ip("link set veth2 down"),
            k8s -> k8s.pod("worker").container("nginx").kill(),
            k8s -> k8s.pod("worker").container("nginx").restart(),
            k8s -> k8s.pod("worker").container("pause").kill(),
            k8s -> k8s.pod("worker").container("pause").restart(),
            k8s -> k8s.container("web").kill(),
            k8s -> k8s.container("web").restart());

    private static Cluster cluster() {
        return Packetwalk.cluster()
                .node("10.100.0.2")
                .listen(10250)
                .pod("server")
                .node("10.100.0.3")
                .pod("client")
                .pod("other")
                .pod("worker")
                .container("nginx")
                .listen(80)
                .dockerHost("10.100.0.4")
                .container("web")
                .listen(80)
                .up();
    }

    @Test
    @DisplayName("after every change, a network that was looked at all the time looks like one never looked at before")
    void nobody_sees_an_old_drawing() {
        Cluster watched = cluster();
        for (int changes = 1; changes <= CHANGES.size(); changes++) {
            Topology before = watched.topology();
            CHANGES.get(changes - 1).accept(watched);
            assertNotEquals(before, watched.topology(), "change " + changes);

            Cluster unseen = cluster();
            CHANGES.subList(0, changes).forEach(change -> change.accept(unseen));
            assertEquals(unseen.topology(), watched.topology(), "change " + changes);
        }
    }

    @Test
    @DisplayName("packets change nothing, so walks of one network share one drawing")
    void walks_share_a_drawing() {
        Cluster k8s = cluster();

        assertSame(
                k8s.pod("client").ping("10.0.1.2").topology(),
                k8s.pod("client").get("http://172.17.0.2").topology());
    }

    @Test
    @DisplayName("a change on one machine leaves the drawings of all others as they are")
    void others_stay() {
        Cluster k8s = cluster();
        List<Topology.Machine> before = k8s.topology().machines();
        k8s.node("node-1").ip("link add br0 type bridge");
        List<Topology.Machine> after = k8s.topology().machines();

        assertSame(before.get(0), after.get(0));
        assertNotEquals(before.get(1), after.get(1));
        assertSame(before.get(2), after.get(2));
    }
}
