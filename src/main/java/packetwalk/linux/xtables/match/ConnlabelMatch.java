package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * A bit of the connection's labels: {@code -m connlabel --label}, net/netfilter/xt_connlabel.c.
 *
 * @param label its number, 0 to 127
 * @param set whether it is set first, where it is not
 */
public record ConnlabelMatch(int label, boolean set, boolean negated) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Connection connection = skb.connection();
        if (connection == null) {
            return negated;
        }
        if (set) {
            connection.labels(connection.labels().with(label));
        }
        return connection.labels().has(label) != negated;
    }

    @Override
    public boolean tracks() {
        return true;
    }

    @Override
    public boolean remembers() {
        return set;
    }

    @Override
    public String listed(boolean numeric) {
        return " connlabel" + (negated ? " !" : "") + " " + label + (set ? " set" : "");
    }

    @Override
    public String toString() {
        return "-m connlabel" + (negated ? " !" : "") + " --label \"" + label + "\"" + (set ? " --set" : "");
    }
}
