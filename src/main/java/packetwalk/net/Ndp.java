package packetwalk.net;

import java.util.Objects;
import java.util.Optional;

/**
 * A message of neighbour discovery, RFC 4861 4: what ARP is to IPv4, but carried by ICMPv6.
 *
 * <p>Left out: what routers are asked, what they advertise and redirects, which nobody here sends.
 *
 * @param kind what it says
 * @param target the address asked about, or told of
 * @param mac the sender's link-layer address in a solicitation, the target's in an advertisement
 * @param router of an advertisement: whether its sender forwards packets of others
 * @param solicited of an advertisement: whether it was asked for
 * @param override of an advertisement: whether it counts for more than what is known
 */
public record Ndp(
        Kind kind, IpAddress target, Optional<MacAddress> mac, boolean router, boolean solicited, boolean override)
        implements Transport {

    /** The hop limit that proves a message to come from this very link: RFC 4861 6.1. */
    public static final int HOP_LIMIT = 255;

    /** Without the option that names a link-layer address. */
    private static final int LENGTH = 24;

    /** RFC 4861 4.3 and 4.4. */
    public enum Kind {
        NEIGHBOUR_SOLICITATION(135),
        NEIGHBOUR_ADVERTISEMENT(136);

        private final int type;

        Kind(int type) {
            this.type = type;
        }

        /** The ICMPv6 type. */
        public int type() {
            return type;
        }
    }

    public Ndp {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(mac, "mac");
    }

    /** "Who has {@code target}? Tell {@code mac}." */
    public static Ndp solicitation(IpAddress target, MacAddress mac) {
        return new Ndp(Kind.NEIGHBOUR_SOLICITATION, target, Optional.of(mac), false, false, false);
    }

    /** "{@code target} is at {@code mac}." */
    public static Ndp advertisement(
            IpAddress target, MacAddress mac, boolean router, boolean solicited, boolean override) {
        return new Ndp(Kind.NEIGHBOUR_ADVERTISEMENT, target, Optional.of(mac), router, solicited, override);
    }

    @Override
    public Protocol protocol() {
        return Protocol.ICMPV6;
    }

    @Override
    public int length() {
        return LENGTH + (mac.isPresent() ? 8 : 0);
    }

    @Override
    public String summary(String src, String dst) {
        String words = switch (kind) {
            case NEIGHBOUR_SOLICITATION -> "neighbor solicitation, who has " + target;
            case NEIGHBOUR_ADVERTISEMENT -> "neighbor advertisement, tgt is " + target;
        };
        return src + " > " + dst + ": ICMP6, " + words + ", length " + length();
    }
}
