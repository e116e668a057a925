package packetwalk.agent;

import java.time.Duration;

/** How long a kubelet waits before it starts again what has ended: its {@code containerBackOff}. */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Duration next = Duration.ZERO;

    /** The wait of this time: none after the first end, then 10 s, doubled with each further end, at most 5 minutes. */
    Duration next() {
        Duration now = next;
        Duration longer = now.isZero() ? FIRST : now.multipliedBy(2);
        next = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
        return now;
    }
}
