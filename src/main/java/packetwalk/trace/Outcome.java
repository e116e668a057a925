package packetwalk.trace;

/**
 * The one final state of a walk.
 *
 * @param kind what became of it
 * @param text for people, one line: what the tool that was run would print
 */
public record Outcome(Kind kind, String text) {

    /** All ends that a walk can have. */
    public enum Kind {
        /** The peer answered as hoped. */
        ANSWERED,
        /** Somebody said no: a TCP reset, ICMP port unreachable, an alert of TLS, or the one who checks a certificate. */
        REFUSED,
        /** The sender was told, or knew, that there is no way. */
        UNREACHABLE,
        /** Nobody said anything until the sender gave up. */
        TIMED_OUT,
        /** The connection was cut by the other side after it had been made. */
        RESET,
        /** What decides is not modelled by the engine; the text names it. */
        UNKNOWN
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
