package packetwalk.kernel.jupyter;

import java.util.concurrent.atomic.AtomicBoolean;

/** One run of one cell: the request that asked for it, its number, and what it has printed so far. */
final class Cell {
    private final Message request;
    private final int number;
    private final Output output;
    private final AtomicBoolean interrupted = new AtomicBoolean();

    Cell(Message request, int number, Output output) {
        this.request = request;
        this.number = number;
        this.output = output;
    }

    Message request() {
        return request;
    }

    /** The number a notebook shows in {@code [ ]}. */
    int number() {
        return number;
    }

    /** A thread that outlives its cell still prints here. */
    Output output() {
        return output;
    }

    boolean mayAsk() {
        return request.flag("allow_stdin", false);
    }

    void interrupt() {
        interrupted.set(true);
    }

    boolean interrupted() {
        return interrupted.get();
    }
}
