package packetwalk.linux.nftables.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.net.Ports;

/**
 * A field of a header: {@code tcp dport}; net/netfilter/nft_payload.c.
 *
 * <p>It holds its own condition: a packet without that header has no value, and the rule does not apply.
 */
public record Payload(Header header, Header.Field field) implements Expression {

    /** Where frames of Ethernet carry what they carry. */
    private static final int ETHERTYPE_IP = 0x0800;

    private static final int ETHERTYPE_IPV6 = 0x86dd;

    @Override
    public List<DataType> types() {
        return List.of(field.type());
    }

    @Override
    public @Nullable Value evaluate(Evaluation at) {
        Packet packet = at.packet();
        if (!header.in(packet)) {
            return null;
        }
        return switch (header) {
            case IP, IP6 -> network(at, packet);
            case TCP, UDP, SCTP, TH -> transport(at, packet);
            case ETHER -> link(at);
            default -> bits(at, header.base(), field.offset(), field.type().bits());
        };
    }

    /** Whether the packet has that header. */
    public boolean in(Packet packet) {
        return header.in(packet);
    }

    /** Whether it is less than a byte, and in one. */
    boolean isPartOfByte() {
        int bits = field.type().bits();
        return bits < 8 && field.offset() % 8 + bits <= 8;
    }

    private @Nullable Value network(Evaluation at, Packet packet) {
        return switch (field.name()) {
            case "saddr" -> Value.of(packet.src());
            case "daddr" -> Value.of(packet.dst());
            case "protocol", "nexthdr" -> Value.of(packet.protocol().number(), 8);
            default ->
                bits(at, Header.Base.NETWORK, field.offset(), field.type().bits());
        };
    }

    private @Nullable Value transport(Evaluation at, Packet packet) {
        if (Ports.has(packet.transport()) && field.name().equals("dport")) {
            return Value.of(Ports.destination(packet.transport()), 16);
        }
        if (Ports.has(packet.transport()) && field.name().equals("sport")) {
            return Value.of(Ports.source(packet.transport()), 16);
        }
        return bits(at, Header.Base.TRANSPORT, field.offset(), field.type().bits());
    }

    private @Nullable Value link(Evaluation at) {
        if (at.skb().macSrc().isEmpty() || at.in().isEmpty() || at.in().equals("lo")) {
            return null; // this host's own packets have no header yet
        }
        MacAddress src = at.skb().macSrc().get();
        return switch (field.name()) {
            case "saddr" -> Value.of(src.bits(), 48);
            case "daddr" -> Value.of(at.skb().macDst().bits(), 48);
            default -> Value.of(at.family() == IpFamily.IPV4 ? ETHERTYPE_IP : ETHERTYPE_IPV6, 16);
        };
    }

    /** {@code length} bits from {@code offset} on; null beyond the packet's end. */
    static @Nullable Value bits(Evaluation at, Header.Base base, int offset, int length) {
        if (base == Header.Base.LINK) {
            return null;
        }
        int start = (base == Header.Base.TRANSPORT ? at.family().header() : 0) * 8 + offset;
        Value wire = at.wire();
        if (start + length > wire.length() * 8) {
            return null;
        }
        int first = start / 8;
        int last = (start + length + 7) / 8;
        Value bytes = wire.part(first, last - first);
        int right = last * 8 - start - length;
        if (right == 0 && start % 8 == 0) {
            return bytes;
        }
        long number = bytes.number() >>> right & (length >= 64 ? -1L : (1L << length) - 1);
        return Value.of(number, length);
    }

    @Override
    public String toString() {
        return header + " " + field.name();
    }
}
