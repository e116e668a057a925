package packetwalk.program;

import java.util.Objects;
import packetwalk.linux.socket.Errno;
import packetwalk.trace.Outcome;

/**
 * What came of running a program.
 *
 * @param outcome the one final state
 * @param output what it printed, lines divided by {@code \n}
 */
public record Result(Outcome outcome, String output) {

    public Result {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(output, "output");
    }

    static Result of(Outcome.Kind kind, String text, String output) {
        return new Result(new Outcome(kind, text), output);
    }

    /** The state in which {@code errno} leaves a sender. */
    public static Outcome.Kind kind(Errno errno) {
        return switch (errno) {
            case ECONNREFUSED -> Outcome.Kind.REFUSED;
            case ECONNRESET, EPIPE -> Outcome.Kind.RESET;
            case ETIMEDOUT -> Outcome.Kind.TIMED_OUT;
            default -> Outcome.Kind.UNREACHABLE;
        };
    }
}
