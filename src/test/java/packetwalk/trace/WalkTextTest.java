package packetwalk.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import packetwalk.net.ArpMessage;
import packetwalk.net.Bytes;
import packetwalk.net.Frame;
import packetwalk.net.FramePayload;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;

class WalkTextTest {

    private static final IpAddress POD = IpAddress.parse("10.0.2.3");
    private static final IpAddress GATEWAY = IpAddress.parse("10.0.2.1");
    private static final MacAddress POD_MAC = MacAddress.parse("0a:58:0a:00:02:03");
    private static final MacAddress GATEWAY_MAC = MacAddress.parse("0a:58:0a:00:02:01");
    private static final ArpMessage QUESTION = ArpMessage.request(POD_MAC, POD, GATEWAY);

    private final List<Step> steps = new ArrayList<>();

    private static At at(long micros, int packet, String netns, String device) {
        return new At(5_000_000 + micros * 1000, packet, "node 10.100.0.3", netns, device);
    }

    private static Packet ping(int id) {
        IcmpEcho echo = new IcmpEcho(false, IpFamily.IPV4, 7, 1, Bytes.zeros(56));
        return Packet.of(POD, IpAddress.parse("172.17.0.2"), echo).withId(id);
    }

    private static Frame frame(FramePayload payload) {
        return new Frame(POD_MAC, GATEWAY_MAC, payload);
    }

    /** A ping that its node masquerades, forwards and finds no route for. */
    private void ping(int packet, int id) {
        Packet ping = ping(id);
        Packet natted = ping.withSrc(IpAddress.parse("10.100.0.3"));
        steps.add(new Step.Sent(at(packet, packet, "client", ""), ping, "ping", "an echo request"));
        steps.add(new Step.Transmitted(at(packet, packet, "client", "veth0"), frame(ping)));
        steps.add(new Step.Received(at(packet + 10, packet, At.HOST_NETNS, "vethc1"), frame(ping)));
        steps.add(new Step.Forwarded(at(packet + 10, packet, At.HOST_NETNS, ""), ping, ping.withTtl(63)));
        steps.add(new Step.Translated(
                at(packet + 10, packet, At.HOST_NETNS, ""),
                ping,
                natted,
                "MASQUERADE",
                "-A POSTROUTING ! -d 10.0.0.0/8 -m addrtype ! --dst-type LOCAL -j MASQUERADE",
                "the address of eth0"));
        steps.add(new Step.Dropped(
                at(packet + 10, packet, At.HOST_NETNS, ""),
                natted,
                Step.Layer.ROUTING,
                DropReason.IP_INNOROUTES,
                "unreachable default",
                ""));
    }

    private void arp(int packet, boolean answered) {
        steps.add(new Step.Transmitted(at(packet, packet, "client", "veth0"), frame(QUESTION)));
        if (answered) {
            steps.add(new Step.Transmitted(
                    at(packet + 1, packet + 1, At.HOST_NETNS, "cbr0"), frame(QUESTION.answeredBy(GATEWAY_MAC))));
        }
    }

    private Walk walk() {
        return new Walk(
                "ping -c 1 172.17.0.2",
                "client",
                steps,
                new Outcome(Outcome.Kind.TIMED_OUT, "0 received"),
                "",
                Topology.EMPTY);
    }

    @Test
    void theFirstPacketIsToldStepByStepUnderItsPlaces() {
        ping(1, 0);
        String text = walk().text();
        assertTrue(text.startsWith("client$ ping -c 1 172.17.0.2\nTIMED_OUT: 0 received\n"), text);
        assertTrue(text.contains("(1) client on node 10.100.0.3\n     0.000  "), text);
        assertTrue(text.contains("(2) node 10.100.0.3\n     0.010  vethc1"), text);
    }

    @Test
    void whatWasRewrittenIsSeenBeforeAndAfter() {
        ping(1, 0);
        String text = walk().text();
        assertTrue(text.contains("ttl 64 -> 63"), text);
        assertTrue(text.contains("src 10.0.2.3 -> 10.100.0.3"), text);
    }

    @Test
    void aLostPacketEndsWithItsReason() {
        ping(1, 0);
        String text = walk().text();
        assertTrue(text.endsWith("(IP_INNOROUTES: there is no route to the destination)"), text);
    }

    @Test
    void whatIsSentAgainIsCounted() {
        for (int packet = 1; packet <= 11; packet++) {
            ping(packet, packet);
        }
        String text = walk().text();
        assertTrue(text.endsWith("#1, sent 10 more times (#2, #3, #4, ...), the same end"), text);
    }

    @Test
    void aQuestionAndItsAnswerAreOneLine() {
        arp(1, true);
        ping(3, 0);
        String text = walk().text();
        assertTrue(text.contains("Packet 3  10.0.2.3 > 172.17.0.2: ICMP echo request"), text);
        assertTrue(
                text.contains(
                        "#1-2  ARP: client/veth0 asks who has 10.0.2.1; node 10.100.0.3/cbr0 answers " + GATEWAY_MAC),
                text);
    }

    @Test
    void aQuestionThatNobodyAnswersSaysSo() {
        ping(1, 0);
        arp(2, false);
        arp(3, false);
        String text = walk().text();
        assertTrue(
                text.endsWith("#2  ARP: client/veth0 asks who has 10.0.2.1; nobody answers, sent once more (#3), the"
                        + " same end"),
                text);
    }

    @Test
    void linesFitTheirColumns() {
        arp(1, true);
        ping(3, 0);
        ping(4, 1);
        walk().text().lines().forEach(line -> assertTrue(line.length() <= Wrap.COLUMNS, line));
    }

    @Test
    void oneLaterPacketCanBeSeenInFullWithTimesOfTheWholeWalk() {
        arp(1, true);
        ping(3, 0);
        String text = walk().packet(3).text();
        assertTrue(text.contains("(2) node 10.100.0.3\n     0.012"), text);
        assertFalse(text.contains("ARP"), text);
        assertThrows(IllegalArgumentException.class, () -> walk().packet(4));
    }

    @Test
    void aWalkWithoutPacketsSaysSo() {
        String text = walk().text();
        assertEquals("client$ ping -c 1 172.17.0.2\nTIMED_OUT: 0 received\n\nNo packet was sent.", text);
        assertEquals("client$ ping -c 1 172.17.0.2  =>  TIMED_OUT: 0 received (0 packets)", walk().summary());
    }

    @Test
    void aTimerThatRunsOutIsToldAfterThePackets() {
        ping(1, 0);
        steps.add(new Step.SocketChanged(at(1_000_000, 0, "client", ""), ping(0), "gave up", "ping", "no answer"));
        assertTrue(walk().text().endsWith("999.999 ms  client gave up: ping, no answer"), walk().text());
    }

    @Test
    void aWayEndsWhereTheCopyThatIsWantedEnds() {
        Packet ping = ping(0);
        steps.add(new Step.Transmitted(at(0, 1, "client", "veth0"), frame(ping)));
        steps.add(new Step.Delivered(at(1, 1, "server", ""), ping, "kernel", ""));
        steps.add(new Step.Dropped(at(1, 1, "other", "veth0"), ping, Step.Layer.DEVICE, DropReason.OTHERHOST, "", ""));
        Way way = walk().ways().get(0);
        assertFalse(way.lost());
        assertEquals(List.of("client", "server"), way.places());
        assertTrue(walk().drop().isEmpty(), "a copy that nobody wanted is no loss");
    }
}
