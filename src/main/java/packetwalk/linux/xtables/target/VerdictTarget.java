package packetwalk.linux.xtables.target;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** A verdict at once: {@code -j ACCEPT}, {@code -j DROP}. */
public record VerdictTarget(Verdict verdict) implements Target {

    @Override
    public Verdict apply(Skb skb, Action action) {
        return verdict;
    }

    @Override
    public String name() {
        return verdict.toString();
    }

    @Override
    public String toString() {
        return "-j " + verdict;
    }
}
