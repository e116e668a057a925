package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** The older spelling of {@code --ctstate}: {@code -m state --state}; kept as it was written. */
public record StateMatch(ConntrackMatch meaning) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return meaning.matches(skb, host);
    }

    @Override
    public boolean tracks() {
        return true;
    }

    @Override
    public String listed(boolean numeric) {
        return (meaning.negated() ? " !" : "") + " state " + String.join(",", meaning.states());
    }

    @Override
    public String toString() {
        return "-m state " + (meaning.negated() ? "! " : "") + "--state " + String.join(",", meaning.states());
    }
}
