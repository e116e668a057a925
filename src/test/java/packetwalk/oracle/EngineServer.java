package packetwalk.oracle;

import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;

/** A server that sends back what it gets, in the engine. */
final class EngineServer {

    /** As kernel/world.py has it: two servers that DNAT shows to each other would talk for ever. */
    private static final int DOMAIN = 53;

    private EngineServer() {}

    static void start(NetworkNamespace namespace, Statement.Serve serve) {
        Owner owner = new Owner(1, serve.netns() + "-" + serve.protocol() + serve.port());
        if (serve.protocol().equals("tcp")) {
            namespace.sockets().tcp().listen(owner, serve.address(), serve.port(), any -> new Echo());
            return;
        }
        namespace.sockets().udp().bind(owner, serve.address(), serve.port(), (socket, from, packet, data) -> {
            if (from.port() == DOMAIN || from.port() == serve.port()) {
                return;
            }
            try {
                socket.send(from, data);
            } catch (SocketFault noWayBack) {
                return; // the server goes on, and the client hears nothing
            }
        });
    }

    private static final class Echo implements TcpEvents {
        @Override
        public void received(TcpSocket socket, Bytes data) {
            socket.send(data);
        }

        @Override
        public void peerClosed(TcpSocket socket) {
            socket.close();
        }
    }
}
