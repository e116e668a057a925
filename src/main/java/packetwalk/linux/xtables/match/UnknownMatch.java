package packetwalk.linux.xtables.match;

import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * A condition that the engine does not model; kept in print.
 *
 * @param name of the extension
 * @param words as {@code iptables-save} prints it
 * @param listing as {@code iptables -L} does, with a blank before it
 * @param hooks that a rule with it may be reached from
 */
public record UnknownMatch(String name, String words, String listing, Set<Hook> hooks) implements Match {

    /** One whose own phrase is not known either: what was typed stands for it. */
    public UnknownMatch(String name, String words) {
        this(name, words, words.startsWith("-m ") ? " " + words.substring(3) : "", Hook.ALL);
    }

    /** One that may be reached from every hook. */
    public UnknownMatch(String name, String words, String listing) {
        this(name, words, listing, Hook.ALL);
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
        return listing;
    }

    @Override
    public String toString() {
        return words;
    }
}
