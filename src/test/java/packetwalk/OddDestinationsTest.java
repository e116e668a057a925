package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.facts.Articles;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** Destinations, sizes and settings off the beaten track: as Linux takes them, or UNKNOWN by name. */
class OddDestinationsTest {

    private final Cluster k8s = Articles.cluster().up();
    private final Pod client = k8s.pod("client");

    @Test
    @DisplayName("multicast is UNKNOWN by name, never sent along the default route")
    void multicast() {
        Walk walk = client.ping("224.0.0.1");

        ended(Outcome.Kind.UNKNOWN, walk);
        assertTrue(walk.outcome().text().contains("multicast"), walk.outcome()::text);
    }

    @Test
    @DisplayName("255.255.255.255 needs SO_BROADCAST, which ping and nc do not set")
    void limited_broadcast() {
        ended(Outcome.Kind.UNREACHABLE, client.ping("255.255.255.255"));
        assertTrue(client.ping("255.255.255.255").output().contains("Permission denied"));
        assertTrue(client.connect("255.255.255.255", 80).output().contains("Network is unreachable"));
    }

    @Test
    @DisplayName("0.0.0.0 as a destination is this host")
    void this_host() {
        answered(k8s.pod("server-1").get("http://0.0.0.0:8080"));
    }

    @Test
    @DisplayName("a name is not found, and that is a walk; nothing here answers DNS")
    void names() {
        ended(Outcome.Kind.UNREACHABLE, client.ping("server-1"));
        assertEquals(
                "ping: server-1: Name or service not known",
                client.ping("server-1").output());
        ended(Outcome.Kind.UNREACHABLE, client.get("http://service-test/"));
    }

    @Test
    @DisplayName("a datagram larger than the MTU would be cut up, which is not modelled: UNKNOWN")
    void fragments() {
        Walk walk = client.send(k8s.pod("server-1").address().toString(), 53, "x".repeat(3000));

        ended(Outcome.Kind.UNKNOWN, walk);
        droppedBy(DropReason.UNKNOWN, "client/veth1", walk);
    }

    @Test
    @DisplayName("with lo down a host does not even reach itself")
    void loopback_down() {
        client.ip("link set lo down");

        Walk walk = client.ping("127.0.0.1");

        ended(Outcome.Kind.TIMED_OUT, walk);
        droppedBy(DropReason.DEV_DOWN, "client/lo", walk);
    }

    @Test
    @DisplayName("nobody answers ARP for a loopback address")
    void arp_for_loopback() {
        ended(Outcome.Kind.TIMED_OUT, client.arping("127.0.0.1"));
    }

    @Test
    @DisplayName("ip_default_ttl is what packets start with")
    void default_ttl() {
        client.sysctl("-w net.ipv4.ip_default_ttl=2");

        Walk walk = client.ping(k8s.pod("server-1"));

        ended(Outcome.Kind.UNREACHABLE, walk);
        assertTrue(walk.output().contains("From 10.100.0.1 icmp_seq=1 Time to live exceeded"), walk::output);
    }

    @Test
    @DisplayName("a LOG rule reports and decides nothing")
    void log_goes_on() {
        k8s.node("node-2").iptables("-A FORWARD -j LOG --log-prefix seen");

        Walk walk = client.ping(k8s.pod("server-1"));

        answered(walk);
        assertTrue(walk.text().contains("-j LOG --log-prefix seen"), walk::text);
    }
}
