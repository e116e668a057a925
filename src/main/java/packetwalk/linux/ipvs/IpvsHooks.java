package packetwalk.linux.ipvs;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.CtStatus;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.ipvs.IpvsConnections.Ends;
import packetwalk.linux.sysctl.IpvsSysctl;
import packetwalk.net.IcmpError;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.net.Tcp;
import packetwalk.net.Udp;

/**
 * Where IPVS meets packets: {@code ip_vs_ops4}, net/netfilter/ipvs/ip_vs_core.c.
 *
 * <p>At INPUT after the filter and before nat (priorities 98 and 99), at OUTPUT after nat and before the filter (-99
 * and -98), at FORWARD after the filter (99 and 100). At each, what goes back to a client comes first.
 */
public final class IpvsHooks {

    private static final int DEST_UNREACH = 3;
    private static final int SOURCE_QUENCH = 4;
    private static final int TIME_EXCEEDED = 11;

    private final Ipvs ipvs;
    private final IpvsStack stack;
    private final Scheduling scheduling;
    private final IpvsRewrite rewrite;

    IpvsHooks(Ipvs ipvs, IpvsStack stack) {
        this.ipvs = ipvs;
        this.stack = stack;
        this.scheduling = new Scheduling(ipvs, stack);
        this.rewrite = new IpvsRewrite(stack.trace(), stack.conntrack());
    }

    /** Both of a hook's functions, one after the other. */
    public Outcome pass(Skb skb, Hook hook) {
        if (skb.ipvsProperty()) {
            return Outcome.ACCEPT;
        }
        if (hook == Hook.FORWARD) {
            Outcome outcome = forwardIcmp(skb);
            return outcome.accepted() && !skb.ipvsProperty() ? output(skb, hook) : outcome;
        }
        Outcome outcome = output(skb, hook);
        return outcome.accepted() && !skb.ipvsProperty() ? input(skb, hook) : outcome;
    }

    /** The ends of what {@code packet} carries; null if it has no ports, as IPVS knows no other protocols. */
    private static @Nullable Ends ends(Packet packet) {
        if (packet.transport() instanceof Tcp tcp) {
            return new Ends(packet.protocol(), packet.src(), tcp.srcPort(), packet.dst(), tcp.dstPort());
        }
        if (packet.transport() instanceof Sctp sctp) {
            return new Ends(packet.protocol(), packet.src(), sctp.srcPort(), packet.dst(), sctp.dstPort());
        }
        return packet.transport() instanceof Udp udp
                ? new Ends(packet.protocol(), packet.src(), udp.srcPort(), packet.dst(), udp.dstPort())
                : null;
    }

    /** The ends of the packet that an ICMP error quotes, turned round; null for what IPVS leaves alone. */
    private static @Nullable Ends quoted(IcmpError error) {
        int type = error.kind().type();
        Ends quoted =
                type == DEST_UNREACH || type == SOURCE_QUENCH || type == TIME_EXCEEDED ? ends(error.cause()) : null;
        return quoted == null ? null : quoted.back();
    }

    /** {@code ip_vs_out_hook()}: does a real server answer a client? */
    private Outcome output(Skb skb, Hook hook) {
        boolean error = skb.packet().transport() instanceof IcmpError;
        Ends ends = skb.packet().transport() instanceof IcmpError about ? quoted(about) : ends(skb.packet());
        if (ends == null) {
            return Outcome.ACCEPT;
        }
        Optional<IpvsConnection> found = ipvs.table().outward(ends);
        if (found.isPresent()) {
            return respond(skb, found.get(), hook, error);
        }
        boolean stray = !error
                && stack.sysctls().on(IpvsSysctl.NAT_ICMP_SEND)
                && !(skb.packet().transport() instanceof Tcp segment && segment.has(Tcp.Flag.RST))
                && ipvs.hasRealServer(ends.protocol(), ends.from(), ends.fromPort());
        if (stray) {
            stack.portUnreachable(skb);
            return Outcome.drop("IPVS: no connection of real server " + ends.from() + ":" + ends.fromPort()
                    + " is that (nat_icmp_send)");
        }
        return Outcome.ACCEPT;
    }

    /** {@code handle_response()} and {@code handle_response_icmp()}. */
    private Outcome respond(Skb skb, IpvsConnection connection, Hook hook, boolean error) {
        if (connection.forwarding() == ForwardingMethod.MASQ) {
            rewrite.toClient(skb, connection);
            boolean rerouted = !stack.sysctls().on(IpvsSysctl.SNAT_REROUTE) || stack.reroute(skb, hook);
            if (!rerouted) {
                return Outcome.drop("IPVS: no way back to the client");
            }
        }
        ipvs.countOut(connection, skb.packet().length());
        if (!error) {
            changeState(skb, connection, TcpState.Direction.OUTPUT);
        }
        skb.takenByIpvs();
        rewrite.tellInward(skb, connection);
        if (!error) {
            ipvs.table().restart(connection);
        }
        return Outcome.ACCEPT;
    }

    private void changeState(Skb skb, IpvsConnection connection, TcpState.Direction direction) {
        if (skb.packet().transport() instanceof Tcp segment) {
            connection.tcp(direction, segment, ipvs.timeouts());
        } else if (skb.packet().transport() instanceof Sctp) {
            connection.sctpInit();
        } else {
            connection.udp(direction, ipvs.timeouts());
        }
    }

    /** {@code ip_vs_in_hook()}: is it for a virtual server? */
    private Outcome input(Skb skb, Hook hook) {
        boolean forGroup = hook != Hook.OUTPUT && (skb.macDst().isMulticast() || skb.routedToAll());
        if (forGroup) {
            return Outcome.ACCEPT;
        }
        if (skb.packet().transport() instanceof IcmpError error) {
            return inputIcmp(skb, error, hook);
        }
        Ends ends = ends(skb.packet());
        if (ends == null) {
            return Outcome.ACCEPT;
        }
        IpvsConnection connection = ipvs.table().inward(ends).orElse(null);
        boolean known = connection != null;
        if (connection != null) {
            Outcome stale = unusable(skb, connection);
            if (stale != null && !stale.accepted()) {
                return stale;
            }
            connection = stale == null ? connection : null;
        }
        if (connection == null) {
            Scheduling.Attempt attempt = scheduling.schedule(skb, ends, false);
            connection = attempt.connection();
            known = false;
            if (connection == null) {
                return attempt.outcome();
            }
        }
        return deliver(skb, connection, known);
    }

    private Outcome deliver(Skb skb, IpvsConnection connection, boolean known) {
        if (known && stack.trace().on()) {
            stack.trace().balanced(skb.id(), skb.packet(), "balanced", connection, "a connection that IPVS knows");
        }
        ipvs.countIn(connection, skb.packet().length());
        changeState(skb, connection, TcpState.Direction.INPUT);
        Outcome outcome = transmit(skb, connection, true);
        ipvs.table().restart(connection);
        return outcome;
    }

    /**
     * Whether a known connection cannot take the packet.
     *
     * @return null if it can; ACCEPT if another one is to be begun; else the packet's end
     */
    private @Nullable Outcome unusable(Skb skb, IpvsConnection connection) {
        RealServer server = connection.server();
        boolean expireNoDest = stack.sysctls().on(IpvsSysctl.EXPIRE_NODEST_CONN);
        boolean syn = skb.packet().transport() instanceof Tcp segment && segment.has(Tcp.Flag.SYN);
        if (syn && expireNoDest && server.weight() == 0) {
            return expire(skb, connection);
        }
        if (syn && isOver(connection)) {
            boolean reschedule = !connection.controls() || !usesOldConntrack(skb, connection);
            if (reschedule) {
                return expire(skb, connection);
            }
        }
        if (!server.available()) {
            return expireNoDest
                    ? expire(skb, connection)
                    : Outcome.drop("IPVS: real server " + server + " was taken away (expire_nodest_conn = 0)");
        }
        return null;
    }

    /** Whether a SYN begins a new connection where this one was: {@code is_new_conn_expected()}. */
    private boolean isOver(IpvsConnection connection) {
        int mode = stack.sysctls().value(IpvsSysctl.CONN_REUSE_MODE);
        if (mode == 0 || connection.control() != null) {
            return false;
        }
        boolean oneWay = connection.forwarding() != ForwardingMethod.MASQ;
        return connection.tcp() == TcpState.TIME_WAIT
                || connection.tcp() == TcpState.CLOSE
                || ((mode & 2) != 0 && connection.tcp() == TcpState.FIN_WAIT && oneWay);
    }

    private Outcome expire(Skb skb, IpvsConnection connection) {
        boolean old = usesOldConntrack(skb, connection);
        if (!old) {
            connection.untracked();
        }
        if (!connection.controls()) {
            ipvs.table().expireNow(connection);
        }
        return old
                ? Outcome.drop("IPVS: its old connection ends first, with the one that connection tracking has of it")
                : Outcome.ACCEPT;
    }

    /** {@code ip_vs_conn_uses_old_conntrack()}. */
    private static boolean usesOldConntrack(Skb skb, IpvsConnection connection) {
        Connection tracked = skb.connection();
        return connection.tracked() && tracked != null && tracked.has(CtStatus.CONFIRMED);
    }

    /** {@code ip_vs_in_icmp()}: about a packet that went to a client. */
    private Outcome inputIcmp(Skb skb, IcmpError error, Hook hook) {
        Ends ends = quoted(error);
        if (ends == null) {
            return Outcome.ACCEPT;
        }
        IpvsConnection connection = ipvs.table().inward(ends).orElse(null);
        if (connection == null) {
            if (!stack.sysctls().on(IpvsSysctl.SCHEDULE_ICMP)) {
                return Outcome.ACCEPT;
            }
            Scheduling.Attempt attempt = scheduling.schedule(skb, ends, true);
            connection = attempt.connection();
            if (connection == null) {
                return attempt.outcome();
            }
            ipvs.table().restart(connection);
        }
        ipvs.countIn(connection, skb.packet().length());
        return transmit(skb, connection, hook != Hook.FORWARD);
    }

    /** {@code ip_vs_forward_icmp()}: errors that are for no address of this host. */
    private Outcome forwardIcmp(Skb skb) {
        return skb.packet().transport() instanceof IcmpError error
                ? inputIcmp(skb, error, Hook.FORWARD)
                : Outcome.ACCEPT;
    }

    /** {@code ip_vs_nat_xmit()}, {@code ip_vs_dr_xmit()} and {@code ip_vs_icmp_xmit()}. */
    private Outcome transmit(Skb skb, IpvsConnection connection, boolean localAllowed) {
        boolean masq = connection.forwarding() == ForwardingMethod.MASQ;
        Packet before = skb.packet();
        IpvsStack.Way way = stack.wayTo(skb, connection.server().address(), localAllowed, !masq);
        if (way == IpvsStack.Way.NONE) {
            return Outcome.STOLEN;
        }
        if (way == IpvsStack.Way.REMOTE && connection.forwarding() == ForwardingMethod.TUNNEL) {
            return Outcome.unknown("IPVS forwarding method " + connection.forwarding());
        }
        boolean fromOutside = !skb.in().isEmpty() && !skb.in().equals("lo");
        if (masq
                && way == IpvsStack.Way.LOCAL
                && fromOutside
                && connection.server().address().isLoopback()) {
            return Outcome.drop("IPVS: a real server on a loopback address is for this host's own packets");
        }
        if (masq) {
            rewrite.toServer(skb, before, connection);
        }
        skb.takenByIpvs();
        rewrite.tellOutward(skb, connection);
        if (way == IpvsStack.Way.LOCAL) {
            return Outcome.ACCEPT;
        }
        stack.send(skb);
        return Outcome.STOLEN;
    }
}
