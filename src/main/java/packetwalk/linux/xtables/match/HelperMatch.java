package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * Whether a helper announced the connection: {@code -m helper --helper ftp}, net/netfilter/xt_helper.c.
 *
 * <p>No helper is modelled, and a rule that asks for one makes the verdict UNKNOWN, so no connection was ever announced.
 *
 * @param helper its name; empty for any
 */
public record HelperMatch(String helper, boolean negated) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return negated;
    }

    @Override
    public boolean tracks() {
        return true;
    }

    @Override
    public String listed(boolean numeric) {
        return " helper match " + (negated ? "! " : "") + "\"" + helper + "\"";
    }

    @Override
    public String toString() {
        boolean plain = helper.matches("[A-Za-z0-9_-]+");
        return "-m helper " + (negated ? "! " : "") + "--helper " + (plain ? helper : "\"" + helper + "\"");
    }
}
