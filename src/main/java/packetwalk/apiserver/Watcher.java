package packetwalk.apiserver;

/**
 * Who is told what changes, as a client's informer is: in order, each change once, never in the midst of another's work.
 *
 * <p>Whoever begins to watch is told of each object that is there first, as added.
 *
 * @param <T> the kind of object watched
 */
public interface Watcher<T> {

    /** There is a new object. */
    void added(T object);

    /** An object has changed; both are values, the one before as this watcher knew it. */
    void modified(T before, T after);

    /** An object has gone; {@code object} is how it was at last. */
    void deleted(T object);
}
