package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Protocol;

/** The protocol, by its number in the header: {@code -p}. */
public record ProtocolMatch(Protocol protocol, boolean negated) implements Match {
    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return (skb.packet().protocol() == protocol) != negated;
    }

    @Override
    public String toString() {
        return (negated ? "! " : "") + "-p " + protocol;
    }
}
