package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;
import static packetwalk.WalkAssertions.firstPacket;
import static packetwalk.facts.IngressArticle.CLUSTER_IP;
import static packetwalk.facts.IngressArticle.NODE_1;
import static packetwalk.facts.IngressArticle.NODE_2;
import static packetwalk.facts.IngressArticle.SERVICES;
import static packetwalk.facts.IngressArticle.VISITOR;
import static packetwalk.facts.IngressArticle.described;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Node;
import packetwalk.OutsideHost;
import packetwalk.trace.DropReason;
import packetwalk.trace.Load;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** I1 to I3: from outside to a cluster IP by a route, and to a node's own port. */
class IngressRouteFactsTest {

    private static Cluster routed() {
        Cluster k8s = described().up();
        k8s.router().ip("route add " + SERVICES + " via " + NODE_2);
        return k8s;
    }

    private static Set<String> whoAnswers(OutsideHost visitor, String url, int times) {
        return new TreeSet<>(visitor.load(url, times).answers().keySet());
    }

    // -- I1

    @Test
    @DisplayName("I1: without a route a client outside is lost: nobody on the way knows the service network")
    void lost_without_a_route() {
        Walk walk = described().up().host("visitor").get("http://" + CLUSTER_IP + "/");
        ended(Outcome.Kind.UNREACHABLE, walk);
        assertTrue(
                droppedBy(DropReason.IP_INNOROUTES, "router", walk).detail().contains("no route to " + CLUSTER_IP),
                walk::text);
        assertFalse(walk.reached("server-1") || walk.reached("server-2"));
    }

    @Test
    @DisplayName("I1: with a route to one node the same call is answered, by a pod of either node")
    void answered_with_a_route() {
        Cluster k8s = routed();
        Walk walk = k8s.host("visitor").get("http://" + CLUSTER_IP + "/");
        answered(walk);
        assertTrue(walk.visited("node-2"), walk::text);
        assertEquals(Set.of("server-1", "server-2"), whoAnswers(k8s.host("visitor"), "http://" + CLUSTER_IP + "/", 30));
    }

    @Test
    @DisplayName("I1: with a name for the address as well, as any client would have one")
    void answered_by_name() {
        Cluster k8s = described()
                .outside("198.51.100.0/24")
                .route(SERVICES)
                .host("198.51.100.7")
                .name("customer")
                .hostAlias("service-test.example.com", CLUSTER_IP)
                .up();
        k8s.router().ip("route add " + SERVICES + " via " + NODE_2);
        answered(k8s.host("customer").get("http://service-test.example.com/"));
        assertNotEquals(
                Outcome.Kind.ANSWERED,
                k8s.host("visitor")
                        .get("http://service-test.example.com/")
                        .outcome()
                        .kind());
    }

    @Test
    @DisplayName("I1: no rule for a cluster IP asks where a packet came from")
    void rules_do_not_ask_where_from() {
        List<String> rules = described()
                .up()
                .node(NODE_2)
                .iptables("nat")
                .text()
                .lines()
                .filter(rule -> rule.startsWith("-A KUBE-SERVICES") && rule.contains(CLUSTER_IP))
                .toList();
        assertEquals(1, rules.size());
        assertFalse(rules.get(0).contains(" -i ") || rules.get(0).contains(" -s "), rules.get(0));
    }

    @Test
    @DisplayName("I1: the connection's first packet is matched by rules, and the rest follow its state")
    void first_packet_matched_and_the_rest_by_state() {
        Walk walk = routed().host("visitor").get("http://" + CLUSTER_IP + "/");
        assertFalse(firstPacket(walk).steps(Step.Matched.class).stream()
                .filter(step -> step.table().equals("nat"))
                .toList()
                .isEmpty());
        int first = firstPacket(walk).steps().get(0).at().packet();
        List<Step.Matched> later = walk.steps(Step.Matched.class).stream()
                .filter(step -> step.table().equals("nat") && step.at().packet() != first)
                .toList();
        assertEquals(List.of(), later, walk::text);
        List<Step.Translated> followed = walk.steps(Step.Translated.class).stream()
                .filter(step -> step.at().packet() != first
                        && step.before().dst().toString().equals(CLUSTER_IP))
                .toList();
        assertTrue(followed.size() >= 3, walk::text);
    }

    @Test
    @DisplayName("I1, broken: without the rule the node sends the packet back to the router; without state too")
    void broken_rule_and_broken_state() {
        Cluster k8s = routed();
        k8s.node(NODE_2).kubeProxy().kill();
        k8s.node(NODE_2).iptables("-t raw -A PREROUTING -d " + SERVICES + " -j CT --notrack");
        Walk untracked = k8s.host("visitor").get("http://" + CLUSTER_IP + "/");
        assertNotEquals(Outcome.Kind.ANSWERED, untracked.outcome().kind(), untracked::text);
        assertEquals(List.of(), untracked.steps(Step.Translated.class), untracked::text);

        k8s.node(NODE_2).iptables("-t raw -F");
        answered(k8s.host("visitor").get("http://" + CLUSTER_IP + "/"));
        k8s.node(NODE_2).iptables("-t nat -F KUBE-SERVICES");
        Walk unruled = k8s.host("visitor").get("http://" + CLUSTER_IP + "/");
        assertNotEquals(Outcome.Kind.ANSWERED, unruled.outcome().kind(), unruled::text);
        assertEquals(List.of(), unruled.steps(Step.Translated.class), unruled::text);
    }

    // -- I2

    private static long connectionsThrough(Node node) {
        return node.conntrack()
                .text()
                .lines()
                .filter(line -> line.contains("src=" + VISITOR + " dst=" + CLUSTER_IP))
                .count();
    }

    /** Seconds in which a request began that was answered. */
    private static Set<Long> good(Load load) {
        return load.requests().stream()
                .filter(Load.Request::answered)
                .map(each -> (each.startNanos() - load.startNanos()) / 1_000_000_000L)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @DisplayName("I2: all traffic from outside crosses the one node that the route names")
    void all_traffic_crosses_one_node() {
        Cluster k8s = routed();
        assertEquals(
                40, k8s.host("visitor").load("http://" + CLUSTER_IP + "/", 40).answered());
        assertEquals(40, connectionsThrough(k8s.node(NODE_2)));
        assertEquals(0, connectionsThrough(k8s.node(NODE_1)));
    }

    @Test
    @DisplayName("I2, broken: a route over both nodes spreads it")
    void a_route_over_both_nodes_spreads_it() {
        Cluster k8s = described().up();
        k8s.router().sysctl("-w net.ipv4.fib_multipath_hash_policy=1");
        k8s.router().ip("route add " + SERVICES + " nexthop via " + NODE_1 + " nexthop via " + NODE_2);
        assertEquals(
                40, k8s.host("visitor").load("http://" + CLUSTER_IP + "/", 40).answered());
        assertTrue(connectionsThrough(k8s.node(NODE_1)) > 0);
        assertTrue(connectionsThrough(k8s.node(NODE_2)) > 0);
    }

    @Test
    @DisplayName("I2: the node stops, and the route stays broken while the service is healthy, whatever time passes")
    void the_route_stays_broken() {
        Cluster k8s = routed();
        k8s.after(Duration.ofSeconds(20), () -> k8s.node(NODE_2).powerOff());
        Load load = k8s.host("visitor")
                .load("http://" + CLUSTER_IP + "/")
                .requests(180)
                .every(Duration.ofSeconds(1))
                .timeout(Duration.ofSeconds(1))
                .run();
        assertEquals(IntStream.range(0, 20).mapToObj(Long::valueOf).collect(Collectors.toSet()), good(load));

        Load inside = k8s.pod("client").load("http://" + CLUSTER_IP + "/", 50);
        assertEquals(50, inside.answered());
        assertEquals(Set.of("server-1"), inside.answers().keySet());

        k8s.advance(Duration.ofHours(1));
        Walk walk = k8s.host("visitor").get("http://" + CLUSTER_IP + "/");
        ended(Outcome.Kind.UNREACHABLE, walk);
        assertTrue(k8s.router().ip("route").text().contains(SERVICES + " via " + NODE_2));
    }

    @Test
    @DisplayName("I2, broken: with the route moved by hand to the other node it works again")
    void the_route_moved_by_hand() {
        Cluster k8s = routed();
        k8s.node(NODE_2).powerOff();
        k8s.advance(Duration.ofMinutes(2));
        assertEquals(
                0, k8s.host("visitor").load("http://" + CLUSTER_IP + "/", 3).answered());
        k8s.router().ip("route replace " + SERVICES + " via " + NODE_1);
        assertEquals(
                20, k8s.host("visitor").load("http://" + CLUSTER_IP + "/", 20).answered());
    }

    // -- I3

    @Test
    @DisplayName("I3: a node's own port 80: a reset from the node, since no socket listens and no rule matches")
    void refused_by_the_node() {
        Walk walk = described().up().host("visitor").get("http://" + NODE_2 + "/");
        ended(Outcome.Kind.REFUSED, walk);
        Step.Dropped why = droppedBy(DropReason.NO_SOCKET, "node-2", walk);
        assertEquals("nothing listens on 10.100.0.3 port 80; answered with a reset", why.detail());
        assertEquals(List.of(), walk.steps(Step.Translated.class), walk::text);
        assertTrue(
                firstPacket(walk).steps(Step.PolicyApplied.class).stream()
                        .anyMatch(step ->
                                step.hook().equals("PREROUTING") && step.table().equals("nat")),
                walk::text);
    }

    @Test
    @DisplayName("I3: if a process of the node listens on 80 that one answers: the wrong one")
    void the_wrong_one_answers() {
        Cluster k8s = described().node("10.100.0.4").listen(80).up();
        Walk walk = k8s.host("visitor").get("http://10.100.0.4/");
        answered(walk);
        assertTrue(walk.output().contains("node-3 (you are " + VISITOR + ")"), walk::output);
        assertFalse(walk.reached("server-1") || walk.reached("server-2"));
    }
}
