package packetwalk.net;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * IPv4 packets as the bytes on the wire, from the IP header on: RFC 791, 792, 768, 9293.
 *
 * <p>Checksums are right. What packets here do not have is constant: timestamps of zero, no urgent data. Linux draws
 * identifications and first sequence numbers by lot, so that no two captures are equal there.
 */
public final class Wire {

    /** Length of the IP header, which has no options here: where the transport's begins. */
    public static final int IP_HEADER = 20;

    private static final int DONT_FRAGMENT = 0x4000;

    /** An ICMP error quotes as much as fits into 576 bytes with its own headers: RFC 1812 4.3.2.3. */
    private static final int LONGEST_ERROR = 576 - IP_HEADER;

    private Wire() {}

    /**
     * The packet's bytes.
     *
     * @throws IllegalArgumentException for IPv6, which has no form here
     */
    public static Bytes of(Packet packet) {
        if (packet.src().family() != IpFamily.IPV4) {
            throw new IllegalArgumentException(packet + " is of IPv6; only IPv4 packets have a form on the wire");
        }
        ByteBuffer wire = ByteBuffer.allocate(packet.length());
        ip(wire, packet);
        Transport transport = packet.transport();
        if (transport instanceof Tcp segment) {
            tcp(wire, packet, segment);
        } else if (transport instanceof Udp datagram) {
            udp(wire, packet, datagram);
        } else if (transport instanceof Sctp init) {
            sctp(wire, init);
        } else if (transport instanceof IcmpEcho echo) {
            echo(wire, echo);
        } else if (transport instanceof IcmpError error) {
            error(wire, error);
        }
        return Bytes.of(wire.array());
    }

    private static void ip(ByteBuffer wire, Packet packet) {
        wire.put((byte) 0x45).put((byte) packet.tos()).putShort((short) packet.length());
        wire.putShort((short) packet.id()).putShort((short) (packet.dontFragment() ? DONT_FRAGMENT : 0));
        wire.put((byte) packet.ttl()).put((byte) packet.protocol().number()).putShort((short) 0);
        wire.putInt((int) packet.src().low()).putInt((int) packet.dst().low());
        wire.putShort(10, (short) checksum(wire, 0, IP_HEADER, 0));
    }

    private static void tcp(ByteBuffer wire, Packet packet, Tcp segment) {
        int header = 20 + segment.options().length();
        wire.putShort((short) segment.srcPort()).putShort((short) segment.dstPort());
        wire.putInt((int) segment.seq()).putInt((int) segment.ack());
        wire.put((byte) ((header / 4) << 4));
        wire.put((byte) segment.flags().stream().mapToInt(Tcp.Flag::bit).sum());
        wire.putShort((short) segment.window()).putInt(0);
        options(wire, segment.options());
        wire.put(segment.data().toArray());
        wire.putShort(IP_HEADER + 16, (short) checksum(wire, IP_HEADER, segment.length(), pseudoHeader(packet)));
    }

    /** In the order in which Linux writes them: net/ipv4/tcp_output.c {@code tcp_options_write()}. */
    private static void options(ByteBuffer wire, TcpOptions options) {
        if (options.mss() > 0) {
            wire.put((byte) 2).put((byte) 4).putShort((short) options.mss());
        }
        if (options.timestamps()) {
            // the place of the padding is taken by SACK-permitted
            wire.putShort((short) (options.sackPermitted() ? 0x0402 : 0x0101));
            wire.put((byte) 8).put((byte) 10).putLong(0);
        } else if (options.sackPermitted()) {
            wire.putInt(0x0101_0402);
        }
        if (options.windowScale() >= 0) {
            wire.put((byte) 1).put((byte) 3).put((byte) 3).put((byte) options.windowScale());
        }
    }

    private static void udp(ByteBuffer wire, Packet packet, Udp datagram) {
        wire.putShort((short) datagram.srcPort()).putShort((short) datagram.dstPort());
        wire.putShort((short) datagram.length()).putShort((short) 0);
        wire.put(datagram.data().toArray());
        int sum = checksum(wire, IP_HEADER, datagram.length(), pseudoHeader(packet));
        wire.putShort(IP_HEADER + 6, (short) (sum == 0 ? 0xffff : sum)); // zero would say that there is none
    }

    /** RFC 9260 3.3.2, with tag and sequence number 1; the checksum is CRC32c, and little-endian (appendix A). */
    private static void sctp(ByteBuffer wire, Sctp init) {
        wire.putShort((short) init.srcPort())
                .putShort((short) init.dstPort())
                .putInt(0)
                .putInt(0);
        wire.put((byte) Sctp.INIT).put((byte) 0).putShort((short) Sctp.CHUNK);
        wire.putInt(1)
                .putInt(Tcp.FULL_WINDOW)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(1);
        CRC32C crc = new CRC32C();
        crc.update(wire.duplicate().flip().position(IP_HEADER));
        wire.putInt(IP_HEADER + 8, Integer.reverseBytes((int) crc.getValue()));
    }

    private static void echo(ByteBuffer wire, IcmpEcho echo) {
        wire.put((byte) (echo.reply() ? 0 : 8)).put((byte) 0).putShort((short) 0);
        wire.putShort((short) echo.id()).putShort((short) echo.seq());
        wire.put(echo.data().toArray());
        wire.putShort(IP_HEADER + 2, (short) checksum(wire, IP_HEADER, echo.length(), 0));
    }

    private static void error(ByteBuffer wire, IcmpError error) {
        wire.put((byte) error.kind().type()).put((byte) error.kind().code()).putShort((short) 0);
        wire.putInt(error.rest());
        byte[] cause = of(error.cause()).toArray();
        wire.put(cause, 0, Math.min(cause.length, LONGEST_ERROR - 8));
        wire.putShort(IP_HEADER + 2, (short) checksum(wire, IP_HEADER, error.length(), 0));
    }

    /** What the checksums of TCP and UDP cover besides themselves. */
    private static int pseudoHeader(Packet packet) {
        long src = packet.src().low();
        long dst = packet.dst().low();
        return (int) ((src >> 16 & 0xffff) + (src & 0xffff) + (dst >> 16 & 0xffff) + (dst & 0xffff))
                + packet.protocol().number()
                + packet.transport().length();
    }

    /** RFC 1071. */
    private static int checksum(ByteBuffer wire, int from, int length, int start) {
        int sum = start;
        for (int i = 0; i < length; i++) {
            int octet = wire.get(from + i) & 0xff;
            sum += i % 2 == 0 ? octet << 8 : octet;
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return ~sum & 0xffff;
    }
}
