package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;

/** The length of the whole packet in bytes: {@code -m length}, net/netfilter/xt_length.c. */
public record LengthMatch(Range length) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return Range.allows(length, skb.packet().length());
    }

    @Override
    public String listed(boolean numeric) {
        return " length " + (length.negated() ? "!" : "") + length;
    }

    @Override
    public String toString() {
        return "-m length " + length.not() + "--length " + length;
    }
}
