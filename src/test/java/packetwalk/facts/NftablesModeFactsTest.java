package packetwalk.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Node;
import packetwalk.agent.ProxyMode;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** Where a cluster in nftables mode behaves otherwise than the same cluster in iptables mode, by packets. */
class NftablesModeFactsTest {

    private static final String SERVICE = "http://" + ServiceFactsTest.CLUSTER_IP;
    private static final String NOBODYS = "http://10.3.250.250/";
    private static final String NODE = "10.100.0.3";

    private final Cluster nftables = built(ProxyMode.NFTABLES);
    private final Cluster iptables = built(ProxyMode.IPTABLES);

    private static Cluster built(ProxyMode mode) {
        Cluster k8s = ServiceFactsTest.described()
                .outside("203.0.113.0/24")
                .host("203.0.113.10")
                .name("visitor")
                .proxyMode(mode)
                .up();
        k8s.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: by-node}
                spec:
                  type: NodePort
                  selector: {app: service_test_pod}
                  ports: [{port: 80, targetPort: http, nodePort: 30080}]
                """);
        k8s.advance(Duration.ofSeconds(5));
        return k8s;
    }

    private static Walk get(Cluster k8s, String url) {
        return k8s.pod("client").get(url);
    }

    /** Up to where the client's node has chosen an endpoint; from there on it depends on whose node that is on. */
    private static int compared(Walk walk) {
        return walk.packet(1).steps(Step.Matched.class).stream()
                .filter(rule -> rule.at().host().equals("node-2") && rule.hook().equals("PREROUTING"))
                .mapToInt(Step.Matched::compared)
                .max()
                .orElse(0);
    }

    @Test
    @DisplayName("a service in nftables mode is answered by either pod, and the server sees the client")
    void nftables_mode() {
        assertEquals(2, nftables.pod("client").load(SERVICE + "/", 10).answers().size());
        Walk walk = get(nftables, SERVICE + "/");
        assertTrue(walk.output().contains(nftables.pod("client").address().toString()), walk::output);
        assertTrue(nftables.node(NODE).nft("list ruleset").text().contains("table ip kube-proxy"));
        assertFalse(nftables.node(NODE).iptables("nat").text().contains("KUBE-"));
    }

    @Test
    @DisplayName("a wrong port of a cluster IP: rejected in nftables mode; in iptables mode sent on, to nobody")
    void wrong_port() {
        Walk rejected = get(nftables, SERVICE + ":81/");
        ended(Outcome.Kind.REFUSED, rejected);
        assertTrue(rejected.text().contains("ip daddr @cluster-ips reject"), rejected::text);
        Walk lost = get(iptables, SERVICE + ":81/");
        assertTrue(lost.outcome().kind() != Outcome.Kind.REFUSED, lost::text);
        droppedBy(DropReason.IP_INNOROUTES, "router", lost);
    }

    @Test
    @DisplayName(
            "an address of the Services' network that none has: dropped on the node; in iptables mode it leaves it")
    void unallocated_address() {
        Walk dropped = get(nftables, NOBODYS);
        ended(Outcome.Kind.TIMED_OUT, dropped);
        droppedBy(DropReason.NETFILTER_DROP, "node-2", dropped);
        droppedBy(DropReason.IP_INNOROUTES, "router", get(iptables, NOBODYS));
    }

    @Test
    @DisplayName("a node port by 127.0.0.1: answered in iptables mode, refused in nftables mode")
    void node_port_on_localhost() {
        answered(iptables.node(NODE).get("http://127.0.0.1:30080/"));
        ended(Outcome.Kind.REFUSED, nftables.node(NODE).get("http://127.0.0.1:30080/"));
        assertEquals(
                List.of("net.ipv4.conf.all.route_localnet = 0"),
                nftables.node(NODE).sysctl("net.ipv4.conf.all.route_localnet").lines());
    }

    @Test
    @DisplayName("a node port by another address of the node than its primary one: answered in iptables mode only")
    void node_port_addresses() {
        for (Cluster each : List.of(iptables, nftables)) {
            answered(each.host("visitor").get("http://" + NODE + ":30080/"));
        }
        answered(get(iptables, "http://10.0.2.1:30080/"));
        ended(Outcome.Kind.REFUSED, get(nftables, "http://10.0.2.1:30080/"));
    }

    @Test
    @DisplayName(
            "beside FORWARD's policy DROP what comes by a node port passes in iptables mode, by the mark; not in nftables mode")
    void firewalls() {
        for (Cluster each : List.of(iptables, nftables)) {
            each.node("10.100.0.2").iptables("-P FORWARD DROP"); // as a Docker daemon does it
        }
        String url = "http://10.100.0.2:30080/";
        answered(iptables.host("visitor").get(url));
        Walk lost = nftables.host("visitor").get(url);
        ended(Outcome.Kind.TIMED_OUT, lost);
        droppedBy(DropReason.NETFILTER_DROP, "node-1", lost);
    }

    @Test
    @DisplayName(
            "rules that somebody swept away: back after half a minute in iptables mode; in nftables mode nobody looks")
    void swept() {
        Node there = iptables.node(NODE);
        there.iptables("-t nat -F");
        there.iptables("-t nat -X");
        nftables.node(NODE).nft("flush ruleset");
        iptables.advance(Duration.ofSeconds(35));
        nftables.advance(Duration.ofSeconds(35));

        answered(get(iptables, SERVICE + "/"));
        ended(Outcome.Kind.UNREACHABLE, get(nftables, SERVICE + "/"));

        nftables.kubectl("scale deployment service-test --replicas=1");
        nftables.advance(Duration.ofSeconds(35));
        answered(get(nftables, SERVICE + "/"));
    }

    @Test
    @DisplayName("of two families, the one whose table was swept away is written anew, and the other is left alone")
    void swept_in_one_family() {
        Cluster k8s = ServiceFactsTest.described()
                .dualStack()
                .proxyMode(ProxyMode.NFTABLES)
                .up();
        Node there = k8s.node(NODE);
        k8s.kubectl("patch svc service-test -p '{\"spec\": {\"ipFamilyPolicy\": \"RequireDualStack\"}}'");
        k8s.advance(Duration.ofSeconds(5));
        String services = "-a list chain ip kube-proxy services";
        String before = there.nft(services).text();

        there.nft("delete table ip6 kube-proxy");
        k8s.kubectl("scale deployment service-test --replicas=1");
        k8s.advance(Duration.ofSeconds(65));

        assertTrue(there.nft("list table ip6 kube-proxy").text().contains("chain services"));
        assertEquals(before, there.nft(services).text(), "with the handles that it had");
    }

    @Test
    @DisplayName(
            "comparisons: one look-up finds any Service in nftables mode, in iptables mode a rule for each comes before")
    void comparisons() {
        for (Cluster each : List.of(iptables, nftables)) {
            for (int i = 1; i <= 40; i++) {
                each.apply("""
                        apiVersion: v1
                        kind: Service
                        metadata: {name: more-%d}
                        spec: {selector: {app: service_test_pod}, ports: [{port: 80, targetPort: http}]}
                        """.formatted(i));
            }
            each.advance(Duration.ofSeconds(5));
        }
        int few = compared(get(nftables, SERVICE + "/"));
        String last = nftables.kubectl("get svc more-40 -o jsonpath={.spec.clusterIP}")
                .text();
        assertEquals(few, compared(get(nftables, "http://" + last + "/")));
        String other = iptables.kubectl("get svc more-40 -o jsonpath={.spec.clusterIP}")
                .text();
        assertTrue(compared(get(iptables, "http://" + other + "/")) > 40);
    }

    @Test
    @DisplayName("another mode on a live node: the old one's rules go, connections keep their endpoint, Services go on")
    void another_mode() {
        Node node = iptables.node(NODE);
        node.kubeProxy().restart(ProxyMode.NFTABLES);
        iptables.advance(Duration.ofSeconds(2));
        assertEquals(ProxyMode.NFTABLES, node.kubeProxy().mode());
        assertFalse(node.iptables("nat").text().contains("KUBE-"), node.iptables("nat")::text);
        answered(get(iptables, SERVICE + "/"));

        node.kubeProxy().restart(ProxyMode.IPTABLES);
        iptables.advance(Duration.ofSeconds(2));
        assertEquals("", node.nft("list ruleset").text());
        answered(get(iptables, SERVICE + "/"));
    }

    @Test
    @DisplayName("one Service more is a few commands; and with kube-proxy dead all rules stay")
    void changes_and_death() {
        Node node = nftables.node(NODE);
        node.kubeProxy().kill();
        answered(get(nftables, SERVICE + "/"));
        String before = node.nft("list ruleset").text();
        nftables.kubectl("scale deployment service-test --replicas=1");
        nftables.advance(Duration.ofSeconds(5));
        assertEquals(before, node.nft("list ruleset").text());
        node.kubeProxy().start();
        nftables.advance(Duration.ofSeconds(5));
        for (int i = 0; i < 6; i++) {
            answered(get(nftables, SERVICE + "/"));
        }
    }
}
