package packetwalk.program.stream;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpListener;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.linux.socket.TcpState;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;

/** A TCP connection with nothing in between: where every stream begins. */
public final class TcpStream implements Stream, TcpEvents {

    private @Nullable TcpSocket socket;
    private @Nullable StreamEvents events;

    private TcpStream() {}

    /**
     * Listens for connections; throws as {@link packetwalk.linux.socket.TcpLayer#listen}.
     *
     * @param program gives the handler for each connection, when its handshake is done
     */
    public static TcpListener listen(
            NetworkNamespace in, Owner process, IpAddress address, int port, Function<Stream, StreamEvents> program) {
        return in.sockets().tcp().listen(process, address, port, socket -> {
            TcpStream stream = new TcpStream();
            stream.socket = socket;
            stream.events = program.apply(stream);
            return stream;
        });
    }

    /** Opens a connection; throws as {@link packetwalk.linux.socket.TcpLayer#connect}. */
    public static Stream connect(NetworkNamespace from, Owner process, Endpoint to, StreamEvents events) {
        TcpStream stream = new TcpStream();
        stream.events = events;
        stream.socket = from.sockets().tcp().connect(process, to.address(), to.port(), stream);
        return stream;
    }

    private TcpSocket socket() {
        if (socket == null) {
            throw new AssertionError("a stream without a socket");
        }
        return socket;
    }

    private StreamEvents events() {
        if (events == null) {
            throw new AssertionError("a stream without a program");
        }
        return events;
    }

    @Override
    public void send(Bytes data) {
        socket().send(data);
    }

    @Override
    public void close() {
        socket().close();
    }

    @Override
    public void abort() {
        socket().abort();
    }

    @Override
    public boolean isOpen() {
        return socket().state() == TcpState.ESTABLISHED;
    }

    @Override
    public Endpoint local() {
        return socket().local();
    }

    @Override
    public Endpoint remote() {
        return socket().remote();
    }

    @Override
    public Optional<TlsSession> tls() {
        return Optional.empty();
    }

    @Override
    public void handled(String event, Object by, Object why) {
        socket().handled(event, by, why);
    }

    @Override
    public void keyed(Supplier<String> line) {
        socket().keyed(line);
    }

    @Override
    public void connected(TcpSocket own) {
        socket = own;
        events().opened(this);
    }

    @Override
    public void received(TcpSocket own, Bytes data) {
        events().received(this, data);
    }

    @Override
    public void peerClosed(TcpSocket own) {
        events().peerClosed(this);
    }

    @Override
    public void failed(TcpSocket own, Errno errno) {
        socket = own;
        events().failed(this, new StreamFault.Socket(errno));
    }

    @Override
    public String toString() {
        return socket == null ? "a connection that is being made" : socket.toString();
    }
}
