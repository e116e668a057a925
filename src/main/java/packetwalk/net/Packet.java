package packetwalk.net;

import java.util.Objects;

/**
 * An IP packet: the header fields that decide its fate, and what it carries. Immutable; each change is a copy.
 *
 * @param src source address
 * @param dst destination address, same family
 * @param ttl hops left, 0 to 255; IPv6 calls it the hop limit
 * @param id identification, 0 to 65535 (RFC 6864: unique only where a packet may be fragmented)
 * @param tos the type-of-service octet (DSCP and ECN), 0 to 255; IPv6 calls it the traffic class
 * @param dontFragment the DF flag; Linux sets it on TCP and on UDP under path MTU discovery; in IPv6 no router cuts anything up
 * @param transport what it carries
 */
public record Packet(IpAddress src, IpAddress dst, int ttl, int id, int tos, boolean dontFragment, Transport transport)
        implements FramePayload {

    /** What Linux puts into a new packet: {@code net.ipv4.ip_default_ttl}. */
    public static final int DEFAULT_TTL = 64;

    static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;

    public Packet {
        Objects.requireNonNull(src, "src");
        Objects.requireNonNull(dst, "dst");
        Objects.requireNonNull(transport, "transport");
        if (src.family() != dst.family()) {
            throw new IllegalArgumentException(src + " and " + dst + " are of two families; a packet has one");
        }
        if (ttl < 0 || ttl > 255) {
            throw new IllegalArgumentException("ttl " + ttl + " does not fit its octet; use 0 to 255");
        }
    }

    /** A packet as a Linux host sends it by default: TTL 64, no identification, DF set. */
    public static Packet of(IpAddress src, IpAddress dst, Transport transport) {
        return new Packet(src, dst, DEFAULT_TTL, 0, 0, true, transport);
    }

    public IpFamily family() {
        return src.family();
    }

    public Protocol protocol() {
        return transport.protocol();
    }

    public Packet withSrc(IpAddress other) {
        return new Packet(other, dst, ttl, id, tos, dontFragment, transport);
    }

    public Packet withDst(IpAddress other) {
        return new Packet(src, other, ttl, id, tos, dontFragment, transport);
    }

    public Packet withTtl(int other) {
        return new Packet(src, dst, other, id, tos, dontFragment, transport);
    }

    public Packet withId(int other) {
        return new Packet(src, dst, ttl, other, tos, dontFragment, transport);
    }

    public Packet withTos(int other) {
        return new Packet(src, dst, ttl, id, other, dontFragment, transport);
    }

    public Packet withDontFragment(boolean other) {
        return new Packet(src, dst, ttl, id, tos, other, transport);
    }

    public Packet withTransport(Transport other) {
        return new Packet(src, dst, ttl, id, tos, dontFragment, other);
    }

    @Override
    public int length() {
        return src.family().header() + transport.length();
    }

    @Override
    public int etherType() {
        return src.family() == IpFamily.IPV4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6;
    }

    @Override
    public String summary() {
        return transport.summary(src.toString(), dst.toString()) + ", ttl " + ttl;
    }

    @Override
    public String toString() {
        return summary();
    }
}
