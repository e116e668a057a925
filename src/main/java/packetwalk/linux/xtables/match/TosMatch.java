package packetwalk.linux.xtables.match;

import java.util.Locale;
import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** Bits of the type-of-service octet: {@code -m tos}, net/netfilter/xt_dscp.c {@code tos_mt()}. */
public record TosMatch(int value, int mask, boolean negated) implements Match {

    /** The names of RFC 1349, which look at all bits but those of ECN. */
    private enum Name {
        MINIMIZE_DELAY("Minimize-Delay", 0x10),
        MAXIMIZE_THROUGHPUT("Maximize-Throughput", 0x08),
        MAXIMIZE_RELIABILITY("Maximize-Reliability", 0x04),
        MINIMIZE_COST("Minimize-Cost", 0x02),
        NORMAL_SERVICE("Normal-Service", 0x00);

        private static final int MASK = 0x3f;

        private final String words;
        private final int value;

        Name(String words, int value) {
            this.words = words;
            this.value = value;
        }
    }

    /** The octets that a name such as {@code Minimize-Delay} stands for; empty if none has that name. */
    public static Optional<TosMatch> named(String name, boolean negated) {
        for (Name each : Name.values()) {
            if (each.words.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return Optional.of(new TosMatch(each.value, Name.MASK, negated));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return ((skb.packet().tos() & mask) == value) != negated;
    }

    private String number() {
        return "0x%02x/0x%02x".formatted(value, mask);
    }

    @Override
    public String listed(boolean numeric) {
        String not = negated ? "!" : "";
        for (Name each : Name.values()) {
            if (!numeric && each.value == value && mask == Name.MASK) {
                return " tos match" + not + " " + each.words;
            }
        }
        return " tos match" + not + number();
    }

    @Override
    public String toString() {
        return "-m tos " + (negated ? "! " : "") + "--tos " + number();
    }
}
