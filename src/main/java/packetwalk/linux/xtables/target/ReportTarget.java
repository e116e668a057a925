package packetwalk.linux.xtables.target;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** A target that only reports, such as {@code -j LOG}; the packet goes on to the next rule. */
public record ReportTarget(String name, String words) implements Target {

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        return null;
    }

    @Override
    public String toString() {
        return words;
    }
}
