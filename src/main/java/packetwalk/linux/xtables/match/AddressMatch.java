package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Cidr;

/** Whether the packet comes from, or goes to, a prefix: {@code -s} and {@code -d}. */
public record AddressMatch(Side side, Cidr prefix, boolean negated) implements Match {
    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return prefix.contains(side.address(skb.packet())) != negated;
    }

    @Override
    public String toString() {
        return (negated ? "! " : "") + (side == Side.SRC ? "-s " : "-d ") + prefix;
    }
}
