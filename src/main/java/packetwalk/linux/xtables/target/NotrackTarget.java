package packetwalk.linux.xtables.target;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** The older spelling of {@code -j CT --notrack}: {@code -j NOTRACK}; kept as it was written. */
public record NotrackTarget() implements Target {

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        skb.notrack();
        return null;
    }

    /** What {@code iptables -L} calls it. */
    @Override
    public String name() {
        return "CT";
    }

    @Override
    public Set<Table> tables() {
        return Set.of(Table.RAW);
    }

    @Override
    public Set<Hook> hooks() {
        return Set.of(Hook.PREROUTING, Hook.OUTPUT);
    }

    @Override
    public String listed(boolean numeric) {
        return " NOTRACK";
    }

    @Override
    public String toString() {
        return "-j NOTRACK";
    }
}
