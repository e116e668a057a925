package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Quoted;
import packetwalk.linux.xtables.Surroundings;

/** No condition: what the author wanted to say. */
public record CommentMatch(String words) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return true;
    }

    @Override
    public String listed(boolean numeric) {
        return " /* " + words + " */";
    }

    @Override
    public String toString() {
        return "-m comment --comment " + Quoted.of(words);
    }
}
