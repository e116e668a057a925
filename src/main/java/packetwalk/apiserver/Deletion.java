package packetwalk.apiserver;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How something is to be deleted: {@code DeleteOptions}.
 *
 * @param gracePeriodSeconds how long a pod has to stop; empty: as its spec says. 0 takes it away at once
 * @param propagation what becomes of what it owns
 * @param uid only if the object is this very one
 */
public record Deletion(OptionalLong gracePeriodSeconds, Propagation propagation, Optional<String> uid) {

    /** What becomes of the objects that have the deleted one as their owner. */
    public enum Propagation {
        /** It goes at once; the garbage collector deletes what it owned. */
        BACKGROUND,
        /** What it owns goes first; until then it stays, with the finalizer {@code foregroundDeletion}. */
        FOREGROUND,
        /** What it owned stays, owned by nobody; until that is done it stays, with the finalizer {@code orphan}. */
        ORPHAN
    }

    /** In the background, with the pod's own grace period. */
    public static final Deletion PLAIN = new Deletion(OptionalLong.empty(), Propagation.BACKGROUND, Optional.empty());

    public Deletion {
        Objects.requireNonNull(propagation, "propagation");
    }

    /** The same, with that many seconds to stop; below 0 counts as 1, as the API server takes it. */
    public Deletion withGracePeriod(long seconds) {
        return new Deletion(OptionalLong.of(seconds < 0 ? 1 : seconds), propagation, uid);
    }

    /** The same, in another way. */
    public Deletion withPropagation(Propagation way) {
        return new Deletion(gracePeriodSeconds, way, uid);
    }

    /** The same, for this very object only. */
    public Deletion withUid(String only) {
        return new Deletion(gracePeriodSeconds, propagation, Optional.of(only));
    }
}
