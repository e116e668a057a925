package packetwalk.program.dns;

import java.util.List;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.DnsMessage;
import packetwalk.net.IpAddress;
import packetwalk.net.Ports;
import packetwalk.program.Server;

/**
 * A DNS server, by UDP and TCP: CoreDNS with its plugins {@code kubernetes}, {@code forward} and {@code loadbalance}.
 *
 * @param port 53 if it shall be found
 * @param zones asked in order, until one knows
 * @param upstreams who is asked for names of no zone; if there is none, such a question is refused
 */
public record DnsServer(int port, List<Zone> zones, List<Endpoint> upstreams) implements Server {

    public static final int PORT = 53;

    public DnsServer {
        Ports.requireService(port);
        zones = List.copyOf(zones);
        upstreams = List.copyOf(upstreams);
    }

    @Override
    public String protocol() {
        return "udp";
    }

    @Override
    public void start(NetworkNamespace namespace, Owner process) {
        Answering answering =
                new Answering(zones, new Forwarder(namespace, process, upstreams), namespace.simulation());
        namespace.sockets().udp().bind(process, namespace.sockets().wildcard(), port, (socket, from, packet, data) -> {
            Question.of(data)
                    .ifPresent(question -> answering.answer(
                            question, answer -> send(socket, packet.dst(), from, answer.fitting(question.udpSize()))));
        });
        namespace
                .sockets()
                .tcp()
                .listen(
                        process,
                        namespace.sockets().wildcard(),
                        port,
                        connection -> new DnsStream((socket, data) -> Question.of(data)
                                .ifPresent(question -> answering.answer(question, answer -> send(socket, answer)))));
    }

    /** From the address that was asked, or who asked would not take it for an answer. */
    private static void send(UdpSocket socket, IpAddress own, Endpoint to, DnsMessage answer) {
        try {
            socket.sendFrom(own, to, answer.wire());
        } catch (SocketFault noWayBack) {
            // the server's own trouble: it goes on, and the client hears nothing
            return;
        }
    }

    private static void send(TcpSocket socket, DnsMessage answer) {
        Bytes wire = answer.fitting(65_535).wire();
        try {
            socket.send(DnsStream.framed(wire));
        } catch (SocketFault gone) {
            // who asked has hung up meanwhile
            return;
        }
    }
}
