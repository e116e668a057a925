package packetwalk.linux.xtables.match;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;

/**
 * The security parameters index of IPsec's authentication header: {@code -m ah}, net/ipv4/netfilter/ipt_ah.c. The stack sends no such packets.
 *
 * @param spis null if none were given
 */
public record AhMatch(@Nullable Range spis) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return false;
    }

    @Override
    public String listed(boolean numeric) {
        return " ah " + Spis.listed(spis);
    }

    @Override
    public String toString() {
        return "-m ah" + Spis.option("--ahspi", spis);
    }
}
