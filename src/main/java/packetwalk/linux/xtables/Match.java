package packetwalk.linux.xtables;

import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;

/**
 * One condition of a rule, with the options that it was given: Linux {@code struct xt_match}. A rule matches if all of
 * its conditions hold.
 *
 * <p>Each is a value in a file of its own in {@link packetwalk.linux.xtables.match}, so that what it asks, how
 * {@code iptables-save} prints it ({@code toString}) and how {@code iptables -L} does ({@link #listed}) stand together.
 * The family is open, as x_tables is; how each is typed stands in {@code packetwalk.tools.iptables}.
 */
public interface Match {

    /** Whether it holds for {@code skb}; one that is {@link #unknown} is never asked. */
    boolean matches(Skb skb, Surroundings host);

    /** What {@code iptables -L} says of it behind the columns, with a blank before it; empty for what is a column. */
    default String listed(boolean numeric) {
        return "";
    }

    /** Whether it can only work with connection tracking on: Linux {@code nf_ct_netns_get()} at rule load. */
    default boolean tracks() {
        return false;
    }

    /** The hooks that a rule with it may be reached from: {@code xt_match.hooks}. */
    default Set<Hook> hooks() {
        return Hook.ALL;
    }

    /**
     * The built-in chains that a rule with it may stand in, where its {@code checkentry} asks. Unlike {@link #hooks},
     * chains that jump to the rule's are not looked at.
     */
    default Set<Hook> baseChains() {
        return Hook.ALL;
    }

    /** The tables that a rule with it may stand in: {@code xt_match.table}. */
    default Set<Table> tables() {
        return Table.ALL;
    }

    /**
     * What a chain keeps of it. A condition that remembers (a counter, a bucket of tokens) gives a new one of itself,
     * equal but with a memory of its own, since rules are shared between hosts: {@code xt_match.checkentry}.
     */
    default Match installed() {
        return this;
    }

    /**
     * Whether asking it changes something, or throws dice: it is asked once for a packet, and never just to explain.
     */
    default boolean remembers() {
        return false;
    }

    /** Its name if the engine does not model it, as {@code -m string}; it makes the verdict {@link Verdict.Unknown}. */
    default Optional<String> unknown() {
        return Optional.empty();
    }
}
