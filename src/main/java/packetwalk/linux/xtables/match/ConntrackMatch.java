package packetwalk.linux.xtables.match;

import java.util.Set;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * What the packet is to its connection: {@code -m conntrack --ctstate}, net/netfilter/xt_conntrack.c.
 *
 * @param states in iptables' own order
 */
public record ConntrackMatch(Set<String> states, boolean negated) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Connection connection = skb.connection();
        boolean has = states.contains(skb.ctState().toString())
                || (connection != null && states.contains("SNAT") && connection.srcNat())
                || (connection != null && states.contains("DNAT") && connection.dstNat());
        return has != negated;
    }

    @Override
    public boolean tracks() {
        return true;
    }

    @Override
    public String listed(boolean numeric) {
        return (negated ? " !" : "") + " ctstate " + String.join(",", states);
    }

    @Override
    public String toString() {
        return "-m conntrack " + (negated ? "! " : "") + "--ctstate " + String.join(",", states);
    }
}
