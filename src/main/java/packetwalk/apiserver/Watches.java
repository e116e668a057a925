package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import packetwalk.time.Simulation;

/** Who watches what. Changes travel as timers of the simulation, so none overtakes another and none interrupts. */
final class Watches {
    private final Simulation simulation;
    private final Map<Class<?>, List<Subscription<?>>> subscriptions = new LinkedHashMap<>();
    private long latency;
    private long lastDue;

    Watches(Simulation simulation) {
        this.simulation = simulation;
    }

    void latency(Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException("watch latency " + span + " lies in the past; use zero or more");
        }
        latency = span.toNanos();
    }

    /** Begins to tell {@code watcher}: what is there already first, as added. */
    <T extends HasMetadata> Watch watch(Class<T> type, List<T> present, Watcher<T> watcher) {
        Subscription<T> subscription = new Subscription<>(watcher);
        List<Subscription<?>> now = new ArrayList<>(of(type));
        now.add(subscription);
        subscriptions.put(type, List.copyOf(now));
        if (!present.isEmpty()) {
            send(() -> present.forEach(object -> subscription.tell(to -> to.added(object))));
        }
        return () -> {
            subscription.open = false;
            subscriptions.put(
                    type, of(type).stream().filter(each -> each != subscription).toList());
        };
    }

    <T extends HasMetadata> void added(T object) {
        tell(object, watcher -> watcher.added(object));
    }

    <T extends HasMetadata> void modified(T before, T after) {
        tell(after, watcher -> watcher.modified(before, after));
    }

    <T extends HasMetadata> void deleted(T object) {
        tell(object, watcher -> watcher.deleted(object));
    }

    /** Those who watch now are told, even if others begin before the news arrives. */
    @SuppressWarnings("unchecked") // subscriptions are kept by the class of what they watch
    private <T extends HasMetadata> void tell(T about, Consumer<Watcher<T>> news) {
        List<Subscription<?>> interested = of(about.getClass());
        if (!interested.isEmpty()) {
            send(() -> interested.forEach(each -> ((Subscription<T>) each).tell(news)));
        }
    }

    /** After the latency, but never before what was sent earlier, even if the latency has shrunk meanwhile. */
    private void send(Runnable delivery) {
        lastDue = Math.max(lastDue, simulation.now() + latency);
        simulation.after(lastDue - simulation.now(), delivery);
    }

    private List<Subscription<?>> of(Class<?> type) {
        return subscriptions.getOrDefault(type, List.of());
    }

    private static final class Subscription<T> {
        private final Watcher<T> watcher;
        private boolean open = true;

        Subscription(Watcher<T> watcher) {
            this.watcher = watcher;
        }

        void tell(Consumer<Watcher<T>> news) {
            if (open) {
                news.accept(watcher);
            }
        }
    }
}
