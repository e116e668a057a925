package packetwalk.linux.xtables.match;

import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** A condition that the engine does not model; kept in print, word by word. */
public record UnknownMatch(String name, String words) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        throw new AssertionError("nobody can know whether " + words + " matches");
    }

    @Override
    public Optional<String> unknown() {
        return Optional.of("-m " + name);
    }

    /** The extension's own phrase is not known: what was typed stands for it. */
    @Override
    public String listed(boolean numeric) {
        return words.startsWith("-m ") ? " " + words.substring(3) : "";
    }

    @Override
    public String toString() {
        return words;
    }
}
