package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.asReceived;
import static packetwalk.WalkAssertions.crossed;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;
import static packetwalk.WalkAssertions.natted;
import static packetwalk.WalkAssertions.notNatted;
import static packetwalk.WalkAssertions.reached;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.ClusterScope;
import packetwalk.Node;
import packetwalk.Pod;
import packetwalk.Router;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** P10 and P11: whose address others see, and how to look up the pods' range. */
class MasqueradeFactsTest {

    /** The rule, word for word. */
    private static final String RULE = "-A POSTROUTING ! -d 10.0.0.0/8 -m addrtype ! --dst-type LOCAL -j MASQUERADE";

    private static final String PEER = "10.200.0.5";
    private static final String PUBLIC = "203.0.113.10";

    private static ClusterScope withPeers(ClusterScope cluster) {
        return cluster.outside("10.200.0.0/24")
                .host(PEER)
                .listen(80)
                .outside("203.0.113.0/24")
                .host(PUBLIC)
                .listen(80);
    }

    private final Cluster k8s = withPeers(Articles.cluster()).up();
    private final Pod client = k8s.pod("client");
    private final Node node = k8s.node("10.100.0.3");

    @Test
    @DisplayName("P10: the rule on each node reads exactly as the article has it")
    void the_rule_word_for_word() {
        for (Node each : k8s.nodes()) {
            assertTrue(each.iptables("nat").lines().contains(RULE), each.iptables("nat")::text);
        }
    }

    @Test
    @DisplayName("P10: a destination outside of 10.0.0.0/8 sees the node's address")
    void others_see_the_node() {
        Walk walk = client.get("http://" + PUBLIC);

        answered(walk);
        natted("10.0.2.3", "10.100.0.3", walk);
        assertEquals(PUBLIC + " (you are 10.100.0.3)", walk.output().strip());
        assertTrue(
                walk.steps(Step.Matched.class).stream()
                        .anyMatch(step -> RULE.equals("-A " + step.chain() + " " + step.decision())),
                walk::text);
    }

    @Test
    @DisplayName("P10: a peer in 10.0.0.0/8 sees the pod's address, and its answer is lost at its own router")
    void a_private_peer_sees_the_pod_and_its_answer_is_lost() {
        Walk walk = client.get("http://" + PEER);

        ended(Outcome.Kind.TIMED_OUT, walk);
        reached(PEER, walk);
        notNatted(walk);
        assertEquals("10.0.2.3", asReceived(walk).src().toString());
        Step.Dropped lost = droppedBy(DropReason.IP_INNOROUTES, "router-10.200.0.1", walk);
        assertTrue(lost.before().summary().startsWith(PEER + ".80 > 10.0.2.3."), lost.before()::summary);
        assertTrue(
                walk.steps(Step.NotDone.class).stream()
                        .anyMatch(step -> step.reason().contains("! -d 10.0.0.0/8")),
                () -> "the walk says why there was no SNAT:\n" + walk);
    }

    @Test
    @DisplayName(
            "P10: a route back to the pods on the peer's router cures it; the pod's address is in the peer's answer")
    void a_route_back_cures_it() {
        Router peers = k8s.router("10.200.0.1");
        String gateway = peers.ip("route show 10.100.0.0/24").text().replaceAll(".* via ([0-9.]+) .*", "$1");

        peers.ip("route add 10.0.0.0/14 via " + gateway);

        Walk walk = client.get("http://" + PEER);
        answered(walk);
        notNatted(walk);
        assertEquals(PEER + " (you are 10.0.2.3)", walk.output().strip());
        assertTrue(k8s.host(PEER).ping("10.0.2.3").answered(), "and the peer may call the pod itself");

        peers.ip("route del 10.0.0.0/14");
        ended(Outcome.Kind.TIMED_OUT, client.get("http://" + PEER));
    }

    @Test
    @DisplayName("P10: the same cure in the description: .outside(…).route(\"10.0.0.0/14\")")
    void a_described_route_cures_it() {
        Cluster cured = Articles.cluster()
                .outside("10.200.0.0/24")
                .route("10.0.0.0/14")
                .host(PEER)
                .listen(80)
                .up();

        assertEquals(
                PEER + " (you are 10.0.2.3)",
                cured.pod("client").get("http://" + PEER).output().strip());
    }

    @Test
    @DisplayName("P10: the node itself needs no rewriting and is answered by either peer")
    void the_node_itself_is_answered() {
        assertEquals(
                PEER + " (you are 10.100.0.3)",
                node.get("http://" + PEER).output().strip());
        Walk walk = node.get("http://" + PUBLIC);
        notNatted(walk);
        assertEquals(PUBLIC + " (you are 10.100.0.3)", walk.output().strip());
    }

    @Test
    @DisplayName("P10 broken: without the rule nobody outside sees the node, and no answer comes back from there")
    void without_the_rule() {
        node.iptables("-t nat -D POSTROUTING ! -d 10.0.0.0/8 -m addrtype ! --dst-type LOCAL -j MASQUERADE");

        Walk walk = client.get("http://" + PUBLIC);

        ended(Outcome.Kind.TIMED_OUT, walk);
        notNatted(walk);
        assertEquals("10.0.2.3", asReceived(walk).src().toString());
        droppedBy(DropReason.IP_INNOROUTES, "router-203.0.113.1", walk);
    }

    @Test
    @DisplayName("P10 broken: with 10.0.0.0/14 as the exception the private peer sees the node, and nothing is lost")
    void with_a_smaller_exception() {
        Cluster other =
                withPeers(Articles.cluster().nonMasqueradeCidr("10.0.0.0/14")).up();

        Walk walk = other.pod("client").get("http://" + PEER);

        answered(walk);
        natted("10.0.2.3", "10.100.0.3", walk);
        crossed(walk, "router/eth0", "router-10.200.0.1/eth1", PEER + "/eth0");
        assertEquals(PEER + " (you are 10.100.0.3)", walk.output().strip());
    }

    @Test
    @DisplayName("P11: gcloud shows clusterIpv4Cidr 10.0.0.0/14 beside servicesIpv4Cidr 10.3.240.0/20")
    void the_range_in_gcloud() {
        String shown = k8s.gcloud("container clusters describe test").text();

        assertTrue(shown.contains("clusterIpv4Cidr: 10.0.0.0/14\n"), shown);
        assertTrue(shown.contains("servicesIpv4Cidr: 10.3.240.0/20\n"), shown);
    }

    @Test
    @DisplayName("P11: kubectl shows each node's block as .spec.podCIDR, and every pod's address lies in its node's")
    void the_block_in_kubectl() {
        assertEquals(
                "10.0.1.0/24",
                k8s.kubectl("get node node-1 -o jsonpath={.spec.podCIDR}").text());
        assertEquals(
                "10.0.2.0/24",
                k8s.kubectl("get node node-2 -o jsonpath={.spec.podCIDR}").text());
        for (Pod pod : k8s.pods()) {
            assertTrue(pod.node().podCidr().contains(pod.address()), pod::text);
            assertTrue(k8s.clusterCidr().contains(pod.address()), pod::text);
        }
    }

    @Test
    @DisplayName("P11 broken: another range is another answer, and other addresses")
    void another_range() {
        Cluster other = Articles.cluster()
                .clusterCidr("172.20.0.0/16")
                .serviceCidr("172.21.0.0/20")
                .nonMasqueradeCidr("172.20.0.0/16")
                .up();

        String shown = other.gcloud("container clusters describe test").text();
        assertTrue(shown.contains("clusterIpv4Cidr: 172.20.0.0/16\n"), shown);
        assertFalse(shown.contains("10.0.0.0/14"), shown);
        assertEquals("172.20.1.2", other.pod("server-1").address().toString());
        answered(other.pod("client").ping("172.20.1.2"));
    }
}
