package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Locale;
import java.util.Objects;
import packetwalk.api.Kinds;

/**
 * What became of a manifest that was applied.
 *
 * @param object as it is stored now
 * @param outcome whether it was new, changed, or as it should be already
 */
public record Applied(HasMetadata object, Outcome outcome) {

    /** What {@code kubectl apply} says at the end of its line. */
    public enum Outcome {
        CREATED,
        CONFIGURED,
        UNCHANGED
    }

    public Applied {
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(outcome, "outcome");
    }

    /** {@code service/web created}. */
    @Override
    public String toString() {
        return Kinds.of(object).singularGroup() + "/" + object.getMetadata().getName() + " "
                + outcome.name().toLowerCase(Locale.ROOT);
    }
}
