package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** The older spelling of {@code --ctstate}: {@code -m state --state}; kept as it was written. */
public record StateMatch(ConntrackMatch.State meaning) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Connection connection = skb.connection();
        return connection == null ? meaning.holds(skb.ctState()) : meaning.holds(skb, connection, host);
    }

    @Override
    public boolean tracks() {
        return true;
    }

    private String words(String before) {
        return (meaning.negated() ? " ! " : " ") + before + "state " + String.join(",", meaning.states());
    }

    @Override
    public String listed(boolean numeric) {
        return words("");
    }

    @Override
    public String toString() {
        return "-m state" + words("--");
    }
}
