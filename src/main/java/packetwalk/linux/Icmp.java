package packetwalk.linux;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.net.Udp;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** What the kernel itself hears and says: echo, unreachable, time exceeded. Linux net/ipv4/icmp.c, RFC 792, RFC 1812 4.3. */
final class Icmp {

    private static final Optional<Owner> KERNEL = Optional.of(Owner.KERNEL);
    /** {@code RT_TOS()}: what an error keeps of the type of service of its cause. */
    private static final int TOS_MASK = 0x1e;

    /** {@code IPTOS_PREC_INTERNETCONTROL}: errors travel before others. */
    private static final int INTERNETCONTROL = 0xc0;

    private final NetworkNamespace namespace;
    private final Ipv4 ip;
    private boolean sending;

    Icmp(NetworkNamespace namespace, Ipv4 ip) {
        this.namespace = namespace;
        this.ip = ip;
    }

    /** {@code ip_local_deliver_finish()}: to the socket, or to the kernel's own handler. */
    void deliverLocal(Skb skb) {
        Packet packet = skb.packet();
        if (packet.transport() instanceof IcmpEcho echo) {
            receiveEcho(skb, echo);
        } else if (packet.transport() instanceof IcmpError error) {
            receiveError(skb, error);
        } else if (packet.transport() instanceof Sctp) {
            // nobody here has loaded the module that would answer
            drop(skb, DropReason.IP_NOPROTO, "no kernel here speaks SCTP");
            error(skb, IcmpError.Kind.PROTOCOL_UNREACHABLE);
        } else if (namespace.receiveTunnelled(skb)) {
            return; // udp_encap_rcv(): what comes through a tunnel never reaches the socket's queue
        } else if (!namespace.sockets().receive(skb.id(), packet)) {
            int port = packet.transport() instanceof Udp datagram ? datagram.dstPort() : 0;
            drop(skb, DropReason.NO_SOCKET, "nothing is bound to " + packet.dst() + " UDP port " + port);
            skb.resetConnection(); // __udp4_lib_rcv()
            error(skb, IcmpError.Kind.PORT_UNREACHABLE);
        }
    }

    /** {@code icmp_unreach()} and {@code icmp_redirect()}: to whom it is about, if that is still there. */
    private void receiveError(Skb skb, IcmpError error) {
        Packet packet = skb.packet();
        if (namespace.trace().on()) {
            String about = "about its packet " + error.cause().summary();
            namespace.trace().delivered(skb.id(), packet, "kernel", about);
        }
        boolean sent = namespace.sockets().sent(error.cause()) || namespace.sentByTunnel(error.cause());
        if (error.kind() == IcmpError.Kind.REDIRECT_HOST) {
            if (sent) {
                ip.redirects().receive(skb, error);
            }
            return;
        }
        if (sent && error.kind() == IcmpError.Kind.FRAGMENTATION_NEEDED) {
            PathMtu.update(namespace, error.cause(), error.mtu());
        }
        namespace.sockets().receiveError(skb.id(), packet, error);
    }

    private void drop(Skb skb, DropReason reason, String detail) {
        namespace.trace().dropped(skb.id(), skb.packet(), "", Step.Layer.SOCKET, reason, "", detail);
    }

    private void receiveEcho(Skb skb, IcmpEcho echo) {
        Packet packet = skb.packet();
        if (echo.reply()) {
            if (!namespace.sockets().receiveEchoReply(skb.id(), packet, echo)) {
                drop(skb, DropReason.NO_SOCKET, "no ping with identifier " + echo.id() + " runs here");
            }
            return;
        }
        if (namespace.sysctls().on(Sysctl.ICMP_ECHO_IGNORE_ALL)) {
            drop(skb, DropReason.NO_SOCKET, Sysctl.ICMP_ECHO_IGNORE_ALL + " = 1");
            return;
        }
        boolean forAll = skb.route().type() == RouteType.BROADCAST;
        if (forAll && namespace.sysctls().on(Sysctl.ICMP_ECHO_IGNORE_BROADCASTS)) {
            drop(skb, DropReason.NO_SOCKET, Sysctl.ICMP_ECHO_IGNORE_BROADCASTS + " = 1");
            return;
        }
        namespace.trace().delivered(skb.id(), packet, "kernel", "the kernel itself answers echo requests");
        // the kernel's own ICMP socket: no path MTU discovery, and the request's TOS (icmp_reply)
        Packet reply = Packet.of(packet.dst(), packet.src(), echo.answered());
        send(
                reply.withDontFragment(false).withTos(packet.tos()),
                "echo reply",
                (id, built) -> ip.send(id, built, KERNEL));
    }

    /**
     * Tells the sender of {@code skb} why it went no further; {@code icmp_send()}.
     *
     * <p>Never about an ICMP error, nor about what was for a group or came from no single host (RFC 1812 4.3.2.7).
     */
    void error(Skb skb, IcmpError.Kind kind) {
        error(skb, new IcmpError(kind, skb.packet()));
    }

    /** Tells the sender that what it sends must be cut up, and is not to be; {@code mtu} would get on. */
    void fragmentationNeeded(Skb skb, int mtu) {
        error(skb, IcmpError.fragmentationNeeded(skb.packet(), mtu));
    }

    /** Tells the sender that {@code gateway} is a better way. */
    void redirect(Skb skb, IpAddress gateway) {
        error(skb, IcmpError.redirect(skb.packet(), gateway));
    }

    private void error(Skb skb, IcmpError error) {
        Packet cause = skb.packet();
        boolean unanswerable = cause.transport() instanceof IcmpError
                || cause.dst().isMulticast()
                || cause.src().isMulticast()
                || cause.src().isAny()
                || skb.routedToAll()
                || skb.macDst().isMulticast()
                || sending; // icmp_xmit_lock(): what the kernel itself is just sending, it does not complain about
        if (unanswerable) {
            return;
        }
        // at PREROUTING it has but the way back, nf_reject_fill_skb_dst(): nobody knows yet that it is for this host
        boolean ours = skb.isRouted() && ip.isLocal(cause.dst());
        Optional<IpAddress> source = ours ? Optional.of(cause.dst()) : sourceTowards(cause, error);
        if (source.isEmpty()) {
            return;
        }
        Packet answer = Packet.of(source.get(), cause.src(), error)
                .withDontFragment(false)
                .withTos((cause.tos() & TOS_MASK) | INTERNETCONTROL);
        String what = error.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        IpAddress routedFrom = ours ? cause.dst() : IpAddress.ANY_V4;
        send(answer, "tells the sender: " + what, (id, packet) -> ip.answer(id, packet, KERNEL, routedFrom, skb));
    }

    /** The address that faces the sender of {@code cause}: {@code icmp_route_lookup()}. */
    private Optional<IpAddress> sourceTowards(Packet cause, IcmpError error) {
        RouteQuery back = RouteQuery.output(Packet.of(IpAddress.ANY_V4, cause.src(), error), 0);
        RouteResult result = ip.outputRouting().lookup(back, cause);
        return result.found() ? ip.outputRouting().source(result.route(), cause.src()) : Optional.empty();
    }

    private void send(Packet answer, String why, BiConsumer<Integer, Packet> out) {
        Packet packet = answer.withTtl(ip.defaultTtl(answer.dst()));
        int id = namespace.simulation().nextPacket();
        namespace.trace().sent(id, packet, "kernel", why);
        sending = true;
        out.accept(id, packet);
        sending = false;
    }
}
