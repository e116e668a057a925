package packetwalk.program;

import java.util.Objects;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Ports;

/**
 * An HTTP server that answers every GET with its host name and the client address that it sees.
 *
 * @param port 1 to 65535, on every address of the namespace
 * @param hostname what it calls itself
 * @param statuses with which status, by path
 */
public record HttpServer(int port, String hostname, Statuses statuses) implements Server {

    public HttpServer {
        Ports.requireService(port);
        Objects.requireNonNull(hostname, "hostname");
        Objects.requireNonNull(statuses, "statuses");
    }

    /** One that is always well. */
    public HttpServer(int port, String hostname) {
        this(port, hostname, new Statuses());
    }

    @Override
    public String protocol() {
        return "tcp";
    }

    @Override
    public void start(NetworkNamespace namespace, Owner process) {
        namespace.sockets().tcp().listen(process, IpAddress.ANY_V4, port, socket -> new Conversation());
    }

    private final class Conversation implements TcpEvents {
        private Bytes request = Bytes.EMPTY;

        @Override
        public void received(TcpSocket socket, Bytes data) {
            request = request.plus(data);
            if (Http.isComplete(request)) {
                int status = statuses.of(Http.path(request));
                request = Bytes.EMPTY;
                socket.send(answer(socket, status));
            }
        }

        private Bytes answer(TcpSocket socket, int status) {
            String body = hostname + " (you are " + socket.remote().address() + ")\n";
            return Bytes.of("HTTP/1.1 " + status + " " + Http.reason(status)
                    + "\r\nContent-Type: text/plain\r\nContent-Length: "
                    + Bytes.of(body).length() + "\r\n\r\n" + body);
        }

        @Override
        public void peerClosed(TcpSocket socket) {
            socket.close();
        }

        @Override
        public void failed(TcpSocket socket, Errno errno) {
            request = Bytes.EMPTY;
        }
    }
}
