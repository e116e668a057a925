package packetwalk.program.stream;

import java.util.function.Function;

/**
 * Something between TCP and a program on the side that accepts, such as TLS: it unwraps what comes in, wraps what goes
 * out, and lets the program above begin when its own handshake is done.
 */
@FunctionalInterface
public interface ServerLayer {

    /** Nothing in between. */
    ServerLayer NONE = above -> above;

    /** What is to accept below, so that {@code above} accepts what it understands. */
    Function<Stream, StreamEvents> under(Function<Stream, StreamEvents> above);

    /** This one below, and {@code next} between it and the program. */
    default ServerLayer then(ServerLayer next) {
        return above -> under(next.under(above));
    }
}
