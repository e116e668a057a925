package packetwalk.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Virtual time: a clock that stands still until told, a queue of what happens when, and the one source of chance.
 *
 * <p>Single-threaded. Events of one instant run in the order in which they were scheduled, so one seed gives one run.
 * Two kinds of event are told apart: a packet in flight, which will arrive whatever anybody does, and a timer, which
 * may be minutes away. {@link #settle} waits for the first kind only.
 */
public final class Simulation {

    /** More events than any bounded exchange needs; beyond it packets are taken to circle for ever. */
    private static final int EVENT_BOUND = 5_000_000;

    /** What calendars in there show when the world begins. */
    public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    /** What happens in a cluster in an hour of its life is bounded as well, however long somebody lets it live. */
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final Random random;
    private Dice dice;
    private long now;
    private long scheduled;
    private int inFlight;
    private int packets;

    /** A world at time zero; {@code seed} decides every random choice in it. */
    public Simulation(long seed) {
        this.random = new Random(seed);
        this.dice = () -> random.nextInt() >>> 1;
    }

    /** Nanoseconds since the world began. */
    public long now() {
        return now;
    }

    /** What clocks in there show now. */
    public Instant date() {
        return EPOCH.plusNanos(now);
    }

    /** The only randomness there is. */
    public Random random() {
        return random;
    }

    /** What decides where a rule leaves it to chance. */
    public Dice dice() {
        return dice;
    }

    /** Has {@code loaded} decide from now on, instead of the seed. */
    public void dice(Dice loaded) {
        dice = Objects.requireNonNull(loaded, "loaded");
    }

    /** A number for a new packet, 1 and up: its identity in the trace, no field of the packet. */
    public int nextPacket() {
        return ++packets;
    }

    /** Runs {@code action} once, {@code delay} nanoseconds from now, unless cancelled. */
    public Timer after(long delay, Runnable action) {
        return schedule(delay, action, false);
    }

    /** Lets a packet travel: {@code arrival} runs {@code delay} nanoseconds from now, and {@link #settle} waits for it. */
    public void carry(long delay, Runnable arrival) {
        inFlight++;
        schedule(delay, arrival, true);
    }

    private Event schedule(long delay, Runnable action, boolean flight) {
        if (delay < 0) {
            throw new IllegalArgumentException("delay " + delay + " ns lies in the past; use 0 or more");
        }
        Event event = new Event(now + delay, ++scheduled, action, flight);
        queue.add(event);
        return event;
    }

    /** Lets {@code span} pass, with all that happens in it. */
    public void advance(Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards; advance by zero or more, not " + span);
        }
        runUntil(() -> false, now + span.toNanos());
    }

    /**
     * Runs events until {@code done}, or until {@code deadline} (nanoseconds since the beginning): who waits in vain
     * comes back then, even if nothing happens any more.
     *
     * @return whether {@code done} holds
     */
    public boolean runUntil(BooleanSupplier done, long deadline) {
        int bound = EVENT_BOUND;
        long hour = now / HOUR;
        while (!done.getAsBoolean()) {
            Event next = queue.peek();
            if (next == null || next.time > deadline) {
                now = Math.max(now, deadline);
                return false;
            }
            if (next.time / HOUR > hour) {
                hour = next.time / HOUR;
                bound = EVENT_BOUND;
            }
            step(bound--);
        }
        return true;
    }

    /** Runs until no packet is in flight any more; timers that come due meanwhile run too, later ones stay. */
    public void settle() {
        int bound = EVENT_BOUND;
        while (inFlight > 0) {
            step(bound--);
        }
    }

    private void step(int bound) {
        if (bound <= 0) {
            throw new AssertionError("more than " + EVENT_BOUND + " events without an end at " + now
                    + " ns; packets seem to circle through a loop of bridges");
        }
        Event event = queue.remove();
        now = event.time;
        if (event.flight) {
            inFlight--;
        }
        if (!event.cancelled) {
            event.action.run();
        }
    }

    /** Something that will happen unless cancelled. */
    public interface Timer {

        /** Makes it not happen; does nothing if it has. */
        void cancel();
    }

    private static final class Event implements Timer, Comparable<Event> {
        private final long time;
        private final long order;
        private final Runnable action;
        private final boolean flight;
        private boolean cancelled;

        Event(long time, long order, Runnable action, boolean flight) {
            this.time = time;
            this.order = order;
            this.action = action;
            this.flight = flight;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
