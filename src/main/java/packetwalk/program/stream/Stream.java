package packetwalk.program.stream;

import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.Bytes;

/** A program's end of a connection: bytes both ways. What comes in, its {@link StreamEvents} hear. */
public interface Stream {

    /**
     * Sends bytes.
     *
     * @throws packetwalk.linux.socket.SocketFault EPIPE if this end has been closed, or the connection is over
     */
    void send(Bytes data);

    /** Sends no more, but still hears the other side. Does nothing if that has been said. */
    void close();

    /** Ends it at once, and lets the other side know: RST. */
    void abort();

    /** Whether both sides may still send. */
    boolean isOpen();

    /** This end's address and port, as the client knows it. */
    Endpoint local();

    /** The other end's; behind a balancer that speaks the PROXY protocol, the client's own. */
    Endpoint remote();

    /** What was agreed on, where TLS is in between. */
    Optional<TlsSession> tls();

    /** Has the walk tell what the program decided about what came in last: which endpoint, which answer, and why. */
    void handled(String event, Object by, Object why);

    /** Has captures keep the keys of the session above, a line as {@code SSLKEYLOGFILE} has it. */
    void keyed(Supplier<String> line);
}
