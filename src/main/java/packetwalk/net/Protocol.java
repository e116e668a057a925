package packetwalk.net;

import java.util.Locale;
import java.util.Optional;

/** IP protocols that the stack knows; numbers are IANA's, names those of {@code /etc/protocols}. */
public enum Protocol {
    ICMP(1),
    TCP(6),
    UDP(17),
    ICMPV6(58);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    /** The number in the IP header. */
    public int number() {
        return number;
    }

    /** The protocol of that name ({@code tcp}) or number ({@code 6}); empty if the stack does not know it. */
    public static Optional<Protocol> named(String text) {
        for (Protocol protocol : values()) {
            if (protocol.toString().equals(text.toLowerCase(Locale.ROOT))
                    || String.valueOf(protocol.number).equals(text)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return this == ICMPV6 ? "ipv6-icmp" : name().toLowerCase(Locale.ROOT);
    }
}
