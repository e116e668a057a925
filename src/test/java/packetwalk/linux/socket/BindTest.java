package packetwalk.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.linux.TwoMachines.A;
import static packetwalk.linux.TwoMachines.TEST;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.linux.TwoMachines;
import packetwalk.net.IpAddress;

/** Which addresses and ports can be bound beside each other: bind(2), EADDRINUSE. */
class BindTest {

    private final TwoMachines two = new TwoMachines();

    private void tcp(String address, int port) {
        two.a.sockets().tcp().listen(TEST, IpAddress.parse(address), port, socket -> new Recorder());
    }

    private void udp(String address, int port) {
        two.a.sockets().udp().bind(TEST, IpAddress.parse(address), port, (socket, from, packet, data) -> {});
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 80, 0.0.0.0, 80, true",
        "0.0.0.0, 80, 10.0.0.1, 80, true",
        "10.0.0.1, 80, 0.0.0.0, 80, true",
        "10.0.0.1, 80, 10.0.0.1, 80, true",
        "127.0.0.1, 80, 127.0.0.1, 80, true",
        "10.0.0.1, 80, 127.0.0.1, 80, false",
        "127.0.0.1, 80, 127.0.0.2, 80, false",
        "0.0.0.0, 80, 0.0.0.0, 81, false",
        "10.0.0.1, 80, 10.0.0.1, 8080, false",
    })
    @DisplayName("two sockets clash if their ports are equal and one address covers the other; TCP and UDP alike")
    void clashes(String first, int firstPort, String second, int secondPort, boolean clash) {
        tcp(first, firstPort);
        udp(first, firstPort);
        if (!clash) {
            tcp(second, secondPort);
            udp(second, secondPort);
            return;
        }
        SocketFault tcp = assertThrows(SocketFault.class, () -> tcp(second, secondPort));
        SocketFault udp = assertThrows(SocketFault.class, () -> udp(second, secondPort));
        assertEquals(Errno.EADDRINUSE, tcp.errno());
        assertEquals(Errno.EADDRINUSE, udp.errno());
        assertTrue(tcp.getMessage().contains("Address already in use"), tcp::getMessage);
    }

    @Test
    @DisplayName("another host's address cannot be bound: EADDRNOTAVAIL")
    void foreign_address() {
        assertEquals(
                Errno.EADDRNOTAVAIL,
                assertThrows(SocketFault.class, () -> tcp("10.0.0.2", 80)).errno());
        assertEquals(
                Errno.EADDRNOTAVAIL,
                assertThrows(SocketFault.class, () -> udp("10.0.0.2", 80)).errno());
    }

    @Test
    @DisplayName("a listener that closes gives its port back")
    void closing_frees_the_port() {
        TcpListener listener = two.a.sockets().tcp().listen(TEST, IpAddress.ANY_V4, 80, socket -> new Recorder());
        listener.close();
        tcp("0.0.0.0", 80);
    }

    @Test
    @DisplayName("the listener on the packet's own address goes before the one on all addresses")
    void specific_before_any() {
        two.a.sockets().tcp().listen(new Owner(7, "loop"), IpAddress.parse("127.0.0.1"), 80, socket -> new Recorder());
        two.a.sockets().tcp().listen(new Owner(8, "own"), A, 80, socket -> new Recorder());

        assertEquals("loop", answering("127.0.0.1"));
        assertEquals("own", answering("10.0.0.1"));
    }

    private String answering(String address) {
        two.a.sockets().tcp().connect(TEST, IpAddress.parse(address), 80, new Recorder());
        two.fabric.simulation().settle();
        return two.a.sockets().tcp().connections().stream()
                .filter(each ->
                        each.local().port() == 80 && each.local().address().equals(IpAddress.parse(address)))
                .map(each -> each.owner().name())
                .findFirst()
                .orElse("nobody");
    }

    @Test
    @DisplayName("ephemeral ports come from 32768 to 60999; 28,232 connections to one server, and then EADDRNOTAVAIL")
    void ephemeral_ports() {
        TcpLayer tcp = two.a.sockets().tcp();
        IpAddress nobody = IpAddress.parse("10.0.0.2");
        for (int i = 0; i < 60999 - 32768 + 1; i++) {
            int port = tcp.connect(TEST, nobody, 80, new Recorder()).local().port();
            assertTrue(port >= 32768 && port <= 60999, "port " + port);
        }

        SocketFault fault = assertThrows(SocketFault.class, () -> tcp.connect(TEST, nobody, 80, new Recorder()));

        assertEquals(Errno.EADDRNOTAVAIL, fault.errno());
        tcp.connect(TEST, nobody, 81, new Recorder());
    }
}
