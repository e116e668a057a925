package packetwalk.linux.conntrack;

import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;
import packetwalk.net.Sctp;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.trace.Unchanging;

/**
 * One direction of a connection: Linux {@code struct nf_conntrack_tuple}.
 *
 * @param srcPort for ICMP echo the identifier, in both ports; 0 for a protocol without ports
 * @param dstPort as {@code srcPort}
 * @param request for ICMP echo, whether it is the request's direction; true for all else
 */
public record Tuple(Protocol protocol, IpAddress src, int srcPort, IpAddress dst, int dstPort, boolean request)
        implements Unchanging {

    /** The tuple of a packet that is no ICMP error: {@code nf_ct_get_tuple()}. */
    public static Tuple of(Packet packet) {
        Transport transport = packet.transport();
        if (transport instanceof Tcp tcp) {
            return new Tuple(Protocol.TCP, packet.src(), tcp.srcPort(), packet.dst(), tcp.dstPort(), true);
        }
        if (transport instanceof Udp udp) {
            return new Tuple(Protocol.UDP, packet.src(), udp.srcPort(), packet.dst(), udp.dstPort(), true);
        }
        if (transport instanceof Sctp init) {
            return new Tuple(Protocol.SCTP, packet.src(), init.srcPort(), packet.dst(), init.dstPort(), true);
        }
        if (transport instanceof IcmpEcho echo) {
            return new Tuple(echo.protocol(), packet.src(), echo.id(), packet.dst(), echo.id(), !echo.reply());
        }
        return new Tuple(packet.protocol(), packet.src(), 0, packet.dst(), 0, true);
    }

    /** Whether {@code packet} can be of a connection by itself; an ICMP error only by what it quotes. */
    static boolean has(Packet packet) {
        return !(packet.transport() instanceof IcmpError);
    }

    /** The tuple that an answer has: {@code nf_ct_invert_tuple()}. */
    public Tuple inverse() {
        return new Tuple(protocol, dst, dstPort, src, srcPort, !isEcho() || !request);
    }

    public Tuple withSrc(IpAddress address, int port) {
        return new Tuple(protocol, address, port, dst, isEcho() ? port : dstPort, request);
    }

    public Tuple withDst(IpAddress address, int port) {
        return new Tuple(protocol, src, isEcho() ? port : srcPort, address, port, request);
    }

    /** One side with another address. */
    Tuple with(NatKind kind, IpAddress address) {
        return kind == NatKind.SNAT ? withSrc(address, srcPort) : withDst(address, dstPort);
    }

    /** One side with another port, or identifier. */
    Tuple with(NatKind kind, int port) {
        return kind == NatKind.SNAT ? withSrc(src, port) : withDst(dst, port);
    }

    boolean isEcho() {
        return protocol == Protocol.ICMP || protocol == Protocol.ICMPV6;
    }

    /** The ICMP type of an echo or its reply. */
    private int type() {
        return protocol == Protocol.ICMP ? (request ? 8 : 0) : (request ? 128 : 129);
    }

    /** Whether it has ports that a translation may change. */
    boolean hasPorts() {
        return protocol == Protocol.TCP
                || protocol == Protocol.UDP
                || protocol == Protocol.UDPLITE
                || protocol == Protocol.SCTP
                || protocol == Protocol.DCCP;
    }

    /** What {@code -m conntrack --ctorigdstport} compares: the port, or of ICMP its type and code. */
    public int dstKey() {
        return isEcho() ? type() << 8 : dstPort;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tuple tuple
                && srcPort == tuple.srcPort
                && dstPort == tuple.dstPort
                && protocol == tuple.protocol
                && request == tuple.request
                && src.equals(tuple.src)
                && dst.equals(tuple.dst);
    }

    /** Spread over all 32 bits: the table takes its buckets from the upper ones. */
    @Override
    public int hashCode() {
        long ports = ((long) srcPort << 32) | ((long) dstPort << 9) | (protocol.number() << 1) | (request ? 1 : 0);
        long mixed = (src.high() ^ src.low()) * 0x9e37_79b9_7f4a_7c15L + (dst.high() ^ dst.low());
        mixed = (mixed ^ (mixed >>> 29) ^ ports) * 0xbf58_476d_1ce4_e5b9L;
        return (int) (((mixed ^ (mixed >>> 32)) * 0x94d0_49bb_1331_11ebL) >>> 32);
    }

    /** As {@code conntrack -L} prints it. */
    @Override
    public String toString() {
        String ends = "src=" + src + " dst=" + dst;
        if (isEcho()) {
            return ends + " type=" + type() + " code=0 id=" + srcPort;
        }
        return hasPorts() ? ends + " sport=" + srcPort + " dport=" + dstPort : ends;
    }
}
