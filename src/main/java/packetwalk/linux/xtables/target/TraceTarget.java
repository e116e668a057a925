package packetwalk.linux.xtables.target;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/**
 * Has every rule from here on reported, and goes on: {@code -j TRACE}. iptables-nft makes {@code meta nftrace set 1} of
 * it, which may stand in any table; a walk shows those rules with or without it.
 */
public record TraceTarget() implements Target {

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        action.host()
                .trace()
                .logged(skb.id(), skb.packet(), "traced", "xtables-monitor --trace shows the rules that follow");
        return null;
    }

    @Override
    public String name() {
        return "TRACE";
    }

    @Override
    public String toString() {
        return "-j TRACE";
    }
}
