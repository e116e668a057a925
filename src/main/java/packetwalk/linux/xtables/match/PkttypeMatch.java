package packetwalk.linux.xtables.match;

import java.util.Locale;
import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.MacAddress;

/**
 * For whom the frame was: {@code -m pkttype}, net/netfilter/xt_pkttype.c. What this host sends itself counts as unicast
 * before it leaves, whatever its destination.
 */
public record PkttypeMatch(Type type, boolean negated) implements Match {

    /** Types of frames: linux/if_packet.h. One for another station never comes as far as the rules. */
    public enum Type {
        UNICAST("host"),
        BROADCAST("bcast"),
        MULTICAST("mcast"),
        OTHERHOST("otherhost");

        private final String other;

        Type(String other) {
            this.other = other;
        }

        /** The type of that name, or of its other one; empty if there is none. */
        public static Optional<Type> named(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            for (Type type : values()) {
                if (lower.equals(type.toString()) || lower.equals(type.other)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }

        static Type of(MacAddress destination) {
            return destination.equals(MacAddress.BROADCAST)
                    ? BROADCAST
                    : destination.isMulticast() ? MULTICAST : UNICAST;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return (Type.of(skb.macDst()) == type) != negated;
    }

    @Override
    public String listed(boolean numeric) {
        return " PKTTYPE " + (negated ? "!= " : "= ") + type;
    }

    @Override
    public String toString() {
        return "-m pkttype " + (negated ? "! " : "") + "--pkt-type " + type;
    }
}
