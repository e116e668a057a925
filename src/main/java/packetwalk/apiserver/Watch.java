package packetwalk.apiserver;

/** A watch that goes on until it is closed; what was under way is not delivered after that. */
@FunctionalInterface
public interface Watch extends AutoCloseable {

    /** Ends it. */
    @Override
    void close();
}
