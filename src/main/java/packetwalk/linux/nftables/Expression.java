package packetwalk.linux.nftables;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that has a value for a packet: Linux {@code struct nft_expr} that loads a register.
 *
 * <p>Each kind is a value in {@link packetwalk.linux.nftables.expression}; {@code toString} is the form of
 * {@code nft list}.
 */
public interface Expression {

    /** The types of its parts: one, or those of a concatenation. */
    List<DataType> types();

    /** Its value for the packet; null where the packet has none, and so the rule does not apply: {@code NFT_BREAK}. */
    @Nullable
    Value evaluate(Evaluation at);

    /** Whether it can only be asked with connection tracking on: {@code nf_ct_netns_get()}. */
    default boolean tracks() {
        return false;
    }

    /** Its name if the engine does not model it; then it is never asked, and the verdict is UNKNOWN. */
    default Optional<String> unknown() {
        return Optional.empty();
    }

    /**
     * What a rule keeps of it: one that remembers gives a new one of itself, with a memory of its own.
     */
    default Expression installed() {
        return this;
    }

    /** The type of one that is no concatenation. */
    default DataType type() {
        return types().get(0);
    }
}
