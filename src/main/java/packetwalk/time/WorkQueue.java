package packetwalk.time;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a controller has still to look at, by key: client-go's workqueue, in virtual time. A key that waits is queued
 * once, however many events name it.
 *
 * @param <K> what names a piece of work, with a good {@code equals}
 */
public final class WorkQueue<K> {

    private final Simulation simulation;
    private final Supplier<Duration> delay;
    private final Consumer<K> work;
    private final Set<K> waiting = new LinkedHashSet<>();

    /**
     * An empty queue.
     *
     * @param delay from the first event that names a key to the work on it, asked anew each time
     */
    public WorkQueue(Simulation simulation, Supplier<Duration> delay, Consumer<K> work) {
        this.simulation = Objects.requireNonNull(simulation, "simulation");
        this.delay = Objects.requireNonNull(delay, "delay");
        this.work = Objects.requireNonNull(work, "work");
    }

    /** Has the work on {@code key} done after the usual delay. */
    public void add(K key) {
        if (waiting.add(key)) {
            simulation.after(delay.get().toNanos(), () -> {
                waiting.remove(key);
                work.accept(key);
            });
        }
    }

    /** Has it done {@code later} than that, whatever else happens to it. */
    public void addAfter(K key, Duration later) {
        simulation.after(later.toNanos(), () -> add(key));
    }
}
