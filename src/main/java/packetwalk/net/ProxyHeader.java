package packetwalk.net;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * What a proxy says first on a connection that it opens for somebody else: from where to where that one's went. The PROXY
 * protocol, as text (version 1) or binary (version 2).
 *
 * @param connection of whom the proxy speaks; empty where it speaks for itself ({@code LOCAL}, a health check) or of
 *     something that is no TCP over IP ({@code UNKNOWN}, {@code UNSPEC}): the receiver then takes the connection as it is
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">The PROXY protocol, versions 1 and 2</a>
 */
public record ProxyHeader(Version version, Optional<Connection> connection) {

    /** How it is written. */
    public enum Version {
        V1,
        V2
    }

    /**
     * The connection that the proxy accepted.
     *
     * @param src who opened it
     * @param dst what it was opened to, of the same family
     */
    public record Connection(IpAddress src, int srcPort, IpAddress dst, int dstPort) {
        public Connection {
            Ports.require(srcPort);
            Ports.require(dstPort);
            if (src.family() != dst.family()) {
                throw new IllegalArgumentException(
                        "a PROXY header from " + src + " to " + dst + " mixes IPv4 and IPv6; give both of one family");
            }
        }

        @Override
        public String toString() {
            return src + ":" + srcPort + " -> " + dst + ":" + dstPort;
        }
    }

    /**
     * A header that stood at the beginning of what came in.
     *
     * @param length how many bytes it was; the rest is what the client said
     */
    public record Read(ProxyHeader header, int length) {}

    /** CR LF included: section 2.1. */
    private static final int LONGEST_V1 = 107;

    private static final Bytes SIGNATURE =
            Bytes.of(new byte[] {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a});

    private static final Bytes V1_PREFIX = Bytes.of("PROXY ");
    private static final int V2_FIXED = 16;
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int TCP4_LENGTH = 12;
    private static final int TCP6_LENGTH = 36;

    public ProxyHeader {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(connection, "connection");
    }

    /** Speaks for a client. */
    public static ProxyHeader of(Version version, IpAddress src, int srcPort, IpAddress dst, int dstPort) {
        return new ProxyHeader(version, Optional.of(new Connection(src, srcPort, dst, dstPort)));
    }

    /**
     * Reads the header that {@code data} begins with.
     *
     * @param data all that has come in on the connection so far
     * @return empty if more must come in first
     * @throws IllegalArgumentException if it begins with no valid header: the receiver must then cut the connection
     */
    public static Optional<Read> read(Bytes data) {
        if (begins(data, V1_PREFIX)) {
            return readV1(data);
        }
        if (begins(data, SIGNATURE)) {
            return readV2(data);
        }
        throw malformed("it begins with neither \"PROXY \" nor the signature of version 2");
    }

    /** Whether the one is the other's beginning, as far as it goes. */
    private static boolean begins(Bytes data, Bytes prefix) {
        int length = Math.min(data.length(), prefix.length());
        return data.slice(0, length).equals(prefix.slice(0, length));
    }

    private static IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException("malformed PROXY header: " + why
                + "; see the PROXY protocol, section 2, and let only proxies that send it connect here");
    }

    // -- version 1

    private static Optional<Read> readV1(Bytes data) {
        String text =
                new String(data.slice(0, Math.min(data.length(), LONGEST_V1)).toArray(), StandardCharsets.US_ASCII);
        int end = text.indexOf("\r\n");
        if (end < 0 && data.length() >= LONGEST_V1) {
            throw malformed("no line end within " + LONGEST_V1 + " bytes");
        }
        if (end < 0) {
            return Optional.empty();
        }
        return Optional.of(new Read(new ProxyHeader(Version.V1, parse(text.substring(0, end))), end + 2));
    }

    private static Optional<Connection> parse(String line) {
        String[] words = line.split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return Optional.empty();
        }
        IpFamily family = switch (words[1]) {
            case "TCP4" -> IpFamily.IPV4;
            case "TCP6" -> IpFamily.IPV6;
            default -> throw malformed("protocol \"" + words[1] + "\" is none of TCP4, TCP6 and UNKNOWN");
        };
        if (words.length != 6) {
            throw malformed("\"" + line + "\" does not have two addresses and two ports, with one blank between");
        }
        return Optional.of(
                new Connection(address(words[2], family), port(words[4]), address(words[3], family), port(words[5])));
    }

    private static IpAddress address(String text, IpFamily family) {
        if (!IpAddress.isAddress(text) || IpAddress.parse(text).family() != family) {
            throw malformed("\"" + text + "\" is no " + family + " address");
        }
        return IpAddress.parse(text);
    }

    private static int port(String text) {
        if (!text.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65535) {
            throw malformed("\"" + text + "\" is no port");
        }
        return Integer.parseInt(text);
    }

    // -- version 2

    private static Optional<Read> readV2(Bytes data) {
        if (data.length() < V2_FIXED) {
            return Optional.empty();
        }
        int command = data.uint8(12);
        int length = V2_FIXED + data.uint16(14);
        if (command != LOCAL && command != PROXY) {
            throw malformed("version and command 0x" + Integer.toHexString(command) + " are none of 0x20 and 0x21");
        }
        if (data.length() < length) {
            return Optional.empty();
        }
        Optional<Connection> connection = command == LOCAL ? Optional.empty() : parse(data.slice(13, length));
        return Optional.of(new Read(new ProxyHeader(Version.V2, connection), length));
    }

    /** The family, the length and the addresses; what follows them are TLVs, which nothing here asks for. */
    private static Optional<Connection> parse(Bytes from) {
        int room = from.length() - 3;
        return switch (from.uint8(0)) {
            case TCP4 -> {
                requireRoom(room, TCP4_LENGTH);
                yield Optional.of(new Connection(v4(from, 3), from.uint16(11), v4(from, 7), from.uint16(13)));
            }
            case TCP6 -> {
                requireRoom(room, TCP6_LENGTH);
                yield Optional.of(new Connection(v6(from, 3), from.uint16(35), v6(from, 19), from.uint16(37)));
            }
            // UNSPEC, datagrams, Unix sockets: "the receiver should accept the connection and ignore the information"
            default -> Optional.empty();
        };
    }

    private static void requireRoom(int room, int needed) {
        if (room < needed) {
            throw malformed(room + " bytes have no room for addresses of " + needed);
        }
    }

    private static IpAddress v4(Bytes from, int at) {
        return IpAddress.ofV4((int) from.uint32(at));
    }

    private static IpAddress v6(Bytes from, int at) {
        return IpAddress.ofV6(
                from.uint32(at) << 32 | from.uint32(at + 4), from.uint32(at + 8) << 32 | from.uint32(at + 12));
    }

    // -- writing

    /** As it stands on the wire. */
    public Bytes bytes() {
        return version == Version.V1 ? Bytes.of(text()) : binary();
    }

    private String text() {
        return connection
                .map(it -> "PROXY " + (it.src().family() == IpFamily.IPV4 ? "TCP4 " : "TCP6 ") + it.src() + " "
                        + it.dst() + " " + it.srcPort() + " " + it.dstPort() + "\r\n")
                .orElse("PROXY UNKNOWN\r\n");
    }

    private Bytes binary() {
        if (connection.isEmpty()) {
            return SIGNATURE.plus(octets(LOCAL << 24, 4));
        }
        Connection it = connection.get();
        boolean v4 = it.src().family() == IpFamily.IPV4;
        int length = v4 ? TCP4_LENGTH : TCP6_LENGTH;
        return SIGNATURE
                .plus(octets((long) PROXY << 24 | (long) (v4 ? TCP4 : TCP6) << 16 | length, 4))
                .plus(address(it.src()))
                .plus(address(it.dst()))
                .plus(octets(it.srcPort(), 2))
                .plus(octets(it.dstPort(), 2));
    }

    private static Bytes address(IpAddress address) {
        return address.family() == IpFamily.IPV4
                ? octets(address.low(), 4)
                : octets(address.high(), 8).plus(octets(address.low(), 8));
    }

    private static Bytes octets(long value, int count) {
        byte[] octets = new byte[count];
        for (int i = 0; i < count; i++) {
            octets[i] = (byte) (value >> (8 * (count - 1 - i)));
        }
        return Bytes.of(octets);
    }
}
