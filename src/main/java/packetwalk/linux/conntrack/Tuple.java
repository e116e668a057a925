package packetwalk.linux.conntrack;

import java.util.Optional;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;

/**
 * One direction of a connection: Linux {@code struct nf_conntrack_tuple}.
 *
 * @param srcPort for ICMP echo the identifier, in both ports
 * @param dstPort as {@code srcPort}
 * @param request for ICMP echo, whether it is the request's direction; true for all else
 */
public record Tuple(Protocol protocol, IpAddress src, int srcPort, IpAddress dst, int dstPort, boolean request) {

    /** The tuple that {@code packet} belongs to; empty for what begins no connection (ICMP errors). */
    static Optional<Tuple> of(Packet packet) {
        Transport transport = packet.transport();
        if (transport instanceof Tcp tcp) {
            return Optional.of(new Tuple(Protocol.TCP, packet.src(), tcp.srcPort(), packet.dst(), tcp.dstPort(), true));
        }
        if (transport instanceof Udp udp) {
            return Optional.of(new Tuple(Protocol.UDP, packet.src(), udp.srcPort(), packet.dst(), udp.dstPort(), true));
        }
        if (transport instanceof IcmpEcho echo) {
            return Optional.of(
                    new Tuple(echo.protocol(), packet.src(), echo.id(), packet.dst(), echo.id(), !echo.reply()));
        }
        return Optional.empty();
    }

    /** The tuple that an answer has. */
    Tuple inverse() {
        return new Tuple(
                protocol, dst, dstPort, src, srcPort, protocol == Protocol.TCP || protocol == Protocol.UDP || !request);
    }

    Tuple withSrc(IpAddress address, int port) {
        return new Tuple(protocol, address, port, dst, isEcho() ? port : dstPort, request);
    }

    Tuple withDst(IpAddress address, int port) {
        return new Tuple(protocol, src, isEcho() ? port : srcPort, address, port, request);
    }

    private boolean isEcho() {
        return protocol == Protocol.ICMP || protocol == Protocol.ICMPV6;
    }

    /** As {@code conntrack -L} prints it. */
    @Override
    public String toString() {
        String ends = "src=" + src + " dst=" + dst;
        return isEcho()
                ? ends + " type=" + (request ? 8 : 0) + " code=0 id=" + srcPort
                : ends + " sport=" + srcPort + " dport=" + dstPort;
    }
}
