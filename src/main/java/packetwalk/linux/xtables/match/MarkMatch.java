package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** The packet's mark: {@code -m mark --mark}, net/netfilter/xt_mark.c. */
public record MarkMatch(int value, int mask, boolean negated) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return ((skb.mark() & mask) == value) != negated;
    }

    private String number() {
        return "0x" + Integer.toHexString(value) + (mask == -1 ? "" : "/0x" + Integer.toHexString(mask));
    }

    @Override
    public String listed(boolean numeric) {
        return " mark match " + (negated ? "! " : "") + number();
    }

    @Override
    public String toString() {
        return "-m mark " + (negated ? "! " : "") + "--mark " + number();
    }
}
