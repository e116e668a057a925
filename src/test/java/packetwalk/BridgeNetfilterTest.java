package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.asReceived;
import static packetwalk.WalkAssertions.ended;
import static packetwalk.WalkAssertions.firstPacket;
import static packetwalk.WalkAssertions.reached;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.linux.xtables.Table;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** What iptables sees of frames that a bridge carries from one pod to another on the same node. */
class BridgeNetfilterTest {

    private static final String SERVICE = "10.3.241.152";
    private static final String OFF = "net.bridge.bridge-nf-call-iptables=0";

    private final Cluster k8s = cluster()
            .node("10.100.0.2")
            .pod("server")
            .listen(8080)
            .pod("client")
            .up();
    private final Node node = k8s.node("10.100.0.2");
    private final Pod client = k8s.pod("client");
    private final Pod server = k8s.pod("server");

    private void serve() {
        node.iptables("-t nat -A PREROUTING -d " + SERVICE
                + "/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.1.2:8080");
    }

    private long matched(String chain, int rule) {
        return node.namespace()
                .netfilter()
                .rules()
                .chain(Table.FILTER, chain)
                .counters(rule)
                .packets();
    }

    @Test
    @DisplayName("On: DNAT to a pod on the same bridge is bridged to it, not routed: its TTL stays 64")
    void bridged_dnat() {
        serve();
        Walk walk = client.get("http://" + SERVICE);

        answered(walk);
        reached("server", walk);
        assertEquals(64, asReceived(walk).ttl(), walk::text);
        assertTrue(firstPacket(walk).steps(Step.Forwarded.class).isEmpty(), walk::text);
    }

    @Test
    @DisplayName(
            "Off: the call is routed to the pod, whose answer goes straight across the bridge, and so nothing comes of it")
    void off_it_hangs() {
        serve();
        node.sysctl("-w " + OFF);
        Walk walk = client.get("http://" + SERVICE);

        ended(Outcome.Kind.TIMED_OUT, walk);
        assertEquals(63, asReceived(walk).ttl(), walk::text);
        assertEquals(1, firstPacket(walk).steps(Step.Forwarded.class).size(), walk::text);
    }

    @Test
    @DisplayName("On: a rule in FORWARD drops what one pod sends another on its bridge; off, it never sees it")
    void filters_bridged_frames() {
        node.iptables("-A FORWARD -i cbr0 -o cbr0 -p icmp -j DROP");
        ended(Outcome.Kind.TIMED_OUT, client.ping(server.address().toString()));
        assertEquals(1, matched("FORWARD", 1));

        node.sysctl("-w " + OFF);
        answered(client.ping(server.address().toString()));
        assertEquals(1, matched("FORWARD", 1));
    }

    @Test
    @DisplayName("A pod that calls its own service needs hairpin mode on its port, and its own address masqueraded")
    void hairpin() {
        serve();
        node.iptables("-t nat -A POSTROUTING -s 10.0.1.2/32 -d 10.0.1.2/32 -j MASQUERADE");
        ended(Outcome.Kind.TIMED_OUT, server.get("http://" + SERVICE));

        String port = node.bridge("fdb show br cbr0")
                .text()
                .lines()
                .filter(line -> line.startsWith(
                        server.namespace().device("veth0").orElseThrow().mac().toString()))
                .findFirst()
                .orElseThrow()
                .split(" ")[2];
        node.bridge("link set dev " + port + " hairpin on");
        answered(server.get("http://" + SERVICE));

        node.ip("link set dev " + port + " type bridge_slave hairpin off");
        ended(Outcome.Kind.TIMED_OUT, server.get("http://" + SERVICE));
        node.ip("link set dev " + port + " type bridge_slave hairpin on");
        answered(server.get("http://" + SERVICE));
    }

    @Test
    @DisplayName("physdev names the bridge's ports, of what is bridged both, of what is routed only the first")
    void physdev() {
        node.iptables("-A FORWARD -m physdev --physdev-is-bridged");
        node.iptables("-A FORWARD -m physdev --physdev-is-in ! --physdev-is-out");
        client.ping(server.address().toString());
        assertEquals(2, matched("FORWARD", 1), "echo and reply, bridged");
        assertEquals(0, matched("FORWARD", 2));

        client.ping("10.100.0.1");
        assertEquals(2, matched("FORWARD", 1));
        assertEquals(1, matched("FORWARD", 2), "the echo came in by a port; its reply by eth0");
    }

    @Test
    @DisplayName("What passed PREROUTING on the bridge is not shown it again when it goes up to the host")
    void once_only() {
        node.iptables("-t raw -A PREROUTING -p icmp");
        client.ping("10.100.0.1");
        long seen = node.namespace()
                .netfilter()
                .rules()
                .chain(Table.RAW, "PREROUTING")
                .counters(1)
                .packets();
        assertEquals(2, seen, "the echo once, its reply once");
    }

    @Test
    @DisplayName("A walk says that iptables sees the bridged packet, and which setting made it so")
    void the_walk_says_so() {
        Walk walk = client.ping(server.address().toString());
        assertTrue(walk.text().contains("net.bridge.bridge-nf-call-iptables = 1"), walk::text);

        node.sysctl("-w " + OFF);
        Walk without = client.ping(server.address().toString());
        assertFalse(without.text().contains("bridge-nf-call-iptables"), without::text);
    }
}
