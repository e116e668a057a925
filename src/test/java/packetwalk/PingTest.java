package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.asReceived;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.net.IpFamily;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** Sizes and DF: what iputils' ping 20221126 prints on Linux 6.18, where the way to the second pod is narrower. */
class PingTest {

    private static final String NARROW = "10.0.2.2";

    private final Cluster k8s = cluster()
            .node("10.100.0.2")
            .pod("client")
            .node("10.100.0.3")
            .pod("server")
            .up();

    private void narrow() {
        k8s.node("node-2").ip("link set dev cbr0 mtu 1400");
    }

    @Test
    void a_ping_of_1472_bytes_is_a_packet_of_1500() {
        Walk walk = k8s.pod("client").ping("-s 1472 -M do " + NARROW);

        answered(walk);
        assertEquals("ping -c 1 -s 1472 -M do " + NARROW, walk.command());
        assertEquals(1500, asReceived(walk).length());
        assertTrue(walk.output().startsWith("PING 10.0.2.2 (10.0.2.2) 1472(1500) bytes of data.\n1480 bytes from "));
    }

    @Test
    void a_router_says_what_would_fit_and_the_sender_remembers() {
        narrow();
        Walk first = k8s.pod("client").ping("-s 1373 -M do " + NARROW);
        Walk second = k8s.pod("client").ping("-s 1373 -M do " + NARROW);

        assertEquals(DropReason.PKT_TOO_BIG, first.drop().orElseThrow().dropReason());
        assertEquals("node-2", first.drop().orElseThrow().at().space());
        assertEquals(
                "From 10.100.0.3 icmp_seq=1 Frag needed and DF set (mtu = 1400)",
                first.outcome().text());
        assertEquals("client", second.drop().orElseThrow().at().space());
        assertEquals("""
                PING 10.0.2.2 (10.0.2.2) 1373(1401) bytes of data.
                ping: local error: message too long, mtu=1400

                --- 10.0.2.2 ping statistics ---
                1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms
                """, second.output());
        answered(k8s.pod("client").ping("-s 1372 -M do " + NARROW));
    }

    @Test
    void ipv6_has_a_longer_header_and_another_word_for_it() {
        Cluster both = cluster()
                .dualStack()
                .node("10.100.0.2")
                .pod("client")
                .pod("server")
                .up();
        String server = both.pod("server").address(IpFamily.IPV6).toString();

        answered(both.pod("client").ping("-s 1452 -M do " + server));
        assertEquals(
                "ping: local error: message too long, mtu: 1500",
                both.pod("client").ping("-s 1453 -M do " + server).outcome().text());
    }

    @Test
    void who_lets_routers_cut_it_up_is_told_that_nobody_does_here() {
        narrow();

        assertEquals(
                Outcome.Kind.UNKNOWN,
                k8s.pod("client").ping("-s 1373 -M dont " + NARROW).outcome().kind());
    }

    @Test
    void with_less_than_16_bytes_there_is_no_time() {
        String printed = k8s.pod("client").ping("-s 8 " + NARROW).output();

        assertEquals("""
                PING 10.0.2.2 (10.0.2.2) 8(36) bytes of data.
                16 bytes from 10.0.2.2: icmp_seq=1 ttl=61

                --- 10.0.2.2 ping statistics ---
                1 packets transmitted, 1 received, 0% packet loss, time 0ms
                """, printed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "-s 65508 10.0.2.2| size 65508 cannot be sent; use 0 to 65507",
                "-s x 10.0.2.2| size x cannot be sent; use",
                "-t 0 10.0.2.2| ttl 0 cannot be sent; use 1 to 255",
                "-c 3 10.0.2.2| count 3 cannot be sent; use 1 to 1",
                "-M foo 10.0.2.2| invalid -M argument: foo",
                "-f 10.0.2.2| \"-f\" is not understood here",
                "-s 5| Destination address required",
                "10.0.2.2 10.0.2.3| \"10.0.2.3\" is not understood here; it takes one host"
            })
    void what_it_does_not_take_is_refused(String arguments, String why) {
        String refused = assertThrows(
                        IllegalArgumentException.class, () -> k8s.pod("client").ping(arguments))
                .getMessage();

        assertTrue(refused.contains(why), refused);
    }
}
