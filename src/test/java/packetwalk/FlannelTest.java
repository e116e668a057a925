package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import packetwalk.cni.PodNetwork;
import packetwalk.facts.Articles;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.IpAddress;
import packetwalk.trace.DropReason;
import packetwalk.trace.Walk;

/** flannel's pod networks: what a flanneld writes on its node, and how it hears of the others. */
class FlannelTest {

    private static Cluster over(PodNetwork network) {
        return Articles.cluster()
                .podNetwork(network)
                .service("service-test")
                .clusterIp("10.3.241.152")
                .selector("app", "service_test_pod")
                .port(80, 8080)
                .nodePort(32213)
                .outside("203.0.113.0/24")
                .host("203.0.113.10")
                .name("visitor")
                .up();
    }

    private static String mac(Cluster k8s, String node) {
        return k8s.node(node).ip("link show flannel.1").text().replaceAll("(?s).*link/ether (\\S+) .*", "$1");
    }

    @Test
    void a_node_knows_each_other_node_by_a_route_a_neighbour_and_an_entry_and_learns_nothing() {
        Cluster k8s = over(PodNetwork.VXLAN);
        Node node = k8s.node("node-2");
        String other = mac(k8s, "node-1");

        assertEquals(
                "10.0.1.0 lladdr " + other + " PERMANENT",
                node.ip("neigh show dev flannel.1").text().strip());
        assertEquals(
                other + " dst 10.100.0.2 self permanent",
                node.bridge("fdb show dev flannel.1").text().strip());
        assertTrue(node.ip("route").text().contains("10.0.1.0/24 via 10.0.1.0 dev flannel.1 onlink"));
        assertTrue(node.ip("addr show flannel.1").text().contains("inet 10.0.2.0/32 "));
        assertTrue(node.ip("-d link show flannel.1")
                .text()
                .contains("vxlan id 1 local 10.100.0.3 dev eth0 srcport 0 0 dstport 8472 nolearning"));
        assertTrue(node.ss("-ulnp").text().contains("0.0.0.0:8472"), "the kernel listens, and no process");
    }

    @Test
    void its_annotations_tell_the_other_nodes_how_to_get_there() {
        Cluster k8s = over(PodNetwork.VXLAN);

        String annotations = k8s.kubectl("get node node-1 -o yaml").text();

        for (String line : List.of(
                "backend-data: '{\"VNI\":1,\"VtepMAC\":\"" + mac(k8s, "node-1") + "\"}'",
                "backend-type: vxlan",
                "kube-subnet-manager: \"true\"",
                "public-ip: 10.100.0.2")) {
            assertTrue(annotations.contains("flannel.alpha.coreos.com/" + line), annotations);
        }
    }

    @Test
    void pods_have_a_route_of_their_own_to_the_pods_range_and_less_room() {
        Cluster k8s = over(PodNetwork.VXLAN);

        assertEquals(
                List.of(
                        "default via 10.0.2.1 dev veth1",
                        "10.0.0.0/14 via 10.0.2.1 dev veth1",
                        "10.0.2.0/24 dev veth1 proto kernel scope link src 10.0.2.3"),
                k8s.pod("client").ip("route").text().lines().map(String::strip).toList());
    }

    @Test
    void a_packet_too_large_for_the_tunnel_is_sent_back_by_the_node_and_the_pod_remembers() {
        Cluster k8s = over(PodNetwork.VXLAN);
        k8s.pod("client").ip("link set veth1 mtu 1500");

        Walk lost = k8s.pod("client").send("10.0.1.2", 8080, "x".repeat(1451 - 28));

        droppedBy(DropReason.PKT_TOO_BIG, "node-2/flannel.1", lost);
        assertTrue(
                k8s.pod("client").ip("route get 10.0.1.2").text().contains("mtu 1450"),
                () -> k8s.pod("client").ip("route get 10.0.1.2").text());
    }

    @Test
    void rules_are_those_of_flanneld() {
        Node node = over(PodNetwork.VXLAN).node("node-2");

        assertEquals(
                List.of(
                        "-A FLANNEL-POSTRTG -m mark --mark 0x4000/0x4000 -m comment --comment \"flanneld masq\" -j RETURN",
                        "-A FLANNEL-POSTRTG -s 10.0.2.0/24 -d 10.0.0.0/14 -m comment --comment \"flanneld masq\" -j RETURN",
                        "-A FLANNEL-POSTRTG -s 10.0.0.0/14 -d 10.0.2.0/24 -m comment --comment \"flanneld masq\" -j RETURN",
                        "-A FLANNEL-POSTRTG ! -s 10.0.0.0/14 -d 10.0.2.0/24 -m comment --comment \"flanneld masq\" -j RETURN",
                        "-A FLANNEL-POSTRTG -s 10.0.0.0/14 ! -d 224.0.0.0/4 -m comment --comment \"flanneld masq\" -j MASQUERADE --random-fully",
                        "-A FLANNEL-POSTRTG ! -s 10.0.0.0/14 -d 10.0.0.0/14 -m comment --comment \"flanneld masq\" -j MASQUERADE --random-fully"),
                rules(node, "nat", "-A FLANNEL-POSTRTG "));
        assertEquals(
                List.of(
                        "-A FLANNEL-FWD -s 10.0.0.0/14 -m comment --comment \"flanneld forward\" -j ACCEPT",
                        "-A FLANNEL-FWD -d 10.0.0.0/14 -m comment --comment \"flanneld forward\" -j ACCEPT"),
                rules(node, "filter", "-A FLANNEL-FWD "));
        assertEquals(
                List.of("-A FORWARD -m comment --comment \"flanneld forward\" -j FLANNEL-FWD"),
                rules(node, "filter", "-A FORWARD -m comment --comment \"flanneld"));
    }

    private static List<String> rules(Node node, String table, String beginning) {
        return node.iptables(table)
                .text()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .toList();
    }

    @Test
    void what_a_node_sends_to_another_nodes_pod_has_the_tunnels_address() {
        Cluster k8s = over(PodNetwork.VXLAN);

        assertEquals(
                "server-1 (you are 10.0.2.0)",
                k8s.node("node-2").get("http://10.0.1.2:8080/").output().strip());
        assertEquals(
                "server-2 (you are 10.0.2.1)",
                k8s.node("node-2").get("http://10.0.2.2:8080/").output().strip());
    }

    @Test
    void a_node_port_reaches_a_pod_behind_the_tunnel() {
        Cluster k8s = over(PodNetwork.VXLAN);
        for (int i = 0; i < 8; i++) {
            answered(k8s.host("visitor").get("http://10.100.0.3:32213/"));
            answered(k8s.pod("client").get("http://10.3.241.152/"));
        }
    }

    @Test
    void the_world_outside_sees_the_node_and_gets_back() {
        for (PodNetwork network : List.of(PodNetwork.HOST_GW, PodNetwork.VXLAN)) {
            answered(over(network).pod("client").ping("203.0.113.10"));
        }
    }

    @Test
    void a_node_that_is_deleted_is_forgotten_by_all_others() {
        for (PodNetwork network : List.of(PodNetwork.HOST_GW, PodNetwork.VXLAN)) {
            Cluster k8s = over(network);
            Node node = k8s.node("node-2");

            k8s.kubectl("delete node node-1");
            k8s.advance(Duration.ofSeconds(1));

            assertFalse(node.ip("route").text().contains("10.0.1.0"), node.ip("route")::text);
            if (network == PodNetwork.VXLAN) {
                assertEquals("", node.bridge("fdb show dev flannel.1").text().strip());
                assertEquals("", node.ip("neigh show dev flannel.1").text().strip());
            }
        }
    }

    @Test
    void a_node_that_comes_back_after_a_power_cut_has_the_same_tunnel() {
        Cluster k8s = over(PodNetwork.VXLAN);
        String before = mac(k8s, "node-1");

        k8s.node("node-1").powerOff();
        k8s.advance(Duration.ofMinutes(2));
        assertTrue(k8s.node("node-2").ip("route").text().contains("10.0.1.0/24"), "a node that is off is still a Node");
        k8s.node("node-1").powerOn();
        k8s.advance(Duration.ofSeconds(10));

        assertEquals(before, mac(k8s, "node-1"), "the MAC address that the others know is in its annotations");
        answered(k8s.pod("client").ping(k8s.pod("server-1")));
        answered(k8s.pod("server-1").ping(k8s.pod("client")));
    }

    @Test
    void a_flanneld_that_is_killed_leaves_what_it_wrote_and_hears_of_nobody() {
        Cluster k8s = over(PodNetwork.VXLAN);
        k8s.node("node-2").flanneld().kill();

        answered(k8s.pod("client").ping("10.0.1.2"));
        k8s.kubectl("delete node node-1");
        k8s.advance(Duration.ofSeconds(1));
        assertTrue(k8s.node("node-2").ip("route").text().contains("10.0.1.0/24"));
    }

    private static void setPublicIp(Cluster k8s, String node, String address) {
        String annotation = "\"flannel.alpha.coreos.com/public-ip\":\"" + address + "\"";
        k8s.kubectl("patch node " + node + " -p '{\"metadata\":{\"annotations\":{" + annotation + "}}}'");
        k8s.advance(Duration.ofSeconds(1));
    }

    @Test
    void what_the_kernel_refuses_a_flanneld_only_logs() {
        Cluster tunnels = over(PodNetwork.VXLAN);
        Node node = tunnels.node("node-2");
        node.ip("link set flannel.1 down");
        setPublicIp(tunnels, "node-1", "10.100.0.9");
        assertEquals(
                "", node.bridge("fdb show dev flannel.1").text().strip(), "without a route, the rest is taken back");
        node.ip("link del flannel.1");
        setPublicIp(tunnels, "node-1", "10.100.0.2");

        Cluster routes = over(PodNetwork.HOST_GW);
        setPublicIp(routes, "node-1", "192.0.2.1");
        assertFalse(
                routes.node("node-2").ip("route").text().contains("10.0.1.0"), "no network has this gateway: no route");
    }

    @Test
    void an_address_that_nobody_can_read_changes_nothing() {
        for (PodNetwork network : List.of(PodNetwork.HOST_GW, PodNetwork.VXLAN)) {
            Cluster k8s = over(network);
            setPublicIp(k8s, "node-1", "somewhere");
            answered(k8s.pod("client").ping(k8s.pod("server-1")));
        }
    }

    /** Somebody takes the tunnel away, and then its port or its VNI, before flanneld starts again. */
    private static Node hindered(Cluster k8s) {
        Node node = k8s.node("node-1");
        node.flanneld().kill();
        node.ip("link del flannel.1");
        return node;
    }

    @Test
    void a_flanneld_whose_port_is_taken_ends_and_is_started_again_until_it_is_free() {
        Cluster k8s = over(PodNetwork.VXLAN);
        Node node = hindered(k8s);
        UdpSocket taken = node.namespace()
                .sockets()
                .udp()
                .bind(Owner.KERNEL, IpAddress.ANY_V4, 8472, (socket, from, packet, data) -> {});

        node.flanneld().start();
        k8s.advance(Duration.ofSeconds(1));
        assertFalse(node.flanneld().running());
        assertTrue(
                node.flanneld().error().startsWith("Error registering network: ")
                        && node.flanneld().error().contains("Address already in use"),
                node.flanneld()::error);
        assertTrue(
                k8s.kubectl("get node node-1 -o yaml").text().contains(mac(k8s, "node-1")),
                "the device is there, and the others know it");

        taken.close();
        k8s.advance(Duration.ofSeconds(10));
        assertTrue(node.flanneld().running());
        assertEquals("", node.flanneld().error());
        answered(k8s.pod("client").ping(k8s.pod("server-1")));
    }

    @Test
    void a_flanneld_whose_vni_is_taken_waits_longer_each_time() {
        Cluster k8s = over(PodNetwork.VXLAN);
        Node node = hindered(k8s);
        node.ip("link add other type vxlan id 1 dstport 8472");

        node.flanneld().start();
        k8s.advance(Duration.ofSeconds(11));
        assertTrue(node.flanneld().error().contains("VNI already exists"), node.flanneld()::error);
        node.ip("link del other");
        k8s.advance(Duration.ofSeconds(15));
        assertFalse(node.flanneld().running(), "it was started at once, after 10 s, and 20 s later");
        k8s.advance(Duration.ofSeconds(10));
        assertTrue(node.flanneld().running());
    }

    @Test
    void a_device_of_that_name_that_will_not_do_is_made_again() {
        Cluster k8s = over(PodNetwork.VXLAN);
        Node node = hindered(k8s);
        node.ip("link add flannel.1 type vxlan id 7 dstport 8472");

        node.flanneld().start();
        k8s.advance(Duration.ofSeconds(1));

        assertTrue(node.ip("-d link show flannel.1").text().contains("vxlan id 1 local 10.100.0.2 dev eth0"));
        answered(k8s.pod("client").ping(k8s.pod("server-1")));
    }

    @Test
    void a_node_that_is_deleted_and_made_again_at_once_is_forgotten_all_the_same() {
        Cluster k8s = over(PodNetwork.HOST_GW);
        String yaml = """
                apiVersion: v1
                kind: Node
                metadata: {name: node-1}
                """;

        k8s.kubectl("delete node node-1");
        k8s.apply(yaml);
        k8s.advance(Duration.ofSeconds(1));

        assertFalse(k8s.node("node-2").ip("route").text().contains("10.0.1.0"), "its new Node says nothing of flannel");
    }

    @Test
    void a_cluster_with_a_clouds_routes_runs_no_flanneld() {
        Cluster k8s = over(PodNetwork.CLOUD_ROUTES);

        IllegalStateException none = assertThrows(
                IllegalStateException.class, () -> k8s.node("node-1").flanneld());
        assertTrue(none.getMessage().contains("podNetwork(PodNetwork.VXLAN)"), none::getMessage);
        assertTrue(k8s.node("node-1").ss("-uln").text().lines().count() == 1, "nothing listens");
    }
}
