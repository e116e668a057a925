package packetwalk.linux.xtables.target;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/**
 * A target that works aside of the packet, which goes on just as it was: {@code -j AUDIT} tells the audit daemon,
 * {@code IDLETIMER} starts a timer, {@code LED} a light, {@code RATEEST} counts, {@code CLASSIFY} chooses a queue of the
 * outgoing device, {@code CHECKSUM} fills in a sum that the engine's packets never lack.
 *
 * @param words its options as {@code iptables-save} prints them
 * @param list its options as {@code iptables -L} prints them
 */
public record AsideTarget(String name, String words, String list, Set<Hook> hooks, Set<Table> tables)
        implements Target {

    public AsideTarget {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(words, "words");
        hooks = Set.copyOf(hooks);
        tables = Set.copyOf(tables);
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        return null;
    }

    @Override
    public String listed(boolean numeric) {
        return " " + list;
    }

    @Override
    public String toString() {
        return "-j " + name + " " + words;
    }
}
