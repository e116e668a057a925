package packetwalk.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpListener;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;

/** An HTTP server whose program decides what each path is answered with. */
public final class HandlerServer {

    private final Function<String, HttpReply> handler;
    private final TcpListener listener;
    private final List<TcpSocket> open = new ArrayList<>();

    /**
     * One that serves at once.
     *
     * @param at an address of the namespace, or the unspecified one, and a port
     * @param handler from the path of a request to its answer
     * @throws packetwalk.linux.socket.SocketFault EADDRINUSE if the port is taken
     */
    public HandlerServer(NetworkNamespace namespace, Owner process, Endpoint at, Function<String, HttpReply> handler) {
        this.handler = handler;
        this.listener = namespace.sockets().tcp().listen(process, at.address(), at.port(), any -> new Conversation());
    }

    /** Listens no more, and closes what is open: Go's {@code http.Server.Close()}. */
    public void close() {
        listener.close();
        List.copyOf(open).forEach(TcpSocket::close);
        open.clear();
    }

    private final class Conversation implements TcpEvents {
        private Bytes request = Bytes.EMPTY;

        @Override
        public void connected(TcpSocket socket) {
            open.add(socket);
        }

        @Override
        public void received(TcpSocket socket, Bytes data) {
            request = request.plus(data);
            if (Http.isComplete(request)) {
                HttpReply reply = handler.apply(Http.path(request).split("\\?", 2)[0]);
                request = Bytes.EMPTY;
                socket.send(reply.bytes());
            }
        }

        @Override
        public void peerClosed(TcpSocket socket) {
            open.remove(socket);
            socket.close();
        }

        @Override
        public void failed(TcpSocket socket, Errno errno) {
            open.remove(socket);
        }
    }
}
