package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** The hops that are left of an IPv6 packet: {@code -m hl}, net/netfilter/xt_hl.c {@code hl_mt6()}. */
public record HlMatch(TtlMatch.Comparison comparison, int hops) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return comparison.holds(skb.packet().ttl(), hops);
    }

    @Override
    public String listed(boolean numeric) {
        return " HL match HL " + comparison.sign() + " " + hops;
    }

    @Override
    public String toString() {
        return "-m hl " + comparison.option("hl") + " " + hops;
    }
}
