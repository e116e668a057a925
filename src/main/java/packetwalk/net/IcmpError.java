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

    /** Types and codes of RFC 792 and RFC 1812 5.2.7, with the words of {@code tcpdump}. */
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
        TTL_EXCEEDED(11, 0, "time exceeded in-transit");

        private final int type;
        private final int code;
        private final String words;

        Kind(int type, int code, String words) {
            this.type = type;
            this.code = code;
            this.words = words;
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
                    .replace("%m", String.valueOf(rest))
                    .replace("%g", IpAddress.ofV4(rest).toString())
                    .replace("%p", cause.protocol().toString())
                    .replace("%s", String.valueOf(port));
        }
    }

    public IcmpError {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(cause, "cause");
    }

    /** A message that says no more than its kind. */
    public IcmpError(Kind kind, Packet cause) {
        this(kind, cause, 0);
    }

    /** "It must be cut up, and is not to be; {@code mtu} bytes would get on": RFC 1191 4. */
    public static IcmpError fragmentationNeeded(Packet cause, int mtu) {
        return new IcmpError(Kind.FRAGMENTATION_NEEDED, cause, mtu);
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
        return cause.src().family() == IpFamily.IPV4 ? Protocol.ICMP : Protocol.ICMPV6;
    }

    /** RFC 1812 4.3.2.3: as much of the cause as fits into 576 bytes. */
    @Override
    public int length() {
        return Math.min(8 + cause.length(), 576 - 20);
    }

    @Override
    public String summary(String src, String dst) {
        return src + " > " + dst + ": ICMP " + kind.about(cause, rest);
    }
}
