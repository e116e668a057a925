package packetwalk.linux.xtables.target;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** Back to the calling chain, or from a built-in chain to its policy: {@code -j RETURN}. The traversal follows it. */
public record ReturnTarget() implements Target {

    @Override
    public Verdict apply(Skb skb, Action action) {
        throw new AssertionError("RETURN is followed, not applied");
    }

    @Override
    public String name() {
        return "RETURN";
    }

    @Override
    public String toString() {
        return "-j RETURN";
    }
}
