package packetwalk.linux.ipvs;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.linux.conntrack.CtStatus;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.conntrack.Tuple;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.trace.Tracepoints;

/** The real server's address in place of the virtual one, and back; and what connection tracking is told of it. */
final class IpvsRewrite {

    private final Tracepoints trace;
    private final Conntrack conntrack;

    IpvsRewrite(Tracepoints trace, Conntrack conntrack) {
        this.trace = trace;
        this.conntrack = conntrack;
    }

    /**
     * {@code tcp_dnat_handler()}, {@code ip_vs_nat_icmp()}: on the way to the real server.
     *
     * @param before the packet as it came, with the time to live that it had
     */
    void toServer(Skb skb, Packet before, IpvsConnection connection) {
        IpAddress address = connection.server().address();
        int port = connection.serverPort();
        Packet packet = skb.packet();
        Packet changed = packet.transport() instanceof IcmpError error
                ? packet.withDst(address).withTransport(error.withCause(withSource(error.cause(), address, port)))
                : withDestination(packet, address, port);
        record(skb, before, changed, "DNAT", connection);
    }

    /** {@code tcp_snat_handler()}, {@code ip_vs_nat_icmp()}: on the way back to the client. */
    void toClient(Skb skb, IpvsConnection connection) {
        IpAddress address = connection.virtual();
        int port = connection.virtualPort();
        Packet packet = skb.packet();
        Packet changed = packet.transport() instanceof IcmpError error
                ? packet.withSrc(address).withTransport(error.withCause(withDestination(error.cause(), address, port)))
                : withSource(packet, address, port);
        record(skb, packet, changed, "un-DNAT", connection);
    }

    private void record(Skb skb, Packet before, Packet changed, String kind, IpvsConnection connection) {
        if (!changed.equals(before)) {
            skb.packet(changed);
            if (trace.on()) {
                trace.translated(skb.id(), before, changed, kind, connection, "by IPVS, as its connection says");
            }
        }
    }

    private static Packet withSource(Packet packet, IpAddress address, int port) {
        Transport transport = packet.transport();
        if (transport instanceof Tcp tcp) {
            transport = tcp.withPorts(port, tcp.dstPort());
        } else if (transport instanceof Udp udp) {
            transport = udp.withPorts(port, udp.dstPort());
        } else if (transport instanceof Sctp sctp) {
            transport = sctp.withPorts(port, sctp.dstPort());
        }
        return packet.withSrc(address).withTransport(transport);
    }

    private static Packet withDestination(Packet packet, IpAddress address, int port) {
        Transport transport = packet.transport();
        if (transport instanceof Tcp tcp) {
            transport = tcp.withPorts(tcp.srcPort(), port);
        } else if (transport instanceof Udp udp) {
            transport = udp.withPorts(udp.srcPort(), port);
        } else if (transport instanceof Sctp sctp) {
            transport = sctp.withPorts(sctp.srcPort(), port);
        }
        return packet.withDst(address).withTransport(transport);
    }

    /** Of a packet that goes to the real server: whose answers its connection has to expect. */
    void tellOutward(Skb skb, IpvsConnection connection) {
        Connection tracked = alterable(skb, connection);
        if (tracked != null) {
            Tuple reply = tracked.reply();
            boolean ports = !(skb.packet().transport() instanceof IcmpError);
            int port = ports ? connection.serverPort() : reply.srcPort();
            conntrack.alterReply(tracked, reply.withSrc(connection.server().address(), port));
        }
    }

    /** Of one that goes to the client. */
    void tellInward(Skb skb, IpvsConnection connection) {
        Connection tracked = alterable(skb, connection);
        if (tracked != null) {
            conntrack.alterReply(tracked, tracked.reply().withDst(connection.virtual(), connection.virtualPort()));
        }
    }

    /**
     * The packet's connection, if it is new and its answers are not decided: {@code ip_vs_update_conntrack()}; null if
     * not. One that IPVS does not want tracked is forgotten.
     */
    private static @Nullable Connection alterable(Skb skb, IpvsConnection connection) {
        if (!connection.tracked()) {
            skb.forgetConnection();
            return null;
        }
        Connection tracked = skb.connection();
        boolean open = tracked != null
                && !tracked.has(CtStatus.CONFIRMED)
                && !tracked.has(CtStatus.DYING)
                && connection.forwarding() == ForwardingMethod.MASQ
                && !connection.onePacket()
                && !skb.ctState().reply();
        return open ? tracked : null;
    }
}
