package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** The second and further fragments of a packet: {@code -f}. The stack makes none: each packet is whole. */
public record FragmentMatch(boolean negated) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return negated;
    }

    @Override
    public String toString() {
        return negated ? "! -f" : "-f";
    }
}
