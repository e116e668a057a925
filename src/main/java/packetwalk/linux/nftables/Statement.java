package packetwalk.linux.nftables;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import packetwalk.linux.conntrack.Hook;

/**
 * One step of a rule: a condition, or something that is done; Linux {@code struct nft_expr}.
 *
 * <p>Each kind is in {@link packetwalk.linux.nftables.statement}; {@code toString} is the form of {@code nft list}.
 */
public interface Statement {

    /** Asks it, or does it; one that is {@link #unknown} is never asked. */
    Outcome execute(Evaluation at);

    /** What it asks the packet for, in that order. */
    default List<Expression> expressions() {
        return List.of();
    }

    /** Sets and maps that it asks. */
    default List<SetReference> sets() {
        return expressions().stream().flatMap(each -> each.sets().stream()).toList();
    }

    /** Whether it can only work with connection tracking on. */
    default boolean tracks() {
        return expressions().stream().anyMatch(Expression::tracks);
    }

    /** Its name if the engine does not model it; it makes the verdict UNKNOWN. */
    default Optional<String> unknown() {
        return expressions().stream().flatMap(each -> each.unknown().stream()).findFirst();
    }

    /** Chains that it may lead to. */
    default Set<String> chains() {
        return Set.of();
    }

    /** Names of sets and maps that it asks, and an object's {@link NftObject#key}. */
    default Set<String> references() {
        return sets().stream()
                .map(SetReference::spec)
                .filter(spec -> !spec.isAnonymous())
                .map(SetSpec::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The hooks that a rule with it may be reached from: {@code nft_chain_validate_hooks()}. */
    default Set<Hook> hooks() {
        return Expression.common(expressions());
    }

    /** Whether it may stand below base chains of that type: {@code nft_chain_validate_dependency()}. */
    default boolean fits(BaseHook.Type type) {
        return true;
    }

    /** How many sets stand in it; each takes a handle of its table. */
    default int anonymousSets() {
        return (int) sets().stream().filter(each -> each.spec().isAnonymous()).count();
    }

    /** The set that it adds to; empty for other statements. */
    default Optional<String> growing() {
        return Optional.empty();
    }

    /** Whether a rule ends with it, so that nothing may stand behind. */
    default boolean terminal() {
        return false;
    }

    /** What an object with a name becomes that is added once more: {@code nft_obj_ops.update}, which only quotas have. */
    default Statement updated(Statement other) {
        return this;
    }

    /** The same, if the chain {@code from} is called {@code to} now. */
    default Statement leading(String from, String to) {
        return this;
    }

    /** What a rule keeps of it: one that remembers gives a new one of itself, with a memory of its own. */
    default Statement installed() {
        return this;
    }
}
