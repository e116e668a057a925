package packetwalk.program;

import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Owner;
import packetwalk.net.Protocol;

/** A program that serves a port for as long as its process lives. */
public interface Server {

    /** What serves {@code port}: HTTP that answers with {@code hostname} on TCP, echo on UDP. */
    static Server of(Protocol protocol, int port, String hostname, Statuses statuses) {
        return protocol == Protocol.TCP ? new HttpServer(port, hostname, statuses) : new UdpEchoServer(port);
    }

    /**
     * Starts serving; ends when the process' sockets are closed.
     *
     * @throws packetwalk.linux.socket.SocketFault EADDRINUSE if the port is taken in that namespace
     */
    void start(NetworkNamespace namespace, Owner process);

    /** The port that it serves. */
    int port();

    /** {@code tcp} or {@code udp}. */
    String protocol();
}
