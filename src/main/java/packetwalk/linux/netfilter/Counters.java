package packetwalk.linux.netfilter;

/**
 * How much something has seen: Linux {@code struct xt_counters}.
 *
 * @param packets 0 or more
 * @param bytes of those packets, IP headers included
 */
public record Counters(long packets, long bytes) {

    /** Nothing seen yet. */
    public static final Counters ZERO = new Counters(0, 0);
}
