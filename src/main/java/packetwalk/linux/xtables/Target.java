package packetwalk.linux.xtables;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;

/**
 * What a rule does with the packets that it matches: Linux {@code struct xt_target}.
 *
 * <p>Each is a value in a file of its own in {@link packetwalk.linux.xtables.target}; {@code toString} is the form of
 * {@code iptables-save}.
 */
public interface Target {

    /**
     * Acts on the packet.
     *
     * @return the verdict, or null to go on with the next rule ({@code XT_CONTINUE})
     */
    @Nullable
    Verdict apply(Skb skb, Action action);

    /** Its name, as it stands behind {@code -j}. */
    String name();

    /** What {@code iptables -L} says of its options, with a blank before it. */
    default String listed(boolean numeric) {
        return "";
    }

    /** Whether it can only work with connection tracking on. */
    default boolean tracks() {
        return false;
    }

    /** The hooks that a rule with it may be reached from: {@code xt_target.hooks}. */
    default Set<Hook> hooks() {
        return Hook.ALL;
    }

    /** The tables that a rule with it may stand in: {@code xt_target.table}. */
    default Set<Table> tables() {
        return Table.ALL;
    }

    /** Its name if the engine does not model it, as {@code -j TEE}; it makes the verdict {@link Verdict.Unknown}. */
    default Optional<String> unknown() {
        return Optional.empty();
    }
}
