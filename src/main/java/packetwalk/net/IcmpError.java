package packetwalk.net;

import java.util.Objects;

/**
 * An ICMP message that says why a packet went no further; it quotes that packet.
 *
 * @param kind what went wrong
 * @param cause the packet that it is about, as it was when it was dropped
 */
public record IcmpError(Kind kind, Packet cause) implements Transport {

    /** Types and codes of RFC 792 and RFC 1812 5.2.7, with the words of {@code tcpdump}. */
    public enum Kind {
        NET_UNREACHABLE(3, 0, "net %d unreachable"),
        HOST_UNREACHABLE(3, 1, "host %d unreachable"),
        PROTOCOL_UNREACHABLE(3, 2, "%d protocol %p unreachable"),
        PORT_UNREACHABLE(3, 3, "%d %p port %s unreachable"),
        FRAGMENTATION_NEEDED(3, 4, "%d unreachable - need to frag"),
        NET_PROHIBITED(3, 9, "net %d unreachable - admin prohibited"),
        HOST_PROHIBITED(3, 10, "host %d unreachable - admin prohibited"),
        ADMIN_PROHIBITED(3, 13, "host %d unreachable - admin prohibited filter"),
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

        private String about(Packet cause) {
            Transport transport = cause.transport();
            int port = transport instanceof Tcp tcp ? tcp.dstPort() : transport instanceof Udp udp ? udp.dstPort() : 0;
            return words.replace("%d", cause.dst().toString())
                    .replace("%p", cause.protocol().toString())
                    .replace("%s", String.valueOf(port));
        }
    }

    public IcmpError {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(cause, "cause");
    }

    public IcmpError withCause(Packet other) {
        return new IcmpError(kind, other);
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
        return src + " > " + dst + ": ICMP " + kind.about(cause);
    }
}
