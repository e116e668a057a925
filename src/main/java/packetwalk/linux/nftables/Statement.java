package packetwalk.linux.nftables;

import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;

/**
 * One step of a rule: a condition, or something that is done; Linux {@code struct nft_expr}.
 *
 * <p>Each kind is in {@link packetwalk.linux.nftables.statement}; {@code toString} is the form of {@code nft list}.
 */
public interface Statement {

    /** Asks it, or does it; one that is {@link #unknown} is never asked. */
    Outcome execute(Evaluation at);

    /** Whether it can only work with connection tracking on. */
    default boolean tracks() {
        return false;
    }

    /** Its name if the engine does not model it; it makes the verdict UNKNOWN. */
    default Optional<String> unknown() {
        return Optional.empty();
    }

    /** Chains that it may lead to. */
    default Set<String> chains() {
        return Set.of();
    }

    /** Names of sets and maps that it asks, and an object's {@link NftObject#key}. */
    default Set<String> references() {
        return Set.of();
    }

    /** The hooks that a rule with it may be reached from: {@code nft_chain_validate_hooks()}. */
    default Set<Hook> hooks() {
        return Hook.ALL;
    }

    /** Whether it may stand below base chains of that type: {@code nft_chain_validate_dependency()}. */
    default boolean fits(BaseHook.Type type) {
        return true;
    }

    /** How many sets stand in it; each takes a handle of its table. */
    default int anonymousSets() {
        return 0;
    }

    /** The set that it adds to; empty for other statements. */
    default Optional<String> growing() {
        return Optional.empty();
    }

    /** Whether a rule ends with it, so that nothing may stand behind. */
    default boolean terminal() {
        return false;
    }

    /** What a rule keeps of it: one that remembers gives a new one of itself, with a memory of its own. */
    default Statement installed() {
        return this;
    }
}
