package packetwalk.apiserver;

import java.util.function.Consumer;

/**
 * Who is told what changes, as a client's informer is: in order, each change once, never in the midst of another's work.
 *
 * <p>Whoever begins to watch is told of each object that is there first, as added.
 *
 * @param <T> the kind of object watched
 */
public interface Watcher<T> {

    /** Hears of what is there as it is now, new or changed alike, and of what has gone. */
    static <T> Watcher<T> of(Consumer<T> present, Consumer<T> gone) {
        return new Watcher<>() {
            @Override
            public void added(T object) {
                present.accept(object);
            }

            @Override
            public void modified(T before, T after) {
                present.accept(after);
            }

            @Override
            public void deleted(T object) {
                gone.accept(object);
            }
        };
    }

    /** Hears of every change alike, an object's end too. */
    static <T> Watcher<T> ofAny(Consumer<T> news) {
        return of(news, news);
    }

    /** There is a new object. */
    void added(T object);

    /** An object has changed; both are values, the one before as this watcher knew it. */
    void modified(T before, T after);

    /** An object has gone; {@code object} is how it was at last. */
    void deleted(T object);
}
