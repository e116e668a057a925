package packetwalk.linux.netfilter;

import java.util.Objects;
import java.util.Optional;
import packetwalk.net.IcmpError;

/** What a rule does with the packets that it matches; {@code toString} is the form of {@code iptables-save}. */
public sealed interface Target {

    /** Whether it rewrites addresses, and so needs connection tracking and the nat table. */
    default boolean translates() {
        return false;
    }

    /** A verdict at once: {@code -j ACCEPT}, {@code -j DROP}. */
    record Final(Verdict verdict) implements Target {
        @Override
        public String toString() {
            return "-j " + verdict;
        }
    }

    /** Back to the calling chain, or from a built-in chain to its policy: {@code -j RETURN}. */
    record Return() implements Target {
        @Override
        public String toString() {
            return "-j RETURN";
        }
    }

    /** On in another chain: {@code -j NAME} comes back, {@code -g NAME} does not. */
    record Jump(String chain, boolean comesBack) implements Target {
        public Jump {
            Objects.requireNonNull(chain, "chain");
        }

        /** What happens, for a walk: {@code jump NAME} or {@code goto NAME}. */
        String words() {
            return (comesBack ? "jump " : "goto ") + chain;
        }

        @Override
        public String toString() {
            return (comesBack ? "-j " : "-g ") + chain;
        }
    }

    /** Ends the packet and tells its sender: {@code -j REJECT}. */
    record Reject(RejectWith with) implements Target {
        @Override
        public String toString() {
            return "-j REJECT --reject-with " + with;
        }
    }

    /** Rewrites the source to the address of the outgoing device: {@code -j MASQUERADE}. */
    record Masquerade() implements Target {
        @Override
        public boolean translates() {
            return true;
        }

        @Override
        public String toString() {
            return "-j MASQUERADE";
        }
    }

    /** Rewrites source or destination: {@code -j SNAT --to-source}, {@code -j DNAT --to-destination}. */
    record Translate(boolean destination, NatRange range) implements Target {
        @Override
        public boolean translates() {
            return true;
        }

        @Override
        public String toString() {
            return destination ? "-j DNAT --to-destination " + range : "-j SNAT --to-source " + range;
        }
    }

    /** Sets bits of the packet's mark and goes on: {@code -j MARK --set-xmark value/mask}. */
    record SetMark(int value, int mask) implements Target {
        @Override
        public String toString() {
            return "-j MARK --set-xmark 0x" + Integer.toHexString(value) + "/0x" + Integer.toHexString(mask);
        }
    }

    /** A target that only reports, such as {@code -j LOG}; the packet goes on to the next rule. */
    record Report(String words) implements Target {
        @Override
        public String toString() {
            return words;
        }
    }

    /** A target that the engine does not model; kept in print, and it makes the verdict {@link Verdict.Unknown}. */
    record Unknown(String name, String words) implements Target {
        @Override
        public String toString() {
            return words;
        }
    }

    /** The kinds of {@code --reject-with}, as iptables spells them. */
    enum RejectWith {
        ICMP_NET_UNREACHABLE("icmp-net-unreachable", IcmpError.Kind.NET_UNREACHABLE),
        ICMP_HOST_UNREACHABLE("icmp-host-unreachable", IcmpError.Kind.HOST_UNREACHABLE),
        ICMP_PORT_UNREACHABLE("icmp-port-unreachable", IcmpError.Kind.PORT_UNREACHABLE),
        ICMP_PROTO_UNREACHABLE("icmp-proto-unreachable", IcmpError.Kind.PROTOCOL_UNREACHABLE),
        ICMP_NET_PROHIBITED("icmp-net-prohibited", IcmpError.Kind.NET_PROHIBITED),
        ICMP_HOST_PROHIBITED("icmp-host-prohibited", IcmpError.Kind.HOST_PROHIBITED),
        ICMP_ADMIN_PROHIBITED("icmp-admin-prohibited", IcmpError.Kind.ADMIN_PROHIBITED),
        TCP_RESET("tcp-reset", IcmpError.Kind.PORT_UNREACHABLE);

        private final String spelling;
        private final IcmpError.Kind kind;

        RejectWith(String spelling, IcmpError.Kind kind) {
            this.spelling = spelling;
            this.kind = kind;
        }

        Verdict verdict() {
            return this == TCP_RESET ? new Verdict.Reset() : new Verdict.Reject(kind);
        }

        /** The kind that iptables spells so; empty if there is none. */
        public static Optional<RejectWith> named(String spelling) {
            for (RejectWith with : values()) {
                if (with.spelling.equals(spelling)) {
                    return Optional.of(with);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return spelling;
        }
    }
}
