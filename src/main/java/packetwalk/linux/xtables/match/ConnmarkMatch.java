package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** The connection's mark: {@code -m connmark --mark}, net/netfilter/xt_connmark.c. */
public record ConnmarkMatch(int value, int mask, boolean negated) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Connection connection = skb.connection();
        return connection != null && ((connection.mark() & mask) == value) != negated;
    }

    @Override
    public boolean tracks() {
        return true;
    }

    private String number() {
        return "0x" + Integer.toHexString(value) + (mask == -1 ? "" : "/0x" + Integer.toHexString(mask));
    }

    /** With two blanks where nothing is negated, as {@code connmark_mt_print()} prints it. */
    @Override
    public String listed(boolean numeric) {
        return " connmark match " + (negated ? "!" : "") + " " + number();
    }

    @Override
    public String toString() {
        return "-m connmark " + (negated ? "! " : "") + "--mark " + number();
    }
}
