package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.asReceived;
import static packetwalk.WalkAssertions.crossed;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;
import static packetwalk.WalkAssertions.natted;
import static packetwalk.WalkAssertions.notNatted;
import static packetwalk.WalkAssertions.reached;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Container;
import packetwalk.DockerHost;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** P1 and P2: one machine with plain Docker, its bridge, and the world outside. */
class DockerBridgeFactsTest {

    private static final String SERVER = "203.0.113.10";

    private final Cluster world = cluster()
            .dockerHost("10.100.0.2")
            .name("host-1")
            .container("web")
            .container("other")
            .outside("203.0.113.0/24")
            .host(SERVER)
            .listen(80)
            .up();
    private final DockerHost host = world.dockerHost("host-1");
    private final Container web = world.container("web");
    private final Container other = world.container("other");

    @Test
    @DisplayName("P1: a container has veth0 172.17.0.2 and docker0 as its gateway, and sees only that and loopback")
    void container_sees_its_own_interface() {
        assertEquals("172.17.0.2", web.address().toString());
        assertEquals(List.of("lo", "veth0"), Devices.of(world, "host-1", "web"));
        assertTrue(web.ip("addr").text().contains("inet 172.17.0.2/24"), web.ip("addr")::text);
        assertFalse(
                web.ip("addr").text().contains("eth0@") && web.ip("addr").text().contains("docker0"));
        assertEquals(
                "default via 172.17.0.1 dev veth0",
                web.ip("route").lines().get(0).strip());
        assertTrue(host.ip("addr show docker0").text().contains("inet 172.17.0.1/24"));
        assertTrue(host.ip("addr show eth0").text().contains("inet 10.100.0.2/24"));
    }

    @Test
    @DisplayName("P1: a container reaches the outside world through docker0 and eth0, masqueraded")
    void container_reaches_the_outside_masqueraded() {
        Walk walk = web.get("http://" + SERVER);

        answered(walk);
        crossed(walk, "web/veth0", "host-1/docker0", "host-1/eth0", "router/eth0", SERVER + "/eth0");
        natted("172.17.0.2", "10.100.0.2", walk);
        assertEquals(SERVER + " (you are 10.100.0.2)", walk.output().strip());
        assertEquals("10.100.0.2", asReceived(walk).src().toString());
    }

    @Test
    @DisplayName("P1 broken: without the MASQUERADE rule the answer finds no way back to 172.17.0.2")
    void without_masquerade_the_answer_is_lost() {
        host.iptables("-t nat -D POSTROUTING -s 172.17.0.0/24 ! -o docker0 -j MASQUERADE");

        Walk walk = web.get("http://" + SERVER);

        ended(Outcome.Kind.TIMED_OUT, walk);
        reached(SERVER, walk);
        notNatted(walk);
        Step.Dropped lost = droppedBy(DropReason.IP_INNOROUTES, "router-203.0.113.1", walk);
        assertTrue(lost.before().summary().contains("> 172.17.0.2."), lost.before()::summary);
    }

    @Test
    @DisplayName("P1 broken: without its default route the container cannot even send")
    void without_default_route_nothing_leaves() {
        web.ip("route del default");

        Walk walk = web.ping(SERVER);

        ended(Outcome.Kind.UNREACHABLE, walk);
        assertTrue(walk.outcome().text().contains("Network is unreachable"), walk::text);
        droppedBy(DropReason.IP_OUTNOROUTES, "web", walk);
    }

    @Test
    @DisplayName("P1 broken: with net.ipv4.ip_forward = 0 the host drops what its container sends out")
    void without_forwarding_nothing_passes() {
        host.sysctl("-w net.ipv4.ip_forward=0");

        Walk walk = web.ping(SERVER);

        ended(Outcome.Kind.TIMED_OUT, walk);
        droppedBy(DropReason.IP_INADDRERRORS, "host-1/docker0", walk);
    }

    @Test
    @DisplayName("P2: a second container gets 172.17.0.3, and both meet on the bridge at layer 2, unrouted")
    void containers_meet_on_the_bridge() {
        assertEquals("172.17.0.3", other.address().toString());
        assertEquals(List.of("lo", "veth1"), Devices.of(world, "host-1", "other"));

        Walk walk = web.ping("172.17.0.3");

        answered(walk);
        reached("other", walk);
        notNatted(walk);
        crossed(walk, "web/veth0", "host-1/" + Devices.port(world, "other"), "other/veth1");
        assertEquals(64, asReceived(walk).ttl(), "a bridge is no hop");
        assertTrue(walk.steps(Step.Forwarded.class).isEmpty(), walk::text);
        assertTrue(
                walk.steps(Step.Routed.class).stream()
                        .noneMatch(step -> step.at().netns().equals("host")),
                () -> "the host routed it:\n" + walk);
    }

    @Test
    @DisplayName("P2: ARP finds the peer's MAC address, and the bridge learns behind which port it is")
    void arp_and_learning() {
        String mac = Devices.mac(world, "other");
        assertFalse(host.bridge("fdb show").text().contains(mac + " dev"), "nothing is known before the first frame");

        Walk first = web.ping("172.17.0.3");

        answered(first);
        assertTrue(first.steps(Step.Switched.class).get(0).reason().contains("every other port"), first::text);
        assertTrue(host.bridge("fdb show").text().contains(mac + " dev " + Devices.port(world, "other")));
        assertTrue(web.ip("neigh").text().contains("172.17.0.3 dev veth0 lladdr " + mac), web.ip("neigh")::text);
        answered(web.arping("172.17.0.3"));
        Walk second = web.ping("172.17.0.3");
        assertTrue(
                second.steps(Step.Switched.class).stream()
                        .allMatch(step -> step.decision().contains("dev " + Devices.port(world, "other"))
                                || step.decision().contains("dev " + Devices.port(world, "web"))),
                () -> "a learnt address is not flooded:\n" + second);

        world.advance(Duration.ofSeconds(10)); // the last probe for a stale neighbour
        world.advance(Duration.ofSeconds(300));
        assertFalse(host.bridge("fdb show").text().contains(mac + " dev"), "after 300 s it is forgotten");
    }

    @Test
    @DisplayName("P2 broken: a veth that is no port of the bridge is cut off; nobody answers its ARP")
    void without_the_bridge_port_nobody_answers() {
        host.ip("link set " + Devices.port(world, "other") + " nomaster");

        Walk walk = web.ping("172.17.0.3");

        ended(Outcome.Kind.UNREACHABLE, walk);
        droppedBy(DropReason.NEIGH_FAILED, "web/veth0", walk);
        ended(Outcome.Kind.TIMED_OUT, web.arping("172.17.0.3"));
        assertTrue(web.ip("neigh").text().contains("172.17.0.3 dev veth0 FAILED"), web.ip("neigh")::text);
    }
}
