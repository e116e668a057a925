package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;

/**
 * The parameters index of a compressed payload: {@code -m ipcomp}, net/netfilter/xt_ipcomp.c. The stack sends no such
 * packets.
 *
 * @param reserved whether the header's reserved octet must be zero
 */
public record IpcompMatch(Range spis, boolean reserved) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return false;
    }

    @Override
    public String listed(boolean numeric) {
        return (" comp " + Spis.listed(spis)).stripTrailing() + (reserved ? " reserved" : "");
    }

    @Override
    public String toString() {
        return "-m ipcomp" + Spis.option("--ipcompspi", spis) + (reserved ? " --compres" : "");
    }
}
