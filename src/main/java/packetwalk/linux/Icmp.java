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
import packetwalk.net.Udp;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** What the kernel itself hears and says: echo, unreachable, time exceeded. Linux net/ipv4/icmp.c, RFC 792, RFC 1812 4.3. */
final class Icmp {

    private static final Optional<Owner> KERNEL = Optional.of(Owner.KERNEL);

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
            String about = "about its packet " + error.cause().summary();
            namespace.trace().delivered(skb.id(), packet, "kernel", about);
            namespace.sockets().receiveError(skb.id(), packet, error);
        } else if (!namespace.sockets().receive(skb.id(), packet)) {
            int port = packet.transport() instanceof Udp datagram ? datagram.dstPort() : 0;
            drop(skb, DropReason.NO_SOCKET, "nothing is bound to " + packet.dst() + " UDP port " + port);
            error(skb, IcmpError.Kind.PORT_UNREACHABLE);
        }
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
        Packet cause = skb.packet();
        boolean unanswerable = cause.transport() instanceof IcmpError
                || cause.dst().isMulticast()
                || cause.src().isMulticast()
                || cause.src().isAny()
                || skb.macDst().isMulticast()
                || sending; // icmp_xmit_lock(): what the kernel itself is just sending, it does not complain about
        if (unanswerable) {
            return;
        }
        IcmpError error = new IcmpError(kind, cause);
        source(cause).ifPresent(source -> {
            Packet answer = Packet.of(source, cause.src(), error)
                    .withDontFragment(false)
                    .withTos(0xc0);
            String what = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            send(answer, "tells the sender: " + what, (id, packet) -> ip.answer(id, packet, KERNEL, skb));
        });
    }

    /** The address that the cause was for if that is ours, else the one that faces its sender. */
    private Optional<IpAddress> source(Packet cause) {
        if (ip.isLocal(cause.dst())) {
            return Optional.of(cause.dst());
        }
        RouteResult back = namespace.fib().lookup(RouteQuery.output(cause.src(), IpAddress.ANY_V4, 0));
        if (!back.found()) {
            return Optional.empty();
        }
        return back.route()
                .src()
                .or(() -> namespace.addressOf(back.route().dev(), back.route().nextHop(cause.src())));
    }

    private void send(Packet answer, String why, BiConsumer<Integer, Packet> out) {
        Packet packet = answer.withTtl(ip.defaultTtl());
        int id = namespace.simulation().nextPacket();
        namespace.trace().sent(id, packet, "kernel", why);
        sending = true;
        out.accept(id, packet);
        sending = false;
    }
}
