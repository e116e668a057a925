package packetwalk.linux.xtables.target;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** Sets the six bits of the code point and goes on: {@code -j DSCP}, net/netfilter/xt_DSCP.c {@code dscp_tg()}. */
public record DscpTarget(int dscp) implements Target {

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        skb.packet(skb.packet().withTos((skb.packet().tos() & 0x03) | (dscp << 2)));
        return null;
    }

    @Override
    public String name() {
        return "DSCP";
    }

    @Override
    public Set<Table> tables() {
        return Set.of(Table.MANGLE);
    }

    private String hex() {
        return String.format(Locale.ROOT, "0x%02x", dscp);
    }

    @Override
    public String listed(boolean numeric) {
        return " DSCP set " + hex();
    }

    @Override
    public String toString() {
        return "-j DSCP --set-dscp " + hex();
    }
}
