package packetwalk.linux.xtables.match;

import java.util.Objects;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** The device that it came in by ({@code -i}) or leaves by ({@code -o}); a name that ends in {@code +} is a prefix. */
public record InterfaceMatch(boolean incoming, String name, boolean negated) implements Match {
    public InterfaceMatch {
        Objects.requireNonNull(name, "name");
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        String device = incoming ? skb.in() : skb.out();
        boolean same =
                name.endsWith("+") ? device.startsWith(name.substring(0, name.length() - 1)) : device.equals(name);
        return same != negated;
    }

    @Override
    public String toString() {
        return (negated ? "! " : "") + (incoming ? "-i " : "-o ") + name;
    }
}
