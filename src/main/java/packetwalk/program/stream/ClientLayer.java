package packetwalk.program.stream;

/** Something between TCP and a program on the side that connects, such as TLS. */
@FunctionalInterface
public interface ClientLayer {

    /** Nothing in between. */
    ClientLayer NONE = above -> above;

    /** What is to hear below, so that {@code above} hears what it understands. */
    StreamEvents under(StreamEvents above);

    /** This one below, and {@code next} between it and the program. */
    default ClientLayer then(ClientLayer next) {
        return above -> under(next.under(above));
    }
}
