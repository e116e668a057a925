package packetwalk.runtime;

/** A signal that ends a container's process, and the exit code that is left of it: signal(7). */
public enum Signal {
    /** Asks to end: what {@code docker stop} and the kubelet send first. Pause and the servers here obey at once. */
    TERM(0),
    /** Ends at once, unasked: 128 and the signal's number. */
    KILL(137);

    private final int exitCode;

    Signal(int exitCode) {
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
