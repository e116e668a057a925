package packetwalk.trace;

/** What a packet is to that which was run. */
public enum Direction {
    /** It asks: from the client towards a server, on the first connection or on a proxy's. */
    FORTH,
    /** It answers. */
    BACK,
    /** Somebody else's: a health check, a probe, another's business. */
    ASIDE
}
