package packetwalk.linux;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Ndp;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.net.Udp;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** What the kernel itself hears and says in ICMPv6: echo, unreachable, too big, time exceeded. net/ipv6/icmp.c, RFC 4443. */
final class Icmpv6 {

    private static final Optional<Owner> KERNEL = Optional.of(Owner.KERNEL);

    /** Where the header says what follows it: RFC 8200 3. */
    private static final int NEXT_HEADER = 6;

    private final NetworkNamespace namespace;
    private final Ipv6 ip;
    private final Ndisc ndisc;
    private boolean sending;

    Icmpv6(NetworkNamespace namespace, Ipv6 ip, Ndisc ndisc) {
        this.namespace = namespace;
        this.ip = ip;
        this.ndisc = ndisc;
    }

    /** {@code ip6_protocol_deliver_rcu()}: to the socket, or to the kernel's own handler. */
    void deliverLocal(Skb skb) {
        Packet packet = skb.packet();
        if (packet.transport() instanceof IcmpEcho echo) {
            receiveEcho(skb, echo);
        } else if (packet.transport() instanceof IcmpError error) {
            receiveError(skb, error);
        } else if (packet.transport() instanceof Ndp message) {
            ndisc.receive(skb, message);
        } else if (packet.transport() instanceof Sctp) {
            // nobody here has loaded the module that would answer
            drop(skb, DropReason.IP_NOPROTO, "no kernel here speaks SCTP");
            error(skb, new IcmpError(IcmpError.Kind.V6_UNKNOWN_NEXT_HEADER, packet, NEXT_HEADER));
        } else if (!namespace.sockets().receive(skb.id(), packet)) {
            int port = packet.transport() instanceof Udp datagram ? datagram.dstPort() : 0;
            drop(skb, DropReason.NO_SOCKET, "nothing is bound to " + packet.dst() + " UDP port " + port);
            skb.resetConnection(); // __udp6_lib_rcv()
            error(skb, IcmpError.Kind.V6_PORT_UNREACHABLE);
        }
    }

    /** {@code icmpv6_notify()}: to whom it is about, if that is still there. */
    private void receiveError(Skb skb, IcmpError error) {
        Packet packet = skb.packet();
        if (namespace.trace().on()) {
            String about = "about its packet " + error.cause().summary();
            namespace.trace().delivered(skb.id(), packet, "kernel", about);
        }
        if (error.kind() == IcmpError.Kind.V6_PACKET_TOO_BIG
                && namespace.sockets().sent(error.cause())) {
            ip.routing().updatePmtu(error.cause(), error.rest());
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
        if (namespace.sysctls().on(Sysctl.ICMPV6_ECHO_IGNORE_ALL)) {
            drop(skb, DropReason.NO_SOCKET, Sysctl.ICMPV6_ECHO_IGNORE_ALL + " = 1");
            return;
        }
        namespace.trace().delivered(skb.id(), packet, "kernel", "the kernel itself answers echo requests");
        // the request's traffic class: icmpv6_echo_reply()
        Packet reply = Packet.of(packet.dst(), packet.src(), echo.answered()).withTos(packet.tos());
        send(reply, "echo reply", (id, built) -> ip.send(id, built, KERNEL));
    }

    /**
     * Tells the sender of {@code skb} why it went no further: {@code icmp6_send()}.
     *
     * <p>Never about an ICMPv6 error, nor about what was for a group or came from no single host: RFC 4443 2.4 (e).
     */
    void error(Skb skb, IcmpError.Kind kind) {
        error(skb, new IcmpError(kind, skb.packet()));
    }

    /** Tells the sender that {@code mtu} would get on. */
    void packetTooBig(Skb skb, int mtu) {
        error(skb, IcmpError.packetTooBig(skb.packet(), mtu));
    }

    private void error(Skb skb, IcmpError error) {
        Packet cause = skb.packet();
        boolean tooBig = error.kind() == IcmpError.Kind.V6_PACKET_TOO_BIG;
        boolean toGroup = cause.dst().isMulticast() || skb.macDst().isMulticast();
        boolean unanswerable = cause.transport() instanceof IcmpError
                || (toGroup && !tooBig)
                || cause.src().isMulticast()
                || cause.src().isAny()
                || sending; // icmpv6_xmit_lock(): what the kernel itself is just sending, it does not complain about
        if (unanswerable) {
            return;
        }
        boolean ours = ip.isLocal(cause.dst());
        Optional<Way> way = ours ? Optional.of(new Way(cause.dst(), cause.dst())) : wayBack(skb, error);
        if (way.isEmpty()) {
            return;
        }
        String what = error.kind()
                .name()
                .substring("V6_".length())
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
        send(
                Packet.of(way.get().source(), cause.src(), error),
                "tells the sender: " + what,
                (id, packet) -> ip.answer(id, packet, KERNEL, way.get().routedFrom(), skb));
    }

    /** From which address an error is sent, and by which its way is looked for; open where the way itself gave it. */
    private record Way(IpAddress source, IpAddress routedFrom) {}

    /** An address of the device that the cause came in by says more than one of the way that leads back, and decides that way. */
    private Optional<Way> wayBack(Skb skb, IcmpError error) {
        IpAddress sender = skb.packet().src();
        RouteQuery open = RouteQuery.output(Packet.of(IpAddress.ANY_V6, sender, error), 0);
        RouteResult first = ip.routing().lookup(open);
        boolean preferred = leads(first) && first.route().src().isPresent(); // icmpv6_rt_has_prefsrc()
        Optional<IpAddress> own = preferred || skb.arrivedBy().isEmpty()
                ? Optional.empty()
                : ip.routing().sourceOn(skb.arrivedBy(), sender);
        if (own.isPresent()) {
            return own.filter(source -> leads(ip.routing().lookup(open.from(source))))
                    .map(source -> new Way(source, source));
        }
        RouteResult back = ip.routing().lookupFor(open);
        return leads(back)
                ? ip.routing().source(back.route(), sender).map(source -> new Way(source, IpAddress.ANY_V6))
                : Optional.empty();
    }

    private static boolean leads(RouteResult result) {
        return Ipv6Routing.refusal(result).isEmpty();
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
