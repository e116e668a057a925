package packetwalk.oracle;

import java.nio.ByteBuffer;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;

/** An IPv4 packet as it is on the wire, checksums and all: RFC 791, 792, 768, 9293. */
final class WireBytes {

    private static final int IP_HEADER = 20;
    private static final int TCP_HEADER = 20;
    private static final int PSEUDO_HEADER = 12;
    private static final int MOST = 65535;
    private static final int DF = 0x4000;

    private WireBytes() {}

    static byte[] of(Packet packet) {
        byte[] transport = transport(packet);
        int length = IP_HEADER + transport.length;
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.put((byte) 0x45).put((byte) packet.tos()).putShort((short) length);
        bytes.putShort((short) packet.id()).putShort((short) (packet.dontFragment() ? DF : 0));
        bytes.put((byte) packet.ttl()).put((byte) packet.protocol().number()).putShort((short) 0);
        bytes.putInt((int) packet.src().low()).putInt((int) packet.dst().low());
        bytes.putShort(10, checksum(bytes.array(), IP_HEADER));
        return bytes.put(transport).array();
    }

    private static byte[] transport(Packet packet) {
        Transport transport = packet.transport();
        if (transport instanceof Tcp tcp) {
            return tcp(packet, tcp);
        }
        if (transport instanceof Udp udp) {
            byte[] data = udp.data().toArray();
            ByteBuffer bytes = ByteBuffer.allocate(8 + data.length);
            bytes.putShort((short) udp.srcPort()).putShort((short) udp.dstPort());
            bytes.putShort((short) bytes.capacity()).putShort((short) 0).put(data);
            return summed(packet, bytes.array(), 6);
        }
        ByteBuffer bytes;
        if (transport instanceof IcmpEcho echo) {
            byte[] data = echo.data().toArray();
            bytes = ByteBuffer.allocate(8 + data.length);
            bytes.put((byte) (echo.reply() ? 0 : 8)).put((byte) 0).putShort((short) 0);
            bytes.putShort((short) echo.id()).putShort((short) echo.seq()).put(data);
        } else {
            IcmpError error = (IcmpError) transport;
            byte[] cause = of(error.cause());
            bytes = ByteBuffer.allocate(8 + cause.length);
            bytes.put((byte) error.kind().type())
                    .put((byte) error.kind().code())
                    .putShort((short) 0);
            bytes.putInt(0).put(cause);
        }
        bytes.putShort(2, checksum(bytes.array(), bytes.capacity()));
        return bytes.array();
    }

    private static byte[] tcp(Packet packet, Tcp tcp) {
        int flags = tcp.flags().stream().mapToInt(Tcp.Flag::bit).sum();
        byte[] data = tcp.data().toArray();
        ByteBuffer bytes = ByteBuffer.allocate(TCP_HEADER + data.length);
        bytes.putShort((short) tcp.srcPort()).putShort((short) tcp.dstPort());
        bytes.putInt((int) tcp.seq()).putInt((int) tcp.ack());
        bytes.put((byte) ((TCP_HEADER / 4) << 4)).put((byte) flags).putShort((short) tcp.window());
        bytes.putInt(0).put(data);
        return summed(packet, bytes.array(), 16);
    }

    /** The checksum that TCP and UDP have over a part of the IP header too, put into its place. */
    private static byte[] summed(Packet packet, byte[] segment, int place) {
        ByteBuffer pseudo = ByteBuffer.allocate(PSEUDO_HEADER + segment.length);
        pseudo.putInt((int) packet.src().low()).putInt((int) packet.dst().low());
        pseudo.putShort((short) packet.protocol().number()).putShort((short) segment.length);
        pseudo.put(segment);
        ByteBuffer.wrap(segment).putShort(place, checksum(pseudo.array(), pseudo.capacity()));
        return segment;
    }

    private static short checksum(byte[] bytes, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            int octet = bytes[i] & 0xff;
            sum += i % 2 == 0 ? octet << 8 : octet;
        }
        while (sum > MOST) {
            sum = (sum & MOST) + (sum >> 16);
        }
        return (short) ~sum;
    }
}
