package packetwalk.linux.xtables.match;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;

/**
 * IPsec's authentication header among the extension headers: {@code -m ah}, net/ipv6/netfilter/ip6t_ah.c. The stack sends
 * no such packets, so that it holds for none.
 *
 * @param spis its security parameters index; null if none were given
 * @param length its length; null if none was given
 * @param reserved whether its reserved field must be zero
 */
public record Ah6Match(@Nullable Range spis, @Nullable Range length, boolean reserved) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return false;
    }

    @Override
    public String listed(boolean numeric) {
        String lengths = length == null ? "" : "length:" + (length.negated() ? "!" : "") + length.from();
        return " ah " + Spis.listed(spis) + lengths + (reserved ? " reserved" : "");
    }

    @Override
    public String toString() {
        return "-m ah" + Spis.option("--ahspi", spis) + Spis.option("--ahlen", length) + (reserved ? " --ahres" : "");
    }
}
