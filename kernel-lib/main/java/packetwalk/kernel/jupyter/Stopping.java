package packetwalk.kernel.jupyter;

/** How a cell that is told to stop ends: by a ThreadDeath that the JDK throws into it, or by an interrupted wait. */
final class Stopping {
    private Stopping() {}

    /** Is {@code thrown}, or what caused it, the stop itself and not a failure of the cell? */
    static boolean isStop(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof ThreadDeath) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
