package packetwalk.linux.socket;

import java.util.function.Function;
import packetwalk.net.Bytes;

/** A listening TCP socket. */
public final class TcpListener {

    private final TcpLayer layer;
    private final Owner owner;
    private final Binding binding;
    private final Function<TcpSocket, TcpEvents> program;

    TcpListener(TcpLayer layer, Owner owner, Binding binding, Function<TcpSocket, TcpEvents> program) {
        this.layer = layer;
        this.owner = owner;
        this.binding = binding;
        this.program = program;
    }

    public Owner owner() {
        return owner;
    }

    /** Address and port; the unspecified address stands for all of the host's. */
    public Endpoint local() {
        return binding.local();
    }

    Binding binding() {
        return binding;
    }

    /** Whether, bound to {@code ::}, it takes no IPv4. */
    public boolean v6Only() {
        return binding.v6Only();
    }

    TcpSocket accept(Endpoint local, Endpoint remote) {
        return new TcpSocket(layer, owner, local, remote, new Accepted(program));
    }

    /** Listens no more; connections that were made go on. */
    public void close() {
        layer.remove(this);
    }

    /** Asks the program for its handler when the handshake is done, as accept(2) would return then. */
    private static final class Accepted implements TcpEvents {
        private final Function<TcpSocket, TcpEvents> program;
        private TcpEvents handler = new TcpEvents() {};

        Accepted(Function<TcpSocket, TcpEvents> program) {
            this.program = program;
        }

        @Override
        public void connected(TcpSocket socket) {
            handler = program.apply(socket);
            handler.connected(socket);
        }

        @Override
        public void received(TcpSocket socket, Bytes data) {
            handler.received(socket, data);
        }

        @Override
        public void peerClosed(TcpSocket socket) {
            handler.peerClosed(socket);
        }

        @Override
        public void failed(TcpSocket socket, Errno errno) {
            handler.failed(socket, errno);
        }
    }
}
