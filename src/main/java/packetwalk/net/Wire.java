package packetwalk.net;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Packets as the bytes on the wire, from the IP header on: RFC 791, 792, 768, 9293; 8200, 4443, 4861. Frames that carry them:
 * IEEE 802.3, RFC 826.
 *
 * <p>Checksums are right. What packets here do not have is constant: timestamps of zero, no urgent data. Linux draws
 * identifications and first sequence numbers by lot, so that no two captures are equal there.
 */
public final class Wire {

    /** Of VXLAN's flags: there is an identifier. */
    private static final int VNI_FLAG = 0x0800_0000;

    private static final int DONT_FRAGMENT = 0x4000;

    /** Where the transport's checksum stands, from the transport's beginning. */
    private static final int ICMP_CHECKSUM = 2;

    private static final int UDP_CHECKSUM = 6;
    private static final int TCP_CHECKSUM = 16;

    private Wire() {}

    /** The frame's bytes, from the Ethernet header on, without padding: no card here needs sixty bytes. */
    public static Bytes of(Frame frame) {
        FramePayload payload = frame.payload();
        ByteBuffer header = ByteBuffer.allocate(Frame.HEADER);
        mac(mac(header, frame.dst()), frame.src()).putShort((short) payload.etherType());
        return Bytes.of(header.array()).plus(payload instanceof ArpMessage arp ? of(arp) : of((Packet) payload));
    }

    /** RFC 826, for Ethernet and IPv4. */
    static Bytes of(ArpMessage message) {
        ByteBuffer wire = ByteBuffer.allocate(message.length());
        wire.putShort((short) 1)
                .putShort((short) Packet.ETHERTYPE_IPV4)
                .put((byte) 6)
                .put((byte) 4);
        wire.putShort((short) (message.request() ? 1 : 2));
        mac(wire, message.senderMac()).putInt((int) message.senderIp().low());
        mac(wire, message.targetMac()).putInt((int) message.targetIp().low());
        return Bytes.of(wire.array());
    }

    private static ByteBuffer mac(ByteBuffer wire, MacAddress address) {
        return wire.putShort((short) (address.bits() >>> 32)).putInt((int) address.bits());
    }

    /** The packet's bytes. */
    public static Bytes of(Packet packet) {
        ByteBuffer wire = ByteBuffer.allocate(packet.length());
        if (packet.family() == IpFamily.IPV4) {
            ipv4(wire, packet);
        } else {
            ipv6(wire, packet);
        }
        Transport transport = packet.transport();
        if (transport instanceof Tcp segment) {
            tcp(wire, packet, segment);
        } else if (transport instanceof Udp datagram) {
            udp(wire, packet, datagram);
        } else if (transport instanceof Sctp init) {
            sctp(wire, packet, init);
        } else if (transport instanceof IcmpEcho echo) {
            echo(wire, packet, echo);
        } else if (transport instanceof IcmpError error) {
            error(wire, packet, error);
        } else if (transport instanceof Ndp message) {
            ndp(wire, packet, message);
        }
        return Bytes.of(wire.array());
    }

    /** The bytes behind the packet's IP header. */
    public static Bytes transportOf(Packet packet) {
        return of(packet).slice(packet.family().header(), packet.length());
    }

    /** The bytes of a tunnelled frame, from the VXLAN header on: RFC 7348 5. */
    public static Bytes of(VxlanFrame tunnelled) {
        ByteBuffer header = ByteBuffer.allocate(VxlanFrame.HEADER);
        header.putInt(VNI_FLAG).putInt(tunnelled.vni() << 8);
        return Bytes.of(header.array()).plus(of(tunnelled.inner()));
    }

    private static void ipv4(ByteBuffer wire, Packet packet) {
        wire.put((byte) 0x45).put((byte) packet.tos()).putShort((short) packet.length());
        wire.putShort((short) packet.id()).putShort((short) (packet.dontFragment() ? DONT_FRAGMENT : 0));
        wire.put((byte) packet.ttl()).put((byte) packet.protocol().number()).putShort((short) 0);
        wire.putInt((int) packet.src().low()).putInt((int) packet.dst().low());
        wire.putShort(10, (short) checksum(wire, 0, wire.position(), 0));
    }

    /** RFC 8200 3; the flow label is zero. */
    private static void ipv6(ByteBuffer wire, Packet packet) {
        wire.putInt(6 << 28 | packet.tos() << 20)
                .putShort((short) packet.transport().length());
        wire.put((byte) packet.protocol().number()).put((byte) packet.ttl());
        wire.putLong(packet.src().high()).putLong(packet.src().low());
        wire.putLong(packet.dst().high()).putLong(packet.dst().low());
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
        seal(wire, packet, TCP_CHECKSUM, pseudoHeader(packet));
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
        seal(wire, packet, UDP_CHECKSUM, pseudoHeader(packet));
        int at = packet.family().header() + UDP_CHECKSUM;
        if (wire.getShort(at) == 0) {
            wire.putShort(at, (short) 0xffff); // zero would say that there is none
        }
    }

    /** RFC 9260 3.3.2, with tag and sequence number 1; the checksum is CRC32c, and little-endian (appendix A). */
    private static void sctp(ByteBuffer wire, Packet packet, Sctp init) {
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
        crc.update(wire.duplicate().flip().position(packet.family().header()));
        wire.putInt(packet.family().header() + 8, Integer.reverseBytes((int) crc.getValue()));
    }

    private static void echo(ByteBuffer wire, Packet packet, IcmpEcho echo) {
        wire.put((byte) echo.type()).put((byte) 0).putShort((short) 0);
        wire.putShort((short) echo.id()).putShort((short) echo.seq());
        wire.put(echo.data().toArray());
        sealIcmp(wire, packet);
    }

    private static void error(ByteBuffer wire, Packet packet, IcmpError error) {
        wire.put((byte) error.kind().type()).put((byte) error.kind().code()).putShort((short) 0);
        wire.putInt(error.rest());
        byte[] cause = of(error.cause()).toArray();
        wire.put(cause, 0, error.length() - 8);
        sealIcmp(wire, packet);
    }

    /** RFC 4861 4.3 and 4.4, with at most the option that names a link-layer address. */
    private static void ndp(ByteBuffer wire, Packet packet, Ndp message) {
        boolean advertises = message.kind() == Ndp.Kind.NEIGHBOUR_ADVERTISEMENT;
        int flags = (message.router() ? 0x80 : 0) | (message.solicited() ? 0x40 : 0) | (message.override() ? 0x20 : 0);
        wire.put((byte) message.kind().type()).put((byte) 0).putShort((short) 0);
        wire.put((byte) flags).put((byte) 0).putShort((short) 0);
        wire.putLong(message.target().high()).putLong(message.target().low());
        message.mac().ifPresent(own -> mac(wire.put((byte) (advertises ? 2 : 1)).put((byte) 1), own));
        sealIcmp(wire, packet);
    }

    /** ICMPv6's checksum covers the addresses too: RFC 4443 2.3. */
    private static void sealIcmp(ByteBuffer wire, Packet packet) {
        seal(wire, packet, ICMP_CHECKSUM, packet.family() == IpFamily.IPV4 ? 0 : pseudoHeader(packet));
    }

    /** Puts the checksum of all behind the IP header where the transport wants it. */
    private static void seal(ByteBuffer wire, Packet packet, int place, int start) {
        int header = packet.family().header();
        int length = packet.transport().length();
        wire.putShort(header + place, (short) checksum(wire, header, length, start));
    }

    /** What the checksums of TCP, UDP and ICMPv6 cover besides themselves. */
    private static int pseudoHeader(Packet packet) {
        return words(packet.src())
                + words(packet.dst())
                + packet.protocol().number()
                + packet.transport().length();
    }

    private static int words(IpAddress address) {
        return words(address.high()) + words(address.low());
    }

    private static int words(long bits) {
        return (int) ((bits >>> 48) + (bits >>> 32 & 0xffff) + (bits >>> 16 & 0xffff) + (bits & 0xffff));
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
