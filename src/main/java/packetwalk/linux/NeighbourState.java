package packetwalk.linux;

/** What is known of a neighbour's MAC address: net/neighbour.h {@code NUD_*}, RFC 4861 7.3.2. */
public enum NeighbourState {
    /** Asked for, not answered yet. */
    INCOMPLETE,
    /** Confirmed within the last {@code base_reachable_time}. */
    REACHABLE,
    /** Known, but not confirmed of late; used all the same, and checked on use. */
    STALE,
    /** Used while stale; waits five seconds for a sign of life before asking. */
    DELAY,
    /** Being asked directly. */
    PROBE,
    /** Nobody answered. */
    FAILED,
    /** Set by hand; never checked. */
    PERMANENT;

    /** Whether frames may be sent to the address that is known. */
    boolean usable() {
        return this != INCOMPLETE && this != FAILED;
    }
}
