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
import static packetwalk.WalkAssertions.firstPacket;
import static packetwalk.WalkAssertions.notNatted;
import static packetwalk.WalkAssertions.reached;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Pod;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** P8, P9, P12: one address space for all bridges, a route per block on the router, and how a pod hangs on its bridge. */
class PodNetworkFactsTest {

    private final Cluster k8s = Articles.cluster().up();
    private final Pod client = k8s.pod("client");

    @Test
    @DisplayName("P8: one space 10.0.0.0/14, a block of it per node, and a route per block on the router")
    void one_space_and_a_route_per_block() {
        assertEquals("10.0.0.0/14", k8s.clusterCidr().toString());
        assertEquals("10.0.1.0/24", k8s.node("10.100.0.2").podCidr().toString());
        assertEquals("10.0.2.0/24", k8s.node("10.100.0.3").podCidr().toString());
        String routes = k8s.router().ip("route").text();
        assertTrue(routes.contains("10.0.1.0/24 via 10.100.0.2 dev eth0"), routes);
        assertTrue(routes.contains("10.0.2.0/24 via 10.100.0.3 dev eth0"), routes);
        assertFalse(k8s.node("10.100.0.3").ip("route").text().contains("10.0.1."), "a node knows no block but its own");
        assertEquals("10.0.1.2", k8s.pod("server-1").address().toString());
        assertEquals("10.0.2.2", k8s.pod("server-2").address().toString());
        assertEquals("10.0.2.3", client.address().toString());
    }

    @Test
    @DisplayName("P8: a pod reaches a pod on another node without NAT, by node, router and node: TTL 61 on arrival")
    void pods_reach_each_other_across_nodes() {
        Walk walk = client.get("http://10.0.1.2:8080");

        answered(walk);
        crossed(
                walk,
                "client/veth1",
                "node-2/cbr0",
                "node-2/eth0",
                "router/eth0",
                "node-1/eth0",
                "node-1/cbr0",
                "server-1/veth0");
        notNatted(walk);
        assertEquals(61, asReceived(walk).ttl(), walk::text);
        assertEquals("server-1 (you are 10.0.2.3)", walk.output().strip());
        assertEquals(3, firstPacket(walk).steps(Step.Forwarded.class).size(), walk::text);
    }

    @Test
    @DisplayName("P8: any pod reaches any pod on any node, and none of them through NAT")
    void every_pair_of_pods() {
        for (Pod from : k8s.pods()) {
            for (Pod to : k8s.pods()) {
                Walk walk = from.ping(to);
                answered(walk);
                reached(to.name(), walk);
                notNatted(walk);
                int hops = from.node() == to.node() ? 0 : 3;
                assertEquals(64 - hops, asReceived(walk).ttl(), walk::text);
            }
        }
    }

    @Test
    @DisplayName("P8: nothing is encapsulated: each frame on the way holds the pods' own packet, its length unchanged")
    void nothing_is_encapsulated() {
        Walk walk = firstPacket(client.ping("10.0.1.2"));
        IpAddress from = client.address();

        int length = asReceived(walk).length();
        for (Step.Transmitted sent : walk.steps(Step.Transmitted.class)) {
            Packet packet = (Packet) sent.frame().payload();
            assertEquals(from, packet.src(), walk::text);
            assertEquals("10.0.1.2", packet.dst().toString(), walk::text);
            assertEquals(length, packet.length(), "not a byte is put around it");
        }
        assertTrue(walk.steps(Step.Transmitted.class).size() >= 5, walk::text);
        assertTrue(
                k8s.topology().machines().stream()
                        .flatMap(machine -> machine.spaces().stream())
                        .flatMap(space -> space.devices().stream())
                        .noneMatch(device -> device.kind().equals("vxlan")),
                "there is no tunnel device anywhere");
    }

    @Test
    @DisplayName(
            "P8 broken: without the router's route to 10.0.1.0/24 the packet is lost at the router, with it it is not")
    void without_the_router_route() {
        k8s.router().ip("route del 10.0.1.0/24");

        Walk walk = client.ping("10.0.1.2");

        ended(Outcome.Kind.UNREACHABLE, walk);
        Step.Dropped lost = droppedBy(DropReason.IP_INNOROUTES, "router", walk);
        assertTrue(lost.before().summary().contains("10.0.2.3 > 10.0.1.2"), lost.before()::summary);
        answered(client.ping("10.0.2.2"));

        k8s.router().ip("route add 10.0.1.0/24 via 10.100.0.2");
        answered(client.ping("10.0.1.2"));
    }

    @Test
    @DisplayName("P8 broken: a cloud that adds no routes leaves each node an island")
    void without_cloud_routes() {
        Cluster island = Articles.cluster().cloudRoutes(false).up();

        droppedBy(DropReason.IP_INNOROUTES, "router", island.pod("client").ping("10.0.1.2"));
        droppedBy(DropReason.IP_INNOROUTES, "router", island.pod("server-1").ping("10.0.2.3"));
        answered(island.pod("client").ping("10.0.2.2"));
    }

    @Test
    @DisplayName("P8 broken: where the exception does not cover the pods' space, pod to pod is NAT again")
    void without_the_masquerade_exception() {
        Cluster natting = Articles.cluster().nonMasqueradeCidr("192.168.0.0/16").up();

        Walk walk = natting.pod("client").get("http://10.0.1.2:8080");

        answered(walk);
        assertEquals(
                List.of("10.100.0.3", "10.0.1.1"),
                firstPacket(walk).steps(Step.Translated.class).stream()
                        .map(step -> step.after().src().toString())
                        .toList(),
                "each node on the way puts its own address in");
        assertEquals("server-1 (you are 10.0.1.1)", walk.output().strip());
    }

    @Test
    @DisplayName("P9: the bridge of a node is cbr0, with 10.0.1.1/24 and 10.0.2.1/24; plain Docker's is docker0")
    void bridge_is_cbr0() {
        assertTrue(Devices.of(k8s, "node-1", "host").contains("cbr0"));
        assertFalse(Devices.of(k8s, "node-1", "host").contains("docker0"));
        assertTrue(k8s.node("node-1").ip("addr show cbr0").text().contains("inet 10.0.1.1/24"));
        assertTrue(k8s.node("node-2").ip("addr show cbr0").text().contains("inet 10.0.2.1/24"));
        crossed(client.ping("10.0.1.2"), "node-2/cbr0", "node-1/cbr0");
        Cluster plain = cluster().dockerHost("10.100.0.2").container("web").up();
        assertTrue(Devices.of(plain, "host-1", "host").contains("docker0"));
        assertFalse(Devices.of(plain, "host-1", "host").contains("cbr0"));
    }

    @Test
    @DisplayName("P9 broken: with cbr0 down the node has no route to its block and sends packets for it back")
    void without_cbr0() {
        k8s.node("node-1").ip("link set cbr0 down");

        Walk walk = client.ping("10.0.1.2");

        assertFalse(walk.answered(), walk::text);
        assertFalse(walk.reached("server-1"), walk::text);
        crossed(walk, "router/eth0", "node-1/eth0", "router/eth0", "node-1/eth0");
        droppedBy(DropReason.IP_TTL_EXPIRED, "router", walk);
        ended(Outcome.Kind.UNREACHABLE, k8s.pod("server-1").ping("10.100.0.1"));
    }

    @Test
    @DisplayName("P12: the pod's interface is one end of a pair; the other stands on the node, a port of the bridge")
    void a_pair_and_a_port() {
        String outer = Devices.port(k8s, "server-1");
        String inside = k8s.pod("server-1").ip("link show veth0").lines().get(0);
        String onNode = k8s.node("node-1").ip("link show " + outer).lines().get(0);

        assertTrue(onNode.contains(" master cbr0 "), onNode);
        assertEquals(index(onNode), peerIndex(inside), "ip link shows the other end's index behind @if");
        assertEquals(index(inside), peerIndex(onNode));
        assertTrue(
                k8s.node("node-1").bridge("link").text().contains(outer + "@"),
                () -> k8s.node("node-1").bridge("link").text());
        crossed(client.ping("10.0.1.2"), "node-1/cbr0", "node-1/" + outer, "server-1/veth0");
    }

    private static String index(String line) {
        return line.substring(0, line.indexOf(':'));
    }

    private static String peerIndex(String line) {
        return line.replaceAll(".*@if([0-9]+):.*", "$1");
    }

    @Test
    @DisplayName(
            "P12 broken: take the node's end from the bridge and the pod is cut off, though its own end looks well")
    void without_the_port() {
        k8s.node("node-1").ip("link set " + Devices.port(k8s, "server-1") + " nomaster");

        Walk walk = client.ping("10.0.1.2");

        ended(Outcome.Kind.UNREACHABLE, walk);
        droppedBy(DropReason.NEIGH_FAILED, "node-1/cbr0", walk);
        assertTrue(k8s.pod("server-1").ip("addr show veth0").text().contains("inet 10.0.1.2/24"));
    }

    @Test
    @DisplayName("P12 broken: delete one end of the pair and the other is gone too")
    void one_end_takes_the_other_along() {
        k8s.node("node-1").ip("link del " + Devices.port(k8s, "server-1"));

        assertFalse(Devices.of(k8s, "node-1", "server-1").contains("veth0"));
        assertFalse(client.ping("10.0.1.2").answered());
    }
}
