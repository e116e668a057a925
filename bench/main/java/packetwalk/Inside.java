package packetwalk;

import java.util.function.Supplier;
import packetwalk.linux.NetworkNamespace;
import packetwalk.program.Result;
import packetwalk.trace.Walk;

/** Lets benchmarks hold the namespace behind a handle, and watch a program of their own as {@link Netns} watches its. */
public final class Inside {

    private Inside() {}

    /** The network namespace that {@code handle} sits in front of. */
    public static NetworkNamespace namespace(Netns handle) {
        return handle.namespace();
    }

    /** Runs {@code program} and watches, as every verb of {@code from} does. */
    public static Walk walk(Netns from, String command, Supplier<Result> program) {
        return from.world().walk(command, from.name(), program);
    }
}
