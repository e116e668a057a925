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
        return fits(name, incoming ? skb.in() : skb.out()) != negated;
    }

    /** Whether {@code pattern}, which may end in {@code +}, means {@code device}: {@code ifname_compare()}. */
    static boolean fits(String pattern, String device) {
        return pattern.endsWith("+")
                ? device.startsWith(pattern.substring(0, pattern.length() - 1))
                : device.equals(pattern);
    }

    @Override
    public String toString() {
        return (negated ? "! " : "") + (incoming ? "-i " : "-o ") + name;
    }
}
