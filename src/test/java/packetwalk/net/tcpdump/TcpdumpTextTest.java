package packetwalk.net.tcpdump;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import packetwalk.net.ArpMessage;
import packetwalk.net.Bytes;
import packetwalk.net.DnsMessage;
import packetwalk.net.DnsName;
import packetwalk.net.DnsQuestion;
import packetwalk.net.DnsType;
import packetwalk.net.Frame;
import packetwalk.net.FramePayload;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.net.Tcp;
import packetwalk.net.TcpOptions;
import packetwalk.net.Transport;
import packetwalk.net.Udp;

/** Lines as tcpdump 4.99.3 printed them; {@code TsharkTest} asks the real one about whole captures. */
class TcpdumpTextTest {

    private static final MacAddress MAC = MacAddress.parse("02:42:0a:00:00:02");
    private static final IpAddress CLIENT = IpAddress.parse("10.0.0.2");
    private static final IpAddress SERVER = IpAddress.parse("10.1.0.2");

    private final TcpdumpText tcpdump = new TcpdumpText();

    private String line(FramePayload payload) {
        return tcpdump.line(new Frame(MAC, MAC, payload));
    }

    private String sent(Transport transport) {
        return line(Packet.of(CLIENT, SERVER, transport));
    }

    private static Tcp request(long seq, long ack, Bytes data, Tcp.Flag... flags) {
        EnumSet<Tcp.Flag> set = EnumSet.noneOf(Tcp.Flag.class);
        set.addAll(List.of(flags));
        return new Tcp(40000, 80, seq, ack, set, TcpOptions.TIMESTAMPS, data);
    }

    @Test
    void arp_asks_and_answers() {
        ArpMessage question = ArpMessage.request(MAC, CLIENT, SERVER);
        assertEquals("ARP, Request who-has 10.1.0.2 tell 10.0.0.2, length 28", line(question));
        assertEquals("ARP, Reply 10.1.0.2 is-at 02:42:0a:00:00:02, length 28", line(question.answeredBy(MAC)));
    }

    @Test
    void sequence_numbers_count_from_a_connections_beginning_once_that_was_seen() {
        Tcp syn = new Tcp(40000, 80, 1000, 0, EnumSet.of(Tcp.Flag.SYN), TcpOptions.ofSyn(1460), Bytes.EMPTY);
        assertEquals(
                "IP 10.0.0.2.40000 > 10.1.0.2.80: Flags [S], seq 1000, win 65535,"
                        + " options [mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 7], length 0",
                sent(syn));
        Tcp answer = new Tcp(
                80, 40000, 5000, 1001, EnumSet.of(Tcp.Flag.SYN, Tcp.Flag.ACK), TcpOptions.ofSyn(1460), Bytes.EMPTY);
        assertEquals(
                "IP 10.1.0.2.80 > 10.0.0.2.40000: Flags [S.], seq 5000, ack 1001, win 65535,"
                        + " options [mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 7], length 0",
                line(Packet.of(SERVER, CLIENT, answer)));
        assertEquals(
                "IP 10.0.0.2.40000 > 10.1.0.2.80: Flags [.], ack 1, win 65535, options [nop,nop,TS val 0 ecr 0], length 0",
                sent(request(1001, 5001, Bytes.EMPTY, Tcp.Flag.ACK)));
        assertEquals(
                "IP 10.0.0.2.40000 > 10.1.0.2.80: Flags [P.], seq 1:19, ack 1, win 65535,"
                        + " options [nop,nop,TS val 0 ecr 0], length 18: HTTP: GET / HTTP/1.1",
                sent(request(1001, 5001, Bytes.of("GET / HTTP/1.1\r\n\r\n"), Tcp.Flag.PSH, Tcp.Flag.ACK)));
    }

    @Test
    void a_reset_without_an_acknowledgement_has_its_number_as_it_is() {
        Tcp reset = new Tcp(40000, 22, 77, 0, EnumSet.of(Tcp.Flag.RST), Bytes.EMPTY);
        assertEquals("IP 10.0.0.2.40000 > 10.1.0.2.22: Flags [R], seq 77, win 65535, length 0", sent(reset));
    }

    @Test
    void http_is_named_where_a_message_goes_on() {
        String line = sent(request(1, 1, Bytes.of("x=1"), Tcp.Flag.ACK));
        assertEquals("length 3: HTTP", line.substring(line.indexOf("length")));
        String answer = sent(request(1, 1, Bytes.of("HTTP/1.1 404 Not Found\r\n"), Tcp.Flag.ACK));
        assertEquals("length 24: HTTP: HTTP/1.1 404 Not Found", answer.substring(answer.indexOf("length")));
    }

    @Test
    void dns_is_read_over_udp_and_over_tcp() {
        DnsMessage query = DnsMessage.query(4711, new DnsQuestion(DnsName.of("web."), DnsType.A));
        assertEquals("IP 10.0.0.2.5000 > 10.1.0.2.53: 4711+ A? web. (21)", sent(new Udp(5000, 53, query.wire())));
        Bytes framed = Bytes.of(new byte[] {0, 21}).plus(query.wire());
        String line = sent(new Tcp(5000, 53, 1, 1, EnumSet.of(Tcp.Flag.ACK), framed));
        assertEquals("length 23 4711+ A? web. (21)", line.substring(line.indexOf("length")));
        assertEquals(
                "IP 10.0.0.2.5000 > 10.1.0.2.53: domain [length 2 < 12] (invalid)",
                sent(new Udp(5000, 53, Bytes.of("hi"))));
    }

    @Test
    void the_rest_says_how_long_it_is() {
        assertEquals("IP 10.0.0.2.5000 > 10.1.0.2.9: UDP, length 2", sent(new Udp(5000, 9, Bytes.of("hi"))));
        assertEquals(
                "IP 10.0.0.2 > 10.1.0.2: ICMP echo request, id 7, seq 1, length 64",
                sent(new IcmpEcho(false, IpFamily.IPV4, 7, 1, Bytes.zeros(56))));
        Packet cause = Packet.of(SERVER, CLIENT, new Udp(5000, 53, Bytes.of("hi")));
        assertEquals(
                "IP 10.0.0.2 > 10.1.0.2: ICMP 10.0.0.2 udp port 53 unreachable, length 38",
                sent(new IcmpError(IcmpError.Kind.PORT_UNREACHABLE, cause)));
        assertEquals(
                "IP 10.0.0.2.5000 > 10.1.0.2.53: sctp (1) [INIT] [init tag: 1] [rwnd: 65535] [OS: 1] [MIS: 1] [init TSN: 1] ",
                sent(new Sctp(5000, 53)));
    }
}
