package packetwalk.linux.xtables.match;

import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.MacAddress;

/**
 * The station that put the frame on the wire: {@code -m mac --mac-source}, net/netfilter/xt_mac.c. What came by
 * loopback had no frame, and matches neither the address nor its negation.
 */
public record MacMatch(MacAddress source, boolean negated) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return skb.macSrc().isPresent() && skb.macSrc().get().equals(source) != negated;
    }

    @Override
    public Set<Hook> hooks() {
        return Set.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD);
    }

    @Override
    public String listed(boolean numeric) {
        return " MAC " + (negated ? "! " : "") + source;
    }

    @Override
    public String toString() {
        return "-m mac " + (negated ? "! " : "") + "--mac-source " + source;
    }
}
