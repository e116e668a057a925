package packetwalk.linux.sysctl;

/** Settings of {@code net.ipv4.neigh.{default,DEVICE}}: Linux {@code NEIGH_VAR_*}, net/core/neighbour.c. */
public enum NeighParm implements Setting {
    /** Questions to everybody before a neighbour counts as gone. */
    MCAST_SOLICIT("mcast_solicit", 3, 0),
    /** Questions to the neighbour alone, where its MAC address was known. */
    UCAST_SOLICIT("ucast_solicit", 3, 0),
    /** Milliseconds between two questions. */
    RETRANS_TIME("retrans_time_ms", 1000, 1),
    /** Milliseconds for which an answer is trusted, give or take a half. */
    BASE_REACHABLE_TIME("base_reachable_time_ms", 30_000, 1),
    /** Seconds for which a stale entry is used before its neighbour is asked. */
    DELAY_PROBE_TIME("delay_first_probe_time", 5, 0),
    /** Hundredths of a second for which a known MAC address is not exchanged for another. */
    LOCKTIME("locktime", 100, 0),
    /** Hundredths of a second within which a question about another host is answered for it. */
    PROXY_DELAY("proxy_delay", 80, 0);

    private final String key;
    private final int initial;
    private final int least;

    NeighParm(String key, int initial, int least) {
        this.key = key;
        this.initial = initial;
        this.least = least;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public int initial() {
        return initial;
    }

    @Override
    public int least() {
        return least;
    }

    @Override
    public int most() {
        return Integer.MAX_VALUE;
    }

    /** Its name in the table {@code net.ipv4.neigh.DEVICE}. */
    @Override
    public String toString() {
        return key;
    }
}
