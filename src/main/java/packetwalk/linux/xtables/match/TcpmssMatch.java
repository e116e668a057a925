package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Tcp;

/**
 * The maximum segment size that a segment offers: {@code -m tcpmss}, net/netfilter/xt_tcpmss.c. One that offers none,
 * as all do after the handshake, matches if the condition is negated.
 */
public record TcpmssMatch(Range mss) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        if (!(skb.packet().transport() instanceof Tcp segment)) {
            return false;
        }
        int offered = segment.options().mss();
        return offered == 0 ? mss.negated() : Range.allows(mss, offered);
    }

    @Override
    public String listed(boolean numeric) {
        return " tcpmss match " + (mss.negated() ? "!" : "") + mss;
    }

    @Override
    public String toString() {
        return "-m tcpmss " + mss.not() + "--mss " + mss;
    }
}
