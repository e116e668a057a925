package packetwalk.control;

import java.util.function.Consumer;
import packetwalk.apiserver.Watcher;

/** Who wants to know only what has gone. */
record GoneWatcher<T>(Consumer<T> news) implements Watcher<T> {

    @Override
    public void added(T object) {
        // it is there
    }

    @Override
    public void modified(T before, T after) {
        // it is still there
    }

    @Override
    public void deleted(T object) {
        news.accept(object);
    }
}
