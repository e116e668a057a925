package packetwalk.linux.xtables.target;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Quoted;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/**
 * Hands a copy to whoever listens to a group, and goes on: {@code -j NFLOG}, net/netfilter/xt_NFLOG.c.
 *
 * @param group 0 to 65535
 * @param prefix may be empty
 * @param size bytes of the packet that are copied; -1 for all
 * @param threshold packets that are gathered before they are handed over; 0 for the listener's own choice
 */
public record NflogTarget(int group, String prefix, long size, int threshold) implements Target {

    public NflogTarget {
        Objects.requireNonNull(prefix, "prefix");
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        if (action.host().trace().on()) {
            String line = prefix.isEmpty() ? "group " + group : "group " + group + ", prefix \"" + prefix + "\"";
            action.host().trace().logged(skb.id(), skb.packet(), line, "nobody listens to the group");
        }
        return null;
    }

    @Override
    public String name() {
        return "NFLOG";
    }

    private String options(String dashes) {
        return (prefix.isEmpty() ? "" : " " + dashes + "nflog-prefix " + Quoted.of(prefix))
                + (group == 0 ? "" : " " + dashes + "nflog-group " + group)
                + (size < 0 ? "" : " " + dashes + "nflog-size " + size)
                + (threshold == 0 ? "" : " " + dashes + "nflog-threshold " + threshold);
    }

    @Override
    public String listed(boolean numeric) {
        return options("");
    }

    @Override
    public String toString() {
        return "-j NFLOG" + options("--");
    }
}
