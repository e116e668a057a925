package packetwalk.net;

import java.util.Objects;

/**
 * An ICMP message that says why a packet went no further; it quotes that packet.
 *
 * @param kind what went wrong
 * @param cause the packet that it is about, as it was when it was dropped
 * @param rest the last four bytes of the header, whose meaning depends on the kind; 0 where they have none
 */
public record IcmpError(Kind kind, Packet cause, int rest) implements Transport {

    /** An IPv6 error quotes as much as fits into the least MTU of all: RFC 4443 2.4. */
    private static final int LONGEST_V6 = 1280 - 40;

    /** Types and codes of RFC 792, RFC 1812 5.2.7 and RFC 4443, with the words of {@code tcpdump}. */
    public enum Kind {
        NET_UNREACHABLE(3, 0, "net %d unreachable"),
        HOST_UNREACHABLE(3, 1, "host %d unreachable"),
        PROTOCOL_UNREACHABLE(3, 2, "%d protocol %p unreachable"),
        PORT_UNREACHABLE(3, 3, "%d %p port %s unreachable"),
        FRAGMENTATION_NEEDED(3, 4, "%d unreachable - need to frag (mtu %m)"),
        NET_PROHIBITED(3, 9, "net %d unreachable - admin prohibited"),
        HOST_PROHIBITED(3, 10, "host %d unreachable - admin prohibited"),
        ADMIN_PROHIBITED(3, 13, "host %d unreachable - admin prohibited filter"),
        REDIRECT_HOST(5, 1, "redirect %d to host %g"),
        TTL_EXCEEDED(11, 0, "time exceeded in-transit"),
        V6_NO_ROUTE(IpFamily.IPV6, 1, 0, "destination unreachable, unreachable route %d"),
        V6_ADM_PROHIBITED(IpFamily.IPV6, 1, 1, "destination unreachable, unreachable prohibited %d"),
        V6_NOT_NEIGHBOUR(IpFamily.IPV6, 1, 2, "destination unreachable, beyond scope %d, source address %o"),
        V6_ADDR_UNREACHABLE(IpFamily.IPV6, 1, 3, "destination unreachable, unreachable address %d"),
        V6_PORT_UNREACHABLE(IpFamily.IPV6, 1, 4, "destination unreachable, unreachable port, %d %p port %s"),
        V6_POLICY_FAIL(IpFamily.IPV6, 1, 5, "destination unreachable, unknown code (5)"),
        V6_REJECT_ROUTE(IpFamily.IPV6, 1, 6, "destination unreachable, unknown code (6)"),
        V6_PACKET_TOO_BIG(IpFamily.IPV6, 2, 0, "packet too big, mtu %m"),
        V6_HOP_LIMIT(IpFamily.IPV6, 3, 0, "time exceeded in-transit for %d"),
        V6_UNKNOWN_NEXT_HEADER(IpFamily.IPV6, 4, 1, "parameter problem, next header - octet %m");

        private final IpFamily family;
        private final int type;
        private final int code;
        private final String words;

        Kind(int type, int code, String words) {
            this(IpFamily.IPV4, type, code, words);
        }

        Kind(IpFamily family, int type, int code, String words) {
            this.family = family;
            this.type = type;
            this.code = code;
            this.words = words;
        }

        /** Whether nobody listens on the port, be it of ICMP or of ICMPv6. */
        public boolean isPortUnreachable() {
            return this == PORT_UNREACHABLE || this == V6_PORT_UNREACHABLE;
        }

        /** Whether no hops were left, be it of ICMP or of ICMPv6. */
        public boolean isHopsExceeded() {
            return this == TTL_EXCEEDED || this == V6_HOP_LIMIT;
        }

        /** Whether it is of ICMP or of ICMPv6. */
        public IpFamily family() {
            return family;
        }

        public int type() {
            return type;
        }

        public int code() {
            return code;
        }

        private String about(Packet cause, int rest) {
            Transport transport = cause.transport();
            int port = Ports.destination(transport);
            return words.replace("%d", cause.dst().toString())
                    .replace("%o", cause.src().toString())
                    .replace("%m", String.valueOf(rest))
                    .replace("%g", IpAddress.ofV4(rest).toString())
                    .replace("%p", cause.protocol().toString())
                    .replace("%s", String.valueOf(port));
        }
    }

    public IcmpError {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(cause, "cause");
        if (kind.family() != cause.family()) {
            throw new IllegalArgumentException(kind + " is of " + kind.family() + ", and says nothing about " + cause);
        }
    }

    /** A message that says no more than its kind. */
    public IcmpError(Kind kind, Packet cause) {
        this(kind, cause, 0);
    }

    /** "It must be cut up, and is not to be; {@code mtu} bytes would get on": RFC 1191 4. */
    public static IcmpError fragmentationNeeded(Packet cause, int mtu) {
        return new IcmpError(Kind.FRAGMENTATION_NEEDED, cause, mtu);
    }

    /** "{@code mtu} bytes would get on": RFC 4443 3.2. */
    public static IcmpError packetTooBig(Packet cause, int mtu) {
        return new IcmpError(Kind.V6_PACKET_TOO_BIG, cause, mtu);
    }

    /** "Send it to {@code gateway} instead": RFC 792. */
    public static IcmpError redirect(Packet cause, IpAddress gateway) {
        return new IcmpError(Kind.REDIRECT_HOST, cause, (int) gateway.low());
    }

    /** Of "fragmentation needed": the bytes that would get on; 0 from a router that does not say. */
    public int mtu() {
        return rest & 0xffff;
    }

    /** Of a redirect: the router to send to. */
    public IpAddress gateway() {
        return IpAddress.ofV4(rest);
    }

    public IcmpError withCause(Packet other) {
        return new IcmpError(kind, other, rest);
    }

    @Override
    public Protocol protocol() {
        return kind.family() == IpFamily.IPV4 ? Protocol.ICMP : Protocol.ICMPV6;
    }

    /** RFC 1812 4.3.2.3: as much of the cause as fits into 576 bytes; in IPv6, into 1280. */
    @Override
    public int length() {
        return Math.min(8 + cause.length(), kind.family() == IpFamily.IPV4 ? 576 - 20 : LONGEST_V6);
    }

    @Override
    public String summary(String src, String dst) {
        return src + " > " + dst + (kind.family() == IpFamily.IPV4 ? ": ICMP " : ": ICMP6, ") + kind.about(cause, rest);
    }
}
