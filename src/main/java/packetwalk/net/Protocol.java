package packetwalk.net;

import java.util.Locale;
import java.util.Optional;

/**
 * IP protocols; numbers are IANA's, names those of {@code /etc/protocols}.
 *
 * <p>The stack sends ICMP, TCP, UDP and ICMPv6; the others are there so that a rule can name what never comes.
 */
public enum Protocol {
    ICMP(1),
    IGMP(2),
    TCP(6),
    UDP(17),
    DCCP(33),
    GRE(47),
    ESP(50),
    AH(51),
    ICMPV6(58),
    OSPF(89),
    VRRP(112),
    SCTP(132),
    UDPLITE(136);

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
