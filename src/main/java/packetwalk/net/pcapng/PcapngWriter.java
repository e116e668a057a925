package packetwalk.net.pcapng;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;

/**
 * Writes one section of a pcapng file: its header, an Interface Description Block for each interface, names, then packets.
 * The same calls give the same bytes.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/">draft-ietf-opsawg-pcapng</a>
 */
public final class PcapngWriter {

    /** No frame here is longer; what tcpdump takes unless told otherwise, so that readers find all interfaces alike. */
    public static final int LONGEST_PACKET = 262_144;

    private static final int SECTION_HEADER = 0x0a0d_0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int NAME_RESOLUTION = 4;
    private static final int ENHANCED_PACKET = 6;
    private static final int DECRYPTION_SECRETS = 10;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;

    /** Of a section: nobody knows before its end. */
    private static final long LENGTH_UNKNOWN = -1;

    private static final int LINKTYPE_ETHERNET = 1;
    private static final int COMMENT = 1;
    private static final byte NANOSECONDS = 9;

    /** {@code epb_flags}: bits 0 and 1 say whether it came in or left, bits 2 to 4 whom it was for. */
    private static final int INBOUND = 1;

    private static final int OUTBOUND = 2;

    /** What TLS libraries write where {@code SSLKEYLOGFILE} says: "TLSK". */
    private static final int TLS_KEY_LOG = 0x544c_534b;

    private final OutputStream out;
    private int interfaces;

    /** Begins a file with {@code section}. */
    public PcapngWriter(OutputStream out, Section section) throws IOException {
        this.out = out;
        new Block(SECTION_HEADER)
                .uint32(BYTE_ORDER_MAGIC)
                .uint16(1)
                .uint16(0)
                .uint64(LENGTH_UNKNOWN)
                .option(COMMENT, section.comment())
                .option(2, section.hardware())
                .option(3, section.os())
                .option(4, section.application())
                .writeTo(out);
    }

    /** Describes one more interface; gives the number that its packets name, from 0. */
    public int add(Interface device) throws IOException {
        Block block = new Block(INTERFACE_DESCRIPTION)
                .uint16(LINKTYPE_ETHERNET)
                .uint16(0)
                .uint32(LONGEST_PACKET)
                .option(2, device.name())
                .option(3, device.description());
        device.addresses().forEach(address -> address(block, address));
        device.mac().ifPresent(mac -> block.option(6, bytes(mac)));
        block.option(9, new byte[] {NANOSECONDS}).writeTo(out);
        return interfaces++;
    }

    /** {@code if_IPv4addr}, with a mask, or {@code if_IPv6addr}, with a length. */
    private static void address(Block block, InterfaceAddress address) {
        byte[] own = bytes(address.address());
        int length = address.length();
        if (address.address().family() == IpFamily.IPV4) {
            int mask = length == 0 ? 0 : -1 << (32 - length);
            block.option(4, ByteBuffer.allocate(8).put(own).putInt(mask).array());
        } else {
            block.option(5, ByteBuffer.allocate(17).put(own).put((byte) length).array());
        }
    }

    private static byte[] bytes(IpAddress address) {
        return address.family() == IpFamily.IPV4
                ? ByteBuffer.allocate(4).putInt((int) address.low()).array()
                : ByteBuffer.allocate(16)
                        .putLong(address.high())
                        .putLong(address.low())
                        .array();
    }

    /** Says what addresses are called, before the first packet: section 4.5. Nothing if there are none. */
    public void names(Map<IpAddress, String> names) throws IOException {
        if (names.isEmpty()) {
            return;
        }
        Block block = new Block(NAME_RESOLUTION);
        names.forEach((address, name) -> {
            byte[] own = bytes(address);
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            byte[] record = ByteBuffer.allocate(own.length + text.length + 1)
                    .put(own)
                    .put(text)
                    .array();
            block.tagged(address.family() == IpFamily.IPV4 ? 1 : 2, record);
        });
        block.tagged(0, new byte[0]).writeTo(out);
    }

    /**
     * Hands over the keys of TLS sessions, before their packets: section 4.7.
     *
     * @param keyLog lines such as {@code CLIENT_RANDOM … …}; nothing is written if it is empty
     * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-tls-keylogfile/">draft-ietf-tls-keylogfile</a>
     */
    public void keys(String keyLog) throws IOException {
        if (!keyLog.isEmpty()) {
            byte[] text = keyLog.getBytes(StandardCharsets.US_ASCII);
            new Block(DECRYPTION_SECRETS)
                    .uint32(TLS_KEY_LOG)
                    .uint32(text.length)
                    .padded(text)
                    .writeTo(out);
        }
    }

    /** Adds a packet of an interface that was added before. */
    public void write(EnhancedPacket packet) throws IOException {
        if (packet.device() < 0 || packet.device() >= interfaces) {
            throw new IllegalArgumentException(
                    "interface " + packet.device() + " was not described; there are " + interfaces);
        }
        Instant time = packet.time();
        long nanos = time.getEpochSecond() * 1_000_000_000L + time.getNano();
        Block block = new Block(ENHANCED_PACKET)
                .uint32(packet.device())
                .uint32((int) (nanos >>> 32))
                .uint32((int) nanos)
                .uint32(packet.bytes().length())
                .uint32(packet.length())
                .padded(packet.bytes().toArray());
        packet.comments().forEach(comment -> block.option(COMMENT, comment));
        int flags =
                (packet.outbound() ? OUTBOUND : INBOUND) | packet.reception().number() << 2;
        block.option32(2, flags);
        if (packet.id() != 0) {
            block.option64(5, packet.id());
        }
        block.writeTo(out);
    }

    private static byte[] bytes(MacAddress mac) {
        return ByteBuffer.allocate(6)
                .putShort((short) (mac.bits() >>> 32))
                .putInt((int) mac.bits())
                .array();
    }
}
