package packetwalk.linux.xtables.target;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** Changes the hop limit of an IPv6 packet and goes on: {@code -j HL}, net/netfilter/xt_HL.c {@code hl_tg6()}. */
public record HlTarget(TtlTarget.Mode mode, int amount) implements Target {

    public HlTarget {
        Objects.requireNonNull(mode, "mode");
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        skb.packet(skb.packet().withTtl(mode.change(skb.packet().ttl(), amount)));
        return null;
    }

    @Override
    public String name() {
        return "HL";
    }

    @Override
    public Set<Table> tables() {
        return Set.of(Table.MANGLE);
    }

    @Override
    public String listed(boolean numeric) {
        return " HL " + mode.listed() + " " + amount;
    }

    @Override
    public String toString() {
        return "-j HL " + mode.option("hl") + " " + amount;
    }
}
