package packetwalk.linux.xtables.target;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** Sets bits of the packet's mark and goes on: {@code -j MARK --set-xmark value/mask}, net/netfilter/xt_mark.c. */
public record MarkTarget(int value, int mask) implements Target {

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        skb.mark((skb.mark() & ~mask) ^ value);
        return null;
    }

    @Override
    public String name() {
        return "MARK";
    }

    /** libxt_MARK.c {@code mark_tg_print()}. */
    @Override
    public String listed(boolean numeric) {
        return " MARK " + change();
    }

    private String change() {
        String set = "0x" + Integer.toHexString(value);
        if (value == 0) {
            return "and 0x" + Integer.toHexString(~mask);
        }
        if (value == mask) {
            return "or " + set;
        }
        if (mask == 0) {
            return "xor " + set;
        }
        return mask == -1 ? "set " + set : "xset " + set + "/0x" + Integer.toHexString(mask);
    }

    @Override
    public String toString() {
        return "-j MARK --set-xmark 0x" + Integer.toHexString(value) + "/0x" + Integer.toHexString(mask);
    }
}
