package packetwalk.program;

import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.Ports;

/**
 * A UDP server that sends every datagram back: RFC 862.
 *
 * @param port 1 to 65535, on every address of the namespace
 */
public record UdpEchoServer(int port) implements Server {

    public UdpEchoServer {
        Ports.requireService(port);
    }

    @Override
    public String protocol() {
        return "udp";
    }

    @Override
    public void start(NetworkNamespace namespace, Owner process) {
        namespace
                .sockets()
                .udp()
                .bind(
                        process,
                        namespace.sockets().wildcard(),
                        port,
                        (socket, from, packet, data) -> answer(socket, from, data));
    }

    private static void answer(UdpSocket socket, Endpoint to, Bytes data) {
        try {
            socket.send(to, data);
        } catch (SocketFault noWayBack) {
            // the server's own trouble: it goes on, and the client hears nothing
            return;
        }
    }
}
