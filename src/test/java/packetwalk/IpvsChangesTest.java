package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** What becomes of clients and connections when real servers, weights and virtual servers change. */
class IpvsChangesTest extends IpvsService {

    @Test
    @DisplayName("session affinity: a client stays for its timeout, counted from its last connection")
    void persistence() {
        ipvsadm("-E -t " + VIP + ":80 -s rr -p 300");

        assertEquals(List.of("server-2", "server-2", "server-2"), answers(3));
        assertTrue(ipvsadm("-Ln").contains("TCP  10.3.241.152:80 rr persistent 300"));
        assertTrue(
                ipvsadm("-Lcn").contains("TCP 04:59  ASSURED     10.0.2.3:0         10.3.241.152:80    10.0.2.2:8080"));
        k8s.advance(Duration.ofSeconds(299));
        assertEquals(List.of("server-2"), answers(1));
        k8s.advance(Duration.ofSeconds(301));
        assertEquals(List.of("server-1"), answers(1));
    }

    @Test
    @DisplayName("a persistence template outlives its server's weight, unless expire_quiescent_template says no")
    void quiescent_template() {
        ipvsadm("-E -t " + VIP + ":80 -s rr -p 300");
        assertEquals(List.of("server-2"), answers(1));
        ipvsadm("-e -t " + VIP + ":80 -r 10.0.2.2:8080 -m -w 0");
        assertEquals(List.of("server-2"), answers(1));
        node2.sh("sysctl -w net.ipv4.vs.expire_quiescent_template=1");
        assertEquals(List.of("server-1"), answers(1));
        assertTrue(ipvsadm("-Lcn").contains("10.3.241.152:65535 10.0.2.2:65535"), "the old one waits for its end");
    }

    @Test
    @DisplayName("without real servers a client is refused, by ICMP from the virtual address")
    void no_destination() {
        ipvsadm("-d -t " + VIP + ":80 -r 10.0.1.2:8080");
        ipvsadm("-e -t " + VIP + ":80 -r 10.0.2.2:8080 -m -w 0");

        Walk walk = get();

        ended(Outcome.Kind.REFUSED, walk);
        Step.Dropped dropped = droppedBy(DropReason.NETFILTER_DROP, "node-2", walk);
        assertTrue(dropped.reason().contains("TCP  10.3.241.152:80 rr: no destination available"), walk::text);
        ended(Outcome.Kind.REFUSED, node2.get(SERVICE));
    }

    @Test
    @DisplayName("the last virtual server gone, the address is this host's own, and its kernel resets")
    void no_virtual_server() {
        ipvsadm("-C");
        Walk walk = get();
        ended(Outcome.Kind.REFUSED, walk);
        assertEquals(List.of(), walk.steps(Step.Balanced.class));
    }

    @Test
    @DisplayName("graceful termination: with weight 0 the open connection goes on, new ones go elsewhere")
    void drained() {
        Client client = new Client();
        assertEquals("server-2", client.ask());

        ipvsadm("-e -t " + VIP + ":80 -r 10.0.2.2:8080 -m -w 0");
        assertEquals(List.of("server-1", "server-1"), answers(2));
        assertEquals("server-2", client.ask());
    }

    @Test
    @DisplayName("a real server taken away: its packets are dropped, and come through again when it is back")
    void taken_away() {
        Client client = new Client();
        ipvsadm("-d -t " + VIP + ":80 -r 10.0.2.2:8080");
        assertEquals("silence", client.ask());
        ipvsadm("-a -t " + VIP + ":80 -r 10.0.2.2:8080 -m");
        k8s.advance(Duration.ofSeconds(10));
        assertEquals("server-2", client.heard, "the segment that was sent again");
        assertTrue(
                ipvsadm("-Ln").contains("10.0.2.2:8080                Masq    1      1"),
                "from the trash, with its connection");
    }

    @Test
    @DisplayName("with expire_nodest_conn the connections of one taken away end, and the client is told")
    void taken_away_at_once() {
        node2.sh("sysctl -w net.ipv4.vs.expire_nodest_conn=1");
        Client client = new Client();
        ipvsadm("-d -t " + VIP + ":80 -r 10.0.2.2:8080");
        k8s.advance(Duration.ofMillis(5));
        assertFalse(ipvsadm("-Lcn").contains("10.0.2.2"));
        assertEquals("ECONNRESET", client.ask());
    }
}
