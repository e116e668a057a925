package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.asReceived;
import static packetwalk.WalkAssertions.crossed;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;
import static packetwalk.WalkAssertions.firstPacket;
import static packetwalk.WalkAssertions.natted;
import static packetwalk.WalkAssertions.notNatted;
import static packetwalk.WalkAssertions.reached;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Container;
import packetwalk.DockerHost;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** P5 to P7: two machines behind a router, and what plain Docker bridges cannot do between them. */
class TwoHostFactsTest {

    /** The same range on both machines, unless {@code second} says otherwise. */
    private static Cluster twoHosts(String second) {
        return cluster()
                .dockerHost("10.100.0.2")
                .name("host-1")
                .container("pod-1")
                .listen(80)
                .dockerHost("10.100.0.3")
                .name("host-2")
                .docker0(second)
                .container("pod-2")
                .listen(80)
                .up();
    }

    private static Cluster sameRanges() {
        return twoHosts("172.17.0.1/24");
    }

    private static Cluster differentRanges() {
        return twoHosts("172.17.1.1/24");
    }

    @Test
    @DisplayName("P5: two nodes on 10.100.0.0/24 reach each other on eth0, with router 10.100.0.1 as default gateway")
    void nodes_reach_each_other() {
        Cluster world = sameRanges();
        DockerHost host = world.dockerHost("10.100.0.2");

        Walk walk = host.ping("10.100.0.3");

        answered(walk);
        crossed(walk, "host-1/eth0", "host-2/eth0");
        assertFalse(firstPacket(walk).visited("router"), () -> "one segment needs no router:\n" + walk);
        assertEquals(64, asReceived(walk).ttl());
        answered(world.dockerHost("10.100.0.3").ping("10.100.0.2"));
        assertEquals("10.100.0.1", world.router().address().toString());
        assertEquals(
                "default via 10.100.0.1 dev eth0",
                host.ip("route").lines().get(0).strip());
        answered(host.ping("10.100.0.1"));
    }

    @Test
    @DisplayName("P5 broken: with eth0 down nobody answers for 10.100.0.3")
    void without_eth0_no_answer() {
        Cluster world = sameRanges();
        world.dockerHost("host-2").ip("link set eth0 down");

        Walk walk = world.dockerHost("host-1").ping("10.100.0.3");

        ended(Outcome.Kind.UNREACHABLE, walk);
        droppedBy(DropReason.NEIGH_FAILED, "host-1/eth0", walk);
    }

    @Test
    @DisplayName("P5 broken: without the route to 10.100.0.0/24 and the default route a node reaches nobody")
    void without_routes_nobody() {
        Cluster world = sameRanges();
        DockerHost host = world.dockerHost("host-1");
        host.ip("route del default");
        host.ip("route del 10.100.0.0/24");

        Walk walk = host.ping("10.100.0.3");

        ended(Outcome.Kind.UNREACHABLE, walk);
        droppedBy(DropReason.IP_OUTNOROUTES, "host-1", walk);
    }

    @Test
    @DisplayName("P6: a packet for 172.17.0.2 at the node's eth0 is forwarded to the bridge and the pod's veth")
    void node_forwards_to_its_bridge() {
        Cluster world = differentRanges();
        world.router().ip("route add 172.17.0.2 via 10.100.0.2");

        Walk walk = world.router().get("http://172.17.0.2");

        answered(walk);
        crossed(walk, "router/eth0", "host-1/eth0", "host-1/docker0", "pod-1/veth0");
        notNatted(walk);
        assertEquals(63, asReceived(walk).ttl(), "the node is one hop");
        assertTrue(
                walk.steps(Step.Routed.class).stream()
                        .anyMatch(step -> step.at().host().equals("host-1")
                                && step.decision().startsWith("172.17.0.0/24 dev docker0")),
                walk::text);

        Walk fromHost2 = world.dockerHost("host-2").get("http://172.17.0.2");
        answered(fromHost2);
        crossed(fromHost2, "host-2/eth0", "router/eth0", "host-1/eth0", "host-1/docker0", "pod-1/veth0");
    }

    @Test
    @DisplayName("P6 broken: without the host route on the router the packet is lost there")
    void without_the_host_route() {
        Cluster world = differentRanges();

        Walk own = world.router().ping("172.17.0.2");
        ended(Outcome.Kind.UNREACHABLE, own);
        droppedBy(DropReason.IP_OUTNOROUTES, "router", own);

        Walk passing = world.dockerHost("host-2").ping("172.17.0.2");
        ended(Outcome.Kind.UNREACHABLE, passing);
        droppedBy(DropReason.IP_INNOROUTES, "router", passing);
    }

    @Test
    @DisplayName("P6 broken: with net.ipv4.ip_forward = 0 the node takes the packet in and drops it")
    void without_forwarding() {
        Cluster world = differentRanges();
        world.router().ip("route add 172.17.0.2 via 10.100.0.2");
        world.dockerHost("host-1").sysctl("net.ipv4.ip_forward=0");

        Walk walk = world.router().ping("172.17.0.2");

        ended(Outcome.Kind.TIMED_OUT, walk);
        droppedBy(DropReason.IP_INADDRERRORS, "host-1/eth0", walk);
    }

    @Test
    @DisplayName(
            "P6 broken: without its route to docker0 the node sends the packet back, and it circles until its TTL ends")
    void without_the_route_to_the_bridge() {
        Cluster world = differentRanges();
        world.router().ip("route add 172.17.0.2 via 10.100.0.2");
        world.dockerHost("host-1").ip("route del 172.17.0.0/24");

        Walk walk = world.dockerHost("host-2").ping("172.17.0.2");

        assertFalse(walk.reached("pod-1"), walk::text);
        assertFalse(walk.answered(), walk::text);
        crossed(walk, "router/eth0", "host-1/eth0", "router/eth0", "host-1/eth0");
        droppedBy(DropReason.IP_TTL_EXPIRED, "host-1", walk);
    }

    @Test
    @DisplayName("P7: with docker0 172.17.0.1 on both nodes, a pod that calls 172.17.0.2 on the other reaches itself")
    void pathological_case() {
        Cluster world = sameRanges();
        Container first = world.container("pod-1");
        assertEquals("172.17.0.2", first.address().toString());
        assertEquals("172.17.0.2", world.container("pod-2").address().toString());

        Walk walk = first.get("http://172.17.0.2");

        answered(walk);
        assertEquals("pod-1 (you are 172.17.0.2)", walk.output().strip());
        assertFalse(walk.reached("pod-2"), walk::text);
        assertTrue(
                walk.steps(Step.Transmitted.class).stream()
                        .allMatch(step -> step.at().place().equals("pod-1/lo")),
                () -> "it never left the pod:\n" + walk);
    }

    @Test
    @DisplayName("P7: no rule on the router can serve both pods called 172.17.0.2")
    void one_route_serves_one_pod() {
        Cluster world = sameRanges();
        world.router().ip("route add 172.17.0.2 via 10.100.0.2");
        assertEquals(
                "pod-1 (you are 10.100.0.1)",
                world.router().get("http://172.17.0.2").output().strip());

        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> world.router().ip("route add 172.17.0.2 via 10.100.0.3"));
        assertTrue(refused.getMessage().contains("172.17.0.2"), refused::getMessage);

        world.router().ip("route replace 172.17.0.2 via 10.100.0.3");
        assertEquals(
                "pod-2 (you are 10.100.0.1)",
                world.router().get("http://172.17.0.2").output().strip());
    }

    @Test
    @DisplayName("P7: with different ranges it still fails: no node and no router knows another node's range")
    void different_ranges_are_not_enough() {
        Cluster world = differentRanges();

        Walk walk = world.container("pod-1").ping("172.17.1.2");

        ended(Outcome.Kind.UNREACHABLE, walk);
        crossed(walk, "pod-1/veth0", "host-1/docker0", "host-1/eth0", "router/eth0");
        natted("172.17.0.2", "10.100.0.2", walk);
        Step.Dropped lost = droppedBy(DropReason.IP_INNOROUTES, "router", walk);
        assertTrue(lost.before().summary().contains("10.100.0.2 > 172.17.1.2"), lost.before()::summary);
        assertTrue(lost.reason().contains("no route to 172.17.1.2"), lost::reason);
        assertFalse(firstPacket(walk).visited("host-2"), walk::text);
        assertFalse(
                world.dockerHost("host-1").ip("route").text().contains("172.17.1."), "host-1 knows its own range only");
        assertFalse(world.router().ip("route").text().contains("172.17."), "the router knows none");
    }

    @Test
    @DisplayName("P7 broken: different ranges and a route for each: the call reaches the other pod")
    void different_ranges_and_routes() {
        Cluster world = differentRanges();
        world.router().ip("route add 172.17.0.0/24 via 10.100.0.2");
        world.router().ip("route add 172.17.1.0/24 via 10.100.0.3");

        Walk walk = world.container("pod-1").get("http://172.17.1.2");

        answered(walk);
        reached("pod-2", walk);
        assertEquals("pod-2 (you are 10.100.0.2)", walk.output().strip());
    }
}
