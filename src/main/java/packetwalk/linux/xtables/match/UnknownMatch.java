package packetwalk.linux.xtables.match;

import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * A condition that the engine does not model; kept in print.
 *
 * @param words as {@code iptables-save} prints it
 * @param list as {@code iptables -L} prints it, with a blank before it
 */
public record UnknownMatch(String name, String words, String list) implements Match {

    /** One whose options were not understood either: they stay as they were typed. */
    public UnknownMatch(String name, String words) {
        this(name, words, words.startsWith("-m ") ? " " + words.substring(3) : "");
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        throw new AssertionError("nobody can know whether " + words + " matches");
    }

    @Override
    public Optional<String> unknown() {
        return Optional.of("-m " + name);
    }

    @Override
    public String listed(boolean numeric) {
        return list;
    }

    @Override
    public String toString() {
        return words;
    }
}
