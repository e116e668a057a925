package packetwalk.linux.conntrack;

import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.trace.Tracepoints;

/** Address translation, the deed: a packet is rewritten as its connection says. net/netfilter/nf_nat_proto.c. */
public final class NatRewrite {

    private static final int REDIRECT = 5;

    private final Tracepoints trace;

    public NatRewrite(Tracepoints trace) {
        this.trace = trace;
    }

    /** Whether an ICMP redirect would leave a translated network: it is dropped. {@code nf_nat_icmp_reply_translation()}. */
    public static boolean isForeignRedirect(Skb skb, Connection connection) {
        return skb.packet().transport() instanceof IcmpError error
                && error.kind().type() == REDIRECT
                && (!connection.has(CtStatus.SRC_NAT_DONE)
                        || !connection.has(CtStatus.DST_NAT_DONE)
                        || connection.srcNat()
                        || connection.dstNat());
    }

    /** Rewrites a packet as its connection says at this hook; {@code nf_nat_packet()}. */
    public void rewrite(Skb skb, Connection connection, Hook hook) {
        NatKind kind = NatKind.at(hook);
        boolean reply = skb.ctState().reply();
        NatKind decided = reply ? kind.other() : kind;
        if (!connection.has(decided.status())) {
            return;
        }
        Packet before = skb.packet();
        // what answers this packet has the addresses that it shall get, the other way round
        Tuple answer = connection.tuple(!reply);
        Packet after = before.transport() instanceof IcmpError error
                ? rewriteError(before, error, answer, kind)
                : kind == NatKind.SNAT
                        ? withSource(before, answer.dst(), answer.dstPort())
                        : withDestination(before, answer.src(), answer.srcPort());
        if (!after.equals(before)) {
            skb.packet(after);
            explain(skb, before, connection, decided);
        }
    }

    private void explain(Skb skb, Packet before, Connection connection, NatKind decided) {
        if (!trace.on()) {
            return;
        }
        boolean reply = skb.ctState().reply();
        String why = reply || before.transport() instanceof IcmpError
                ? "a reply: what was rewritten on the way there is undone"
                : "decided by the connection's first packet";
        Object decision = connection.natRule().orElse(connection);
        trace.translated(skb.id(), before, skb.packet(), name(connection, decided, reply), decision, why);
    }

    /** {@code MASQUERADE} where such a rule decided, else SNAT or DNAT; in a reply it is undone. */
    private static String name(Connection connection, NatKind decided, boolean reply) {
        boolean masquerade = decided == NatKind.SNAT && connection.natName().equals("MASQUERADE");
        return (reply ? "un-" : "") + (masquerade ? "MASQUERADE" : decided.name());
    }

    /** The quoted packet travelled the other way, so its other side changes; {@code nf_nat_icmp_reply_translation()}. */
    private static Packet rewriteError(Packet packet, IcmpError error, Tuple answer, NatKind kind) {
        boolean source = kind == NatKind.SNAT;
        Packet cause = error.cause();
        Packet quoted = source
                ? withDestination(cause, answer.dst(), answer.dstPort())
                : withSource(cause, answer.src(), answer.srcPort());
        Packet outer = source ? packet.withSrc(answer.dst()) : packet.withDst(answer.src());
        return outer.withTransport(error.withCause(quoted));
    }

    /** The packet itself if nothing changes. */
    private static Packet withSource(Packet packet, IpAddress address, int port) {
        Packet moved = packet.src().equals(address) ? packet : packet.withSrc(address);
        Transport transport = packet.transport();
        if (transport instanceof Tcp tcp && tcp.srcPort() != port) {
            return moved.withTransport(tcp.withPorts(port, tcp.dstPort()));
        }
        if (transport instanceof Udp udp && udp.srcPort() != port) {
            return moved.withTransport(udp.withPorts(port, udp.dstPort()));
        }
        if (transport instanceof Sctp init && init.srcPort() != port) {
            return moved.withTransport(init.withPorts(port, init.dstPort()));
        }
        return withId(moved, port);
    }

    /** The packet itself if nothing changes. */
    private static Packet withDestination(Packet packet, IpAddress address, int port) {
        Packet moved = packet.dst().equals(address) ? packet : packet.withDst(address);
        Transport transport = packet.transport();
        if (transport instanceof Tcp tcp && tcp.dstPort() != port) {
            return moved.withTransport(tcp.withPorts(tcp.srcPort(), port));
        }
        if (transport instanceof Udp udp && udp.dstPort() != port) {
            return moved.withTransport(udp.withPorts(udp.srcPort(), port));
        }
        if (transport instanceof Sctp init && init.dstPort() != port) {
            return moved.withTransport(init.withPorts(init.srcPort(), port));
        }
        return withId(moved, port);
    }

    private static Packet withId(Packet packet, int id) {
        return packet.transport() instanceof IcmpEcho echo && echo.id() != id
                ? packet.withTransport(echo.withId(id))
                : packet;
    }
}
