package packetwalk.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final IpAddress A = IpAddress.parse("10.0.0.2");
    private static final IpAddress B = IpAddress.parse("10.1.0.2");

    private static String hex(Packet packet) {
        return HexFormat.of().formatHex(Wire.of(packet).toArray());
    }

    /** RFC 1071: all that a checksum covers, itself included, adds up to ones. */
    private static int sum(Bytes bytes, int from, int start) {
        int sum = start;
        for (int i = from; i < bytes.length(); i++) {
            sum += (i - from) % 2 == 0 ? bytes.uint8(i) << 8 : bytes.uint8(i);
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return sum;
    }

    private static int pseudoHeader(Packet packet) {
        int addresses = 0;
        for (IpAddress address : new IpAddress[] {packet.src(), packet.dst()}) {
            addresses += (int) (address.low() >> 16) + (int) (address.low() & 0xffff);
        }
        return addresses + packet.protocol().number() + packet.transport().length();
    }

    @Test
    @DisplayName("a datagram is an IP header, a UDP header and its data")
    void udp() {
        Packet packet = Packet.of(A, B, new Udp(5000, 53, Bytes.of("hi"))).withTtl(63);

        String ip = "4500001e" + "00004000" + "3f1127cb" + "0a000002" + "0a010002";
        assertEquals(ip + "13880035" + "000a6faf" + "6869", hex(packet));
    }

    @Test
    @DisplayName("an SCTP packet is an IP header, a common header and one INIT chunk")
    void sctp() {
        String wire = hex(Packet.of(A, B, new Sctp(5000, 53)));

        assertEquals("13880035" + "00000000", wire.substring(40, 56));
        assertEquals("01000014" + "00000001" + "0000ffff" + "00010001" + "00000001", wire.substring(64));
    }

    @Test
    @DisplayName("a SYN has Linux' options in Linux' order: MSS, SACK permitted, timestamps, window scale")
    void syn() {
        Tcp syn = new Tcp(40000, 80, 7, 0, EnumSet.of(Tcp.Flag.SYN), TcpOptions.ofSyn(1460), Bytes.EMPTY);

        String wire = hex(Packet.of(A, B, syn));

        assertEquals(60, wire.length() / 2);
        assertEquals("9c400050" + "00000007" + "00000000" + "a002ffff", wire.substring(40, 72));
        assertEquals("020405b4" + "0402080a" + "0000000000000000" + "01030307", wire.substring(80));
    }

    @Test
    @DisplayName("every checksum is right, also over an odd number of bytes")
    void checksums() {
        Tcp data = new Tcp(1, 2, 3, 4, EnumSet.of(Tcp.Flag.ACK), TcpOptions.TIMESTAMPS, Bytes.of("odd"));
        Packet echo = Packet.of(A, B, new IcmpEcho(false, IpFamily.IPV4, 9, 1, Bytes.of("12345")));
        for (Packet packet : new Packet[] {Packet.of(A, B, data), Packet.of(A, B, new Udp(1, 2, Bytes.of("odd")))}) {
            assertEquals(0xffff, sum(Wire.of(packet), 20, pseudoHeader(packet)), packet::summary);
            assertEquals(0xffff, sum(Wire.of(packet).slice(0, 20), 0, 0), packet::summary);
        }
        assertEquals(0xffff, sum(Wire.of(echo), 20, 0));
    }

    @Test
    @DisplayName("an ICMP error quotes its cause, as far as 576 bytes go")
    void error() {
        Packet cause = Packet.of(A, B, new Udp(5000, 53, Bytes.zeros(1000)));
        Packet error = Packet.of(B, A, new IcmpError(IcmpError.Kind.PORT_UNREACHABLE, cause));

        Bytes wire = Wire.of(error);

        assertEquals(576, wire.length());
        assertEquals(0x0303, wire.uint16(20));
        assertEquals(Wire.of(cause).slice(0, 548), wire.slice(28, 576));
        assertEquals(0xffff, sum(wire, 20, 0));
    }

    @Test
    @DisplayName("a frame is its receiver, its sender, what follows, and that, without padding")
    void frames() {
        MacAddress asker = MacAddress.parse("02:42:ac:11:00:02");
        ArpMessage question = ArpMessage.request(asker, IpAddress.parse("172.17.0.2"), IpAddress.parse("172.17.0.1"));
        ArpMessage answer = question.answeredBy(MacAddress.parse("02:42:ac:11:00:01"));

        assertEquals(
                "ffffffffffff" + "0242ac110002" + "0806" + "0001080006040001" + "0242ac110002" + "ac110002"
                        + "000000000000" + "ac110001",
                hex(new Frame(asker, MacAddress.BROADCAST, question)));
        assertEquals(
                "0242ac110002" + "0242ac110001" + "0806" + "0001080006040002" + "0242ac110001" + "ac110001"
                        + "0242ac110002" + "ac110002",
                hex(new Frame(answer.senderMac(), asker, answer)));
        Packet packet = Packet.of(A, B, new Udp(5000, 53, Bytes.of("hi")));
        assertEquals(
                "0242ac110002" + "0242ac110001" + "0800" + hex(packet),
                hex(new Frame(answer.senderMac(), asker, packet)));
    }

    private static String hex(Frame frame) {
        return HexFormat.of().formatHex(Wire.of(frame).toArray());
    }

    @Test
    @DisplayName("a packet of IPv6 has its header, and a checksum over its addresses")
    void ipv6() {
        IpAddress other = IpAddress.parse("fd00::1");
        Packet packet = Packet.of(other, other, new Udp(1, 2, Bytes.EMPTY));

        assertEquals(
                "6000000000081140fd000000000000000000000000000001fd00000000000000000000000000000100010002000805d8",
                hex(packet));
    }
}
