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
import static packetwalk.facts.Ipv6Cluster.CLIENT;
import static packetwalk.facts.Ipv6Cluster.NODE_1;
import static packetwalk.facts.Ipv6Cluster.NODE_2;
import static packetwalk.facts.Ipv6Cluster.SERVER_1;
import static packetwalk.facts.Ipv6Cluster.SERVER_2;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Node;
import packetwalk.Pod;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** The facts of the pods article by IPv6 packets, as far as they have a family: {@code docs/ipv6.md} says why not the others. */
class Ipv6PodFactsTest {

    private static final String RULE = "-A POSTROUTING ! -d fd00::/8 -m addrtype ! --dst-type LOCAL -j MASQUERADE";
    private static final String PEER = "fd00:200::5";
    private static final String PUBLIC = "2001:db8:113::10";

    private final Cluster k8s = Ipv6Cluster.pods()
            .outside("fd00:200::/64")
            .host(PEER)
            .listen(80)
            .outside("2001:db8:113::/64")
            .host(PUBLIC)
            .listen(80)
            .up();
    private final Pod client = k8s.pod("client");
    private final Node node = k8s.node(NODE_2);

    @Test
    @DisplayName("P2 in IPv6: two pods of a node reach each other through the bridge, after neighbour discovery")
    void through_the_bridge() {
        Walk walk = client.ping(SERVER_2);

        answered(walk);
        assertEquals(64, asReceived(walk).ttl());
        assertTrue(node.bridge("fdb show br cbr0").text().contains("0a:58:00:00:00:03"), "the bridge has learnt");
        assertTrue(client.ip("-6 neigh").text().contains(SERVER_2), "and the client knows its neighbour");
    }

    @Test
    @DisplayName("P2 in IPv6, broken: who may not ask for neighbours reaches nobody")
    void without_neighbour_discovery() {
        client.sh("ip6tables -A OUTPUT -p icmpv6 --icmpv6-type neighbour-solicitation -j DROP");

        assertFalse(client.ping(SERVER_2).answered());
    }

    @Test
    @DisplayName("P3 in IPv6: containers of a pod share ::1, and one set of ports")
    void shared_localhost() {
        Cluster pod = cluster()
                .ipFamilies("IPv6")
                .node(NODE_1)
                .pod("web")
                .container("nginx")
                .listen(80)
                .container("scrapyd")
                .listen(6800)
                .up();

        assertTrue(pod.pod("web").get("http://[::1]/").output().contains("(you are ::1)"));
        answered(pod.node(NODE_1).get("http://[" + SERVER_1 + "]:6800/"));
    }

    @Test
    @DisplayName(
            "P4 in IPv6: an app container dies and comes back, and the address stays; the pause container's is the address'")
    void the_pause_container_holds_the_address() {
        Pod server = k8s.pod("server-1");

        server.container("server-1").restart();
        assertEquals(SERVER_1, server.address().toString());
        answered(client.ping(SERVER_1));

        server.container("pause").kill();
        assertFalse(client.ping(SERVER_1).answered());
    }

    @Test
    @DisplayName("P5 in IPv6: two nodes behind a router reach each other on eth0")
    void nodes_reach_each_other() {
        Walk walk = k8s.node(NODE_1).ping(NODE_2);

        answered(walk);
        crossed(walk, "node-2/eth0");
        node.ip("link set eth0 down");
        assertFalse(k8s.node(NODE_1).ping(NODE_2).answered(), "and without the card not");
    }

    @Test
    @DisplayName("P6 in IPv6: a node forwards what comes to its eth0 for a pod by its own routing table")
    void a_node_forwards_to_its_bridge() {
        answered(k8s.router().ping(SERVER_1));

        k8s.node(NODE_1).sysctl("-w net.ipv6.conf.all.forwarding=0");
        Walk walk = k8s.router().ping(SERVER_1);

        droppedBy(DropReason.IP_INADDRERRORS, "node-1", walk);
    }

    @Test
    @DisplayName("P7 in IPv6: without routes for the nodes' blocks the packet is lost at the router")
    void nobody_knows_another_nodes_block() {
        Cluster bare = Ipv6Cluster.pods().cloudRoutes(false).up();

        droppedBy(DropReason.IP_INNOROUTES, "router", bare.pod("client").ping(SERVER_1));
    }

    @Test
    @DisplayName(
            "P8 in IPv6: one address space, a /64 of it for each node, a route for each: any pod reaches any pod without NAT")
    void one_address_space() {
        assertEquals("fd00:10::/48", k8s.clusterCidr().toString());
        assertEquals("fd00:10:0:1::/64", k8s.node(NODE_1).podCidr().toString());
        String routes = k8s.router().ip("-6 route").text();
        assertTrue(routes.contains("fd00:10:0:1::/64 via fd00:100::2"), routes);
        assertTrue(routes.contains("fd00:10:0:2::/64 via fd00:100::3"), routes);

        Walk walk = client.ping(SERVER_1);

        answered(walk);
        notNatted(walk);
        assertEquals(61, asReceived(walk).ttl());
        crossed(walk, "node-2/eth0", "router/eth0", "node-1/eth0", "node-1/cbr0");
    }

    @Test
    @DisplayName("P8 in IPv6, broken: with one route gone from the router that node's pods are lost")
    void without_the_route() {
        k8s.router().ip("-6 route del fd00:10:0:1::/64");

        droppedBy(DropReason.IP_INNOROUTES, "router", client.ping(SERVER_1));
        answered(k8s.pod("server-1").ping(NODE_1)); // its own node it still reaches
    }

    @Test
    @DisplayName("P10 in IPv6: the rule on each node, in ip6tables, spares what is nobody's outside")
    void the_rule_word_for_word() {
        for (Node each : k8s.nodes()) {
            String rules = each.sh("ip6tables-save -t nat").text();
            assertTrue(rules.contains(RULE), rules);
        }
    }

    @Test
    @DisplayName(
            "P10 in IPv6: a public destination sees the node's address, a private one the pod's, whose answer is lost")
    void who_sees_whom() {
        Walk outside = client.get("http://[" + PUBLIC + "]/");
        answered(outside);
        natted(CLIENT, NODE_2, outside);

        Walk inside = client.get("http://[" + PEER + "]/");
        ended(Outcome.Kind.TIMED_OUT, inside);
        reached(PEER, inside);
        notNatted(inside);
        droppedBy(DropReason.IP_INNOROUTES, "router-fd00:200::1", inside);
    }

    @Test
    @DisplayName("P10 in IPv6: a route back to the pods cures it; without the rule nobody public answers any more")
    void the_cure_and_the_cause() {
        k8s.router("fd00:200::1").ip("-6 route add fd00:10::/48 via 2001:2::1");
        assertEquals(
                PEER + " (you are " + CLIENT + ")",
                client.get("http://[" + PEER + "]/").output().strip());

        node.sh("ip6tables -t nat -D POSTROUTING ! -d fd00::/8 -m addrtype ! --dst-type LOCAL -j MASQUERADE");
        ended(Outcome.Kind.TIMED_OUT, client.get("http://[" + PUBLIC + "]/"));
    }

    @Test
    @DisplayName("P11 in IPv6: the ranges can be looked up, and every pod's address lies in its node's block")
    void the_ranges() {
        String shown = k8s.gcloud("container clusters describe test").text();
        assertTrue(shown.contains("servicesIpv6CidrBlock: fd00:10:3::/112"), shown);
        assertEquals(
                "fd00:10:0:2::/64",
                k8s.kubectl("get node node-2 -o jsonpath={.spec.podCIDR}").text());
        for (Pod pod : k8s.pods()) {
            assertTrue(pod.node().podCidr().contains(pod.address()), pod::text);
        }
    }
}
