package packetwalk.linux.xtables.target;

import java.util.Objects;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** On in another chain: {@code -j NAME} comes back, {@code -g NAME} does not. The traversal follows it. */
public record JumpTarget(String chain, boolean comesBack) implements Target {

    public JumpTarget {
        Objects.requireNonNull(chain, "chain");
    }

    @Override
    public Verdict apply(Skb skb, Action action) {
        throw new AssertionError("a jump is followed, not applied");
    }

    @Override
    public String name() {
        return chain;
    }

    /** What happens, for a walk: {@code jump NAME} or {@code goto NAME}. */
    public String words() {
        return (comesBack ? "jump " : "goto ") + chain;
    }

    @Override
    public String toString() {
        return (comesBack ? "-j " : "-g ") + chain;
    }
}
