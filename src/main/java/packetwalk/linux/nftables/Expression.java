package packetwalk.linux.nftables;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;

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

    /** What it is made of, in the order in which that is asked. */
    default List<Expression> operands() {
        return List.of();
    }

    /** Sets and maps that it asks. */
    default List<SetReference> sets() {
        return operands().stream().flatMap(each -> each.sets().stream()).toList();
    }

    /** Whether it can only be asked with connection tracking on: {@code nf_ct_netns_get()}. */
    default boolean tracks() {
        return operands().stream().anyMatch(Expression::tracks);
    }

    /** The hooks at which it can be asked: {@code nft_expr_ops.validate}. */
    default Set<Hook> hooks() {
        return common(operands());
    }

    /** The hooks at which all of them can be asked. */
    static Set<Hook> common(List<Expression> expressions) {
        if (expressions.isEmpty()) {
            return Hook.ALL;
        }
        EnumSet<Hook> hooks = EnumSet.allOf(Hook.class);
        expressions.forEach(each -> hooks.retainAll(each.hooks()));
        return hooks;
    }

    /** Its name if the engine does not model it; then it is never asked, and the verdict is UNKNOWN. */
    default Optional<String> unknown() {
        return operands().stream().flatMap(each -> each.unknown().stream()).findFirst();
    }

    /**
     * What a rule keeps of it: one that remembers gives a new one of itself, with a memory of its own.
     */
    default Expression installed() {
        return this;
    }

    /** The greatest number that it can be, where it has fewer than its type. */
    default OptionalLong most() {
        return OptionalLong.empty();
    }

    /** The type of one that is no concatenation. */
    default DataType type() {
        return types().get(0);
    }
}
