package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.asReceived;
import static packetwalk.WalkAssertions.crossed;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;
import static packetwalk.WalkAssertions.firstPacket;
import static packetwalk.WalkAssertions.notNatted;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.cni.PodNetwork;
import packetwalk.net.Frame;
import packetwalk.net.Packet;
import packetwalk.net.Udp;
import packetwalk.net.VxlanFrame;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** P8's contrast: the article calls its plan an overlay; here it stands beside a real one, and beside routes on the nodes. */
class OverlayFactsTest {

    private static Cluster over(PodNetwork network) {
        return Articles.cluster().podNetwork(network).up();
    }

    /** What the cable between node 2 and the rest carries of the first packet. */
    private static Packet onTheWire(Walk walk) {
        return firstPacket(walk).steps(Step.Transmitted.class).stream()
                .filter(step -> step.at().place().equals("node-2/eth0"))
                .map(step -> (Packet) step.frame().payload())
                .findFirst()
                .orElseThrow(() -> new AssertionError(walk.text()));
    }

    private static VxlanFrame tunnelled(Packet outer) {
        return ((Udp) outer.transport()).tunnelled().orElseThrow();
    }

    @Test
    @DisplayName("P8: with VXLAN the wire carries a datagram from node to node, and in it the pods' own packet")
    void a_real_overlay_encapsulates() {
        Walk walk = over(PodNetwork.VXLAN).pod("client").ping("10.0.1.2");

        answered(walk);
        notNatted(walk);
        Packet outer = onTheWire(walk);
        assertEquals("10.100.0.3", outer.src().toString());
        assertEquals("10.100.0.2", outer.dst().toString());
        assertEquals(8472, ((Udp) outer.transport()).dstPort());
        assertEquals(1, tunnelled(outer).vni());
        Frame inner = tunnelled(outer).inner();
        assertTrue(inner.payload().summary().startsWith("10.0.2.3 > 10.0.1.2: ICMP echo request"), inner::toString);
        assertEquals(
                inner.payload().length() + 36 + Frame.HEADER, outer.length(), "IP, UDP, VXLAN and Ethernet headers");
    }

    @Test
    @DisplayName(
            "P8: three networks, three numbers of routers: the node's, the router's and the node's; or two; or two and a tunnel")
    void ttl_tells_who_routed() {
        assertEquals(61, ttlOnArrival(PodNetwork.CLOUD_ROUTES));
        assertEquals(62, ttlOnArrival(PodNetwork.HOST_GW));
        assertEquals(62, ttlOnArrival(PodNetwork.VXLAN));
    }

    private static int ttlOnArrival(PodNetwork network) {
        Walk walk = over(network).pod("client").ping("10.0.1.2");
        answered(walk);
        return asReceived(walk).ttl();
    }

    @Test
    @DisplayName("P8: the router of an overlay knows no pod, and neither does that of host-gw: the nodes do")
    void the_router_need_not_know() {
        for (PodNetwork network : List.of(PodNetwork.HOST_GW, PodNetwork.VXLAN)) {
            Cluster k8s = over(network);
            assertFalse(
                    k8s.router().ip("route").text().contains("10.0."),
                    () -> k8s.router().ip("route").text());
        }
        String hostGw = over(PodNetwork.HOST_GW).node("node-2").ip("route").text();
        assertTrue(hostGw.contains("10.0.1.0/24 via 10.100.0.2 dev eth0"), hostGw);
        String vxlan = over(PodNetwork.VXLAN).node("node-2").ip("route").text();
        assertTrue(vxlan.contains("10.0.1.0/24 via 10.0.1.0 dev flannel.1 onlink"), vxlan);
    }

    @Test
    @DisplayName("P8: with host-gw nodes hand each other the pods' packets as they are, past the router")
    void host_gw_leaves_packets_alone() {
        Walk walk = over(PodNetwork.HOST_GW).pod("client").ping("10.0.1.2");

        Packet packet = onTheWire(walk);
        assertEquals("10.0.2.3", packet.src().toString());
        assertEquals("10.0.1.2", packet.dst().toString());
        crossed(walk, "client/veth1", "node-2/cni0", "node-2/eth0", "node-1/eth0", "node-1/cni0", "server-1/veth0");
        assertFalse(firstPacket(walk).text().contains("router/eth0"), walk::text);
    }

    @Test
    @DisplayName("P8: the overlay's price is 50 bytes of each packet: pods have an MTU of 1450")
    void the_price_is_room() {
        Cluster k8s = over(PodNetwork.VXLAN);

        assertTrue(k8s.pod("client").ip("link show veth1").text().contains(" mtu 1450 "));
        assertTrue(k8s.node("node-2").ip("link show cni0").text().contains(" mtu 1450 "));
        assertTrue(k8s.node("node-2").ip("link show flannel.1").text().contains(" mtu 1450 "));
        assertTrue(over(PodNetwork.HOST_GW)
                .pod("client")
                .ip("link show veth1")
                .text()
                .contains(" mtu 1500 "));
    }

    @Test
    @DisplayName("P8 broken: without the forwarding entry the packet gets as far as the tunnel's beginning")
    void without_the_entry() {
        Cluster k8s = over(PodNetwork.VXLAN);
        String entry =
                k8s.node("node-2").bridge("fdb show dev flannel.1").text().strip();
        String mac = entry.substring(0, entry.indexOf(' '));

        k8s.node("node-2").bridge("fdb del " + mac + " dev flannel.1");
        Walk lost = k8s.pod("client").ping("10.0.1.2");
        ended(Outcome.Kind.TIMED_OUT, lost);
        droppedBy(DropReason.NO_TX_TARGET, "node-2/flannel.1", lost);

        k8s.node("node-2").bridge("fdb append " + mac + " dev flannel.1 dst 10.100.0.2");
        answered(k8s.pod("client").ping("10.0.1.2"));
    }

    @Test
    @DisplayName("P8 broken: a firewall that nobody has told of UDP port 8472 cuts all pods off from each other")
    void with_the_port_closed() {
        Cluster k8s = over(PodNetwork.VXLAN);
        k8s.node("node-1").iptables("-A INPUT -p udp --dport 8472 -j DROP");

        droppedBy(DropReason.NETFILTER_DROP, "node-1", k8s.pod("client").ping("10.0.1.2"));
        answered(k8s.pod("client").ping("10.0.2.2"));
        answered(k8s.node("node-2").ping("10.100.0.2"));
    }
}
