package packetwalk.linux.nftables;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A set or map that a rule asks: one of the table's by name, or one that stands in the rule itself.
 *
 * @param spec what it is declared as
 * @param anonymous the set that stands in the rule; empty for one of the table's
 */
public record SetReference(SetSpec spec, Optional<NftSet> anonymous) {

    public SetReference {
        Objects.requireNonNull(spec, "spec");
    }

    /** One of the table's own. */
    public static SetReference named(SetSpec spec) {
        return new SetReference(spec, Optional.empty());
    }

    /** One that stands in the rule. */
    public static SetReference of(NftSet set) {
        return new SetReference(set.spec(), Optional.of(set));
    }

    /** The set as it is now. */
    public NftSet set(Evaluation at) {
        return anonymous.orElseGet(() -> NftRules.set(at.table(), spec.name()));
    }

    /**
     * The element that {@code key} is one of: {@code nft_lookup_eval()}. What the element remembers is told.
     *
     * @return null if there is none, or what the element remembers does not let the packet through
     */
    public @Nullable SetElement find(Evaluation at, Value key) {
        SetElement found = set(at).find(key, at.host().simulation().now());
        if (found != null && !found.statements().isEmpty()) {
            return found.remember(at) == Outcome.GO_ON ? found : null;
        }
        return found;
    }

    @Override
    public String toString() {
        return anonymous.map(set -> ElementText.all(set, 0)).orElse("@" + spec.name());
    }
}
