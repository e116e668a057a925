package packetwalk.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.linux.TwoMachines.B;
import static packetwalk.linux.TwoMachines.TEST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.linux.TwoMachines;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.trace.Step;

/** One TCP connection's life: made, refused, timed out, used, closed, cut. */
class TcpTest {

    private static final Owner SERVER = new Owner(2, "server");

    private final TwoMachines two = new TwoMachines();
    private final Recorder client = new Recorder();
    private final Recorder server = new Recorder();
    private final List<TcpSocket> accepted = new ArrayList<>();

    private TcpSocket connect() {
        return two.a.sockets().tcp().connect(TEST, B, 80, client);
    }

    private void listen() {
        two.b.sockets().tcp().listen(SERVER, IpAddress.ANY_V4, 80, socket -> {
            accepted.add(socket);
            return server;
        });
    }

    private void aMoment() {
        two.advance(Duration.ofMillis(100));
    }

    @Test
    @DisplayName("a port where nobody listens answers with a reset: ECONNREFUSED")
    void refused() {
        TcpSocket socket = connect();
        aMoment();

        assertEquals(List.of("ECONNREFUSED"), client.heard);
        assertEquals(TcpState.CLOSED, socket.state());
        assertEquals(List.of(), two.a.sockets().tcp().connections());
    }

    @Test
    @DisplayName(
            "with no answer the SYN goes out again after 1, 2, 3, 4, 5, 7, 11, 19, 35 and 67 s; ETIMEDOUT after 131 s")
    void timed_out() {
        two.b("iptables -A INPUT -p tcp --dport 80 -j DROP");
        two.ping(B);
        double start = two.seconds();

        List<Step> steps = two.watch(Duration.ofMillis(130_999), this::connect);

        List<Double> times = TwoMachines.sendingTimes(steps, "a", "TCP [S]").stream()
                .map(time -> Math.round((time - start) * 100) / 100.0)
                .toList();
        assertEquals(List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 11.0, 19.0, 35.0, 67.0), times);
        assertEquals(List.of(), client.heard);

        two.advance(Duration.ofMillis(2));
        assertEquals(List.of("ETIMEDOUT"), client.heard);
    }

    @Test
    @DisplayName("a SYN-ACK that is not answered goes out five more times, after 1, 3, 7, 15 and 31 s; gone after 63 s")
    void half_open() {
        listen();
        two.b("iptables -A INPUT -m conntrack --ctstate ESTABLISHED -j DROP");
        two.ping(B);
        double start = two.seconds();

        List<Step> steps = two.watch(Duration.ofSeconds(62), this::connect);

        List<Double> times = TwoMachines.sendingTimes(steps, "b", "TCP [S.]").stream()
                .map(time -> Math.round((time - start) * 10) / 10.0)
                .toList();
        assertEquals(List.of(0.0, 1.0, 3.0, 7.0, 15.0, 31.0), times);
        assertEquals(1, two.b.sockets().tcp().connections().size());
        two.advance(Duration.ofSeconds(2));
        assertEquals(List.of(), two.b.sockets().tcp().connections());
        assertEquals(List.of(), server.heard, "the program never heard of it");
    }

    @Test
    @DisplayName(
            "data arrives whole and in order in both directions, cut into segments of 1448 bytes: 12 are for timestamps")
    void data() {
        listen();
        TcpSocket socket = connect();
        aMoment();
        String text = "0123456789".repeat(1000);

        List<Step> steps = two.watch(Duration.ofSeconds(1), () -> {
            socket.send(Bytes.of(text));
            accepted.get(0).send(Bytes.of("thanks"));
        });

        assertEquals("connected", server.heard.get(0));
        assertEquals(text, String.join("", server.heard.subList(1, server.heard.size())));
        assertEquals(List.of("connected", "thanks"), client.heard);
        assertEquals(6, TwoMachines.sendingTimes(steps, "a", "length 1448").size());
        assertEquals(1, TwoMachines.sendingTimes(steps, "a", "length 1312").size());
    }

    @Test
    @DisplayName("lost data is sent again after 200, 600, 1400 ms …, and the connection goes on when the way is free")
    void data_is_sent_again() {
        listen();
        TcpSocket socket = connect();
        aMoment();
        two.b("iptables -A INPUT -p tcp --dport 80 -j DROP");
        double start = two.seconds();

        List<Step> steps = two.watch(Duration.ofSeconds(2), () -> socket.send(Bytes.of("hello")));

        List<Double> times = TwoMachines.sendingTimes(steps, "a", "TCP [P.]").stream()
                .map(time -> Math.round((time - start) * 10) / 10.0)
                .toList();
        assertEquals(List.of(0.0, 0.2, 0.6, 1.4), times);

        two.b("iptables -D INPUT -p tcp --dport 80 -j DROP");
        two.advance(Duration.ofSeconds(2));
        assertEquals(List.of("connected", "hello"), server.heard);
    }

    @Test
    @DisplayName("an orderly close: FIN both ways; who closed first waits 60 s for strays")
    void orderly_close() {
        listen();
        TcpSocket socket = connect();
        aMoment();

        socket.close();
        aMoment();
        assertEquals(TcpState.FIN_WAIT_2, socket.state());
        assertEquals(List.of("connected", "peer closed"), server.heard);
        assertEquals(TcpState.CLOSE_WAIT, accepted.get(0).state());

        accepted.get(0).close();
        aMoment();
        assertEquals(TcpState.TIME_WAIT, socket.state());
        assertEquals(TcpState.CLOSED, accepted.get(0).state());
        assertEquals(List.of(), two.b.sockets().tcp().connections());

        two.advance(Duration.ofSeconds(60));
        assertEquals(List.of(), two.a.sockets().tcp().connections());
    }

    @Test
    @DisplayName("both ends close at once: both go through CLOSING to TIME-WAIT")
    void simultaneous_close() {
        listen();
        TcpSocket socket = connect();
        aMoment();

        socket.close();
        accepted.get(0).close();
        aMoment();

        assertEquals(TcpState.TIME_WAIT, socket.state());
        assertEquals(TcpState.TIME_WAIT, accepted.get(0).state());
    }

    @Test
    @DisplayName("who sends after its own close gets EPIPE")
    void send_after_close() {
        listen();
        TcpSocket socket = connect();
        aMoment();
        socket.close();

        SocketFault fault = assertThrows(SocketFault.class, () -> socket.send(Bytes.of("more")));

        assertEquals(Errno.EPIPE, fault.errno());
    }

    @Test
    @DisplayName("abort cuts the connection with a reset: the other end hears ECONNRESET")
    void abort() {
        listen();
        TcpSocket socket = connect();
        aMoment();

        socket.abort();
        aMoment();

        assertEquals(List.of("connected", "ECONNRESET"), server.heard);
        assertEquals(List.of(), two.b.sockets().tcp().connections());
    }

    @Test
    @DisplayName("a server that is killed in mid-connection says FIN; data sent to it then is answered with a reset")
    void server_killed() {
        listen();
        TcpSocket socket = connect();
        aMoment();

        two.b.sockets().closeAll(SERVER);
        aMoment();
        assertEquals(List.of("connected", "peer closed"), client.heard);
        assertEquals(TcpState.CLOSE_WAIT, socket.state());

        socket.send(Bytes.of("are you there?"));
        aMoment();

        assertEquals(List.of("connected", "peer closed", "EPIPE"), client.heard);
        assertEquals(List.of("connected"), server.heard, "nobody is there to hear it");
        assertEquals(List.of(), two.a.sockets().tcp().connections());

        connect();
        aMoment();
        assertEquals("ECONNREFUSED", client.heard.get(client.heard.size() - 1), "the port is closed");
    }

    @Test
    @DisplayName("a machine that forgot the connection resets the next segment of it")
    void reset_on_unknown_connection() {
        listen();
        TcpSocket socket = connect();
        aMoment();
        two.b("iptables -A OUTPUT -p tcp --sport 80 -j DROP");
        accepted.get(0).abort();
        two.b("iptables -D OUTPUT -p tcp --sport 80 -j DROP");
        assertEquals(TcpState.ESTABLISHED, socket.state());

        socket.send(Bytes.of("hello"));
        aMoment();

        assertEquals(List.of("connected", "ECONNRESET"), client.heard);
    }

    @Test
    @DisplayName("host unreachable while connecting fails the call; later it does not")
    void icmp_errors() {
        TcpSocket socket = two.a.sockets().tcp().connect(TEST, IpAddress.parse("10.0.0.9"), 80, client);
        two.advance(Duration.ofSeconds(4));
        assertEquals(List.of("EHOSTUNREACH"), client.heard);
        assertEquals(TcpState.CLOSED, socket.state());
        client.heard.clear();

        listen();
        TcpSocket made = connect();
        aMoment();
        two.b.device("eth0").orElseThrow().setUp(false);
        two.a.neighbours().flush(two.a.device("eth0").orElseThrow());
        made.send(Bytes.of("hello"));
        two.advance(Duration.ofSeconds(10));
        assertEquals(TcpState.ESTABLISHED, made.state(), "it keeps trying");
        two.advance(Duration.ofMinutes(30));
        assertTrue(client.heard.contains("ETIMEDOUT"), client.heard::toString);
    }
}
