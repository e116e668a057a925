package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import packetwalk.time.Simulation;

/** Events go an hour after they were last seen: the API server's {@code --event-ttl}. */
final class EventExpiry {
    private static final Duration TTL = Duration.ofHours(1);

    private final Simulation simulation;
    private final Store store;
    private final Consumer<Event> removal;

    EventExpiry(Simulation simulation, Store store, Consumer<Event> removal) {
        this.simulation = simulation;
        this.store = store;
        this.removal = removal;
    }

    /** A new event will go in time. */
    void watch(Event event, Duration after) {
        String uid = event.getMetadata().getUid();
        simulation.after(
                after.toNanos(), () -> store.byUid(uid).map(Event.class::cast).ifPresent(this::expire));
    }

    void watch(Event event) {
        watch(event, TTL);
    }

    private void expire(Event event) {
        String seen = event.getLastTimestamp() == null
                ? event.getMetadata().getCreationTimestamp()
                : event.getLastTimestamp();
        Instant now = new Identity(simulation).now();
        Duration left = Duration.between(now, Instant.parse(seen).plus(TTL));
        if (left.isNegative() || left.isZero()) {
            removal.accept(event);
        } else {
            watch(event, left);
        }
    }
}
