package packetwalk.linux.xtables.match;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;

/**
 * The security parameters index of IPsec's encrypted payload: {@code -m esp}, net/netfilter/xt_esp.c. The stack sends no such packets.
 *
 * @param spis null if none were given
 */
public record EspMatch(@Nullable Range spis) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return false;
    }

    @Override
    public String listed(boolean numeric) {
        return spis == null ? " esp" : (" esp " + Spis.listed(spis)).stripTrailing();
    }

    @Override
    public String toString() {
        return "-m esp" + Spis.option("--espspi", spis);
    }
}
