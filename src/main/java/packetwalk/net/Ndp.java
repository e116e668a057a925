package packetwalk.net;

import java.util.Objects;
import java.util.Optional;

/**
 * A message of neighbour discovery, RFC 4861 4: what ARP is to IPv4, but carried by ICMPv6.
 *
 * <p>Left out: router advertisements' contents and redirects, which nobody here sends.
 *
 * @param kind what it says
 * @param target the address asked about, or told of; the unspecified one in messages of routers
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

    /** RFC 4861 4.1 to 4.4. */
    public enum Kind {
        ROUTER_SOLICITATION(133, 8),
        ROUTER_ADVERTISEMENT(134, 16),
        NEIGHBOUR_SOLICITATION(135, 24),
        NEIGHBOUR_ADVERTISEMENT(136, 24);

        private final int type;
        private final int length;

        Kind(int type, int length) {
            this.type = type;
            this.length = length;
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
        return kind.length + (mac.isPresent() ? 8 : 0);
    }

    @Override
    public String summary(String src, String dst) {
        String words = switch (kind) {
            case ROUTER_SOLICITATION -> "router solicitation";
            case ROUTER_ADVERTISEMENT -> "router advertisement";
            case NEIGHBOUR_SOLICITATION -> "neighbor solicitation, who has " + target;
            case NEIGHBOUR_ADVERTISEMENT -> "neighbor advertisement, tgt is " + target;
        };
        return src + " > " + dst + ": ICMP6, " + words + ", length " + length();
    }
}
