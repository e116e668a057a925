package packetwalk.linux.conntrack;

import packetwalk.linux.conntrack.TcpConntrack.Peer;
import packetwalk.linux.conntrack.TcpTransitions.Kind;
import packetwalk.linux.sysctl.ConntrackSysctl;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Tcp.Flag;

/** Follows TCP connections: {@code nf_conntrack_tcp_packet()} of net/netfilter/nf_conntrack_proto_tcp.c. */
final class TcpTracker {

    private static final Judgement BAD_FLAGS = Judgement.invalid("no TCP segment has this combination of flags");
    private static final Judgement CANNOT_BEGIN =
            Judgement.invalid("it answers something that was never seen here, and can begin no connection");
    private static final Judgement NOT_LOOSE =
            Judgement.invalid("it is from the middle of a connection, and " + ConntrackSysctl.TCP_LOOSE + " = 0");
    private static final Judgement WRONG_STATE = Judgement.invalid("the connection's state allows no such segment");
    private static final Judgement IGNORED = Judgement.accept(
            "it may be right or wrong: whoever gets it will tell, and until then the connection stays as it is");
    private static final Judgement CHALLENGE =
            Judgement.accept("an acknowledgement that answers an ignored SYN (RFC 5961) acknowledges no FIN");
    private static final Judgement BAD_RESET =
            Judgement.invalid("a reset that lies before what its receiver has acknowledged");
    private static final Judgement REOPENED = new Judgement(Judgement.Kind.ANEW, "");
    private static final Judgement REFUSED =
            new Judgement(Judgement.Kind.LAST, "a connection that got nothing but a reset is forgotten at once");
    private static final Judgement SYN_AGAIN =
            Judgement.accept("a SYN that comes again does not keep its connection alive");

    private final Timeouts timeouts;

    TcpTracker(Timeouts timeouts) {
        this.timeouts = timeouts;
    }

    private boolean on(ConntrackSysctl setting) {
        return timeouts.seconds(setting) != 0;
    }

    Judgement packet(Connection connection, Packet packet, Tcp segment, boolean reply) {
        if (!hasValidFlags(segment)) {
            return BAD_FLAGS;
        }
        Kind kind = Kind.of(segment);
        TcpConntrack tcp = connection.tcp();
        if (!connection.has(CtStatus.CONFIRMED)) {
            Judgement first = begin(tcp, segment, kind);
            if (!first.is(Judgement.Kind.ACCEPT)) {
                return first;
            }
        }
        TcpTransitions.Next next = TcpTransitions.after(tcp.state, kind, reply);
        if (next.what() == TcpTransitions.What.INVALID) {
            return WRONG_STATE;
        }
        boolean overAndAgain =
                next.state() == TcpState.SYN_SENT && (tcp.state == TcpState.TIME_WAIT || tcp.state == TcpState.CLOSE);
        if (overAndAgain && (tcp.closeBegun() || (tcp.lastReply == reply && tcp.lastKind == Kind.RST))) {
            return REOPENED;
        }
        if (next.what() == TcpTransitions.What.IGNORED || overAndAgain) {
            if (!answersIgnoredSyn(tcp, segment, kind, reply)) {
                ignore(tcp, segment, kind, reply);
                return IGNORED;
            }
            followIgnoredSyn(tcp, reply);
            return inWindow(connection, packet, segment, kind, reply, TcpState.SYN_SENT, TcpState.SYN_RECV);
        }
        return go(connection, packet, segment, kind, reply, next.state());
    }

    /** {@code tcp_valid_flags}: PSH is always valid; FIN is not without ACK, nor URG with RST. */
    private static boolean hasValidFlags(Tcp segment) {
        boolean ack = segment.has(Flag.ACK);
        boolean urg = segment.has(Flag.URG);
        if (segment.has(Flag.RST)) {
            return !segment.has(Flag.SYN) && !segment.has(Flag.FIN) && !urg;
        }
        if (segment.has(Flag.SYN)) {
            return !segment.has(Flag.FIN) && !(ack && urg);
        }
        return ack;
    }

    /** {@code tcp_new()}: a SYN, or with {@code tcp_loose} what only a running connection can have. */
    private Judgement begin(TcpConntrack tcp, Tcp segment, Kind kind) {
        if (kind != Kind.SYN && kind != Kind.ACK) {
            return CANNOT_BEGIN;
        }
        boolean syn = kind == Kind.SYN;
        if (!syn && !on(ConntrackSysctl.TCP_LOOSE)) {
            return NOT_LOOSE;
        }
        tcp.begin();
        Peer sender = tcp.peer(false);
        sender.end = end(segment);
        sender.maxWin = Math.max(1, segment.window());
        sender.maxEnd = syn ? sender.end : sender.end + sender.maxWin;
        if (syn) {
            TcpWindow.options(sender, segment);
        } else {
            sender.liberal = true;
            tcp.peer(true).liberal = true;
        }
        return Judgement.ACCEPT;
    }

    private static int end(Tcp segment) {
        return (int) segment.seq() + segment.span();
    }

    /** A SYN-ACK to a SYN that was ignored: the two sides are in step, and it is we who are not. */
    private static boolean answersIgnoredSyn(TcpConntrack tcp, Tcp segment, Kind kind, boolean reply) {
        return kind == Kind.SYN_ACK
                && tcp.lastKind == Kind.SYN
                && tcp.lastReply != reply
                && (int) segment.ack() == tcp.lastEnd;
    }

    private static void followIgnoredSyn(TcpConntrack tcp, boolean reply) {
        Peer opener = tcp.peer(tcp.lastReply);
        opener.reset();
        opener.liberal = false;
        opener.end = tcp.lastEnd;
        opener.maxEnd = tcp.lastEnd;
        opener.maxWin = Math.max(1, tcp.lastWin);
        opener.scale = Math.max(0, tcp.lastScale);
        opener.scales = tcp.lastScale >= 0;
        tcp.challenged = false;
        tcp.peer(reply).reset();
    }

    private static void ignore(TcpConntrack tcp, Tcp segment, Kind kind, boolean reply) {
        tcp.lastKind = kind;
        tcp.lastReply = reply;
        tcp.lastSeq = (int) segment.seq();
        tcp.lastEnd = end(segment);
        tcp.lastWin = segment.window();
        if (kind == Kind.SYN && !reply) {
            tcp.lastScale = segment.options().windowScale();
            tcp.simultaneous = false;
            tcp.challenged = tcp.state == TcpState.LAST_ACK;
        }
        if (tcp.state == TcpState.SYN_SENT && kind == Kind.ACK && reply) {
            tcp.lastAck = (int) segment.ack(); // possibly a challenge
        }
    }

    private Judgement go(Connection connection, Packet packet, Tcp segment, Kind kind, boolean reply, TcpState wanted) {
        TcpConntrack tcp = connection.tcp();
        TcpState before = tcp.state;
        TcpState after = wanted;
        if (after == TcpState.TIME_WAIT && answersChallenge(tcp, kind, reply)) {
            tcp.challenged = false;
            return CHALLENGE;
        }
        if (after == TcpState.SYN_SENT2) {
            tcp.simultaneous = true;
        }
        if (after == TcpState.SYN_RECV && reply && kind == Kind.ACK && tcp.simultaneous) {
            after = TcpState.ESTABLISHED;
        }
        if (kind == Kind.RST) {
            return reset(connection, packet, segment, reply);
        }
        return inWindow(connection, packet, segment, kind, reply, before, after);
    }

    /** What answers a SYN that was ignored in LAST_ACK does not acknowledge the FIN. */
    private static boolean answersChallenge(TcpConntrack tcp, Kind kind, boolean reply) {
        return tcp.state == TcpState.LAST_ACK
                && kind == Kind.ACK
                && tcp.lastReply != reply
                && tcp.lastKind == Kind.SYN
                && tcp.challenged;
    }

    private Judgement reset(Connection connection, Packet packet, Tcp segment, boolean reply) {
        TcpConntrack tcp = connection.tcp();
        TcpState after = TcpState.CLOSE;
        if (tcp.state.closing()) {
            // the tuple may be in use again already, so nothing that is remembered can be held against it
            return accepted(connection, packet, Kind.RST, reply, tcp.state, after);
        }
        boolean established = tcp.state == TcpState.ESTABLISHED && connection.assured();
        Peer receiver = tcp.peer(!reply);
        int seq = (int) segment.seq();
        if (receiver.acked && tcp.lastKind != Kind.SYN) {
            boolean answersSyn = seq == 0 && !established;
            boolean early = TcpWindow.before(seq, receiver.maxAck) && !on(ConntrackSysctl.TCP_IGNORE_INVALID_RST);
            if (!answersSyn && early) {
                return BAD_RESET;
            }
            boolean follows = tcp.lastKind == Kind.ACK && tcp.lastReply == reply && seq == tcp.lastEnd;
            if (answersSyn || !established || seq == receiver.maxAck || follows) {
                return inWindow(connection, packet, segment, Kind.RST, reply, tcp.state, after);
            }
            after = tcp.state; // its receiver may challenge it: RFC 5961 3.2
        }
        boolean seenReply = connection.has(CtStatus.SEEN_REPLY);
        boolean answersIgnored = ((seenReply && tcp.lastKind == Kind.SYN && tcp.lastReply != reply)
                        || (!connection.assured() && tcp.lastKind == Kind.ACK))
                && (int) segment.ack() == tcp.lastEnd;
        boolean answersChallenge =
                tcp.state == TcpState.SYN_SENT && tcp.lastKind == Kind.ACK && tcp.lastReply && seq == tcp.lastAck;
        return answersIgnored || answersChallenge
                ? accepted(connection, packet, Kind.RST, reply, tcp.state, after)
                : inWindow(connection, packet, segment, Kind.RST, reply, tcp.state, after);
    }

    private Judgement inWindow(
            Connection connection,
            Packet packet,
            Tcp segment,
            Kind kind,
            boolean reply,
            TcpState before,
            TcpState after) {
        TcpConntrack tcp = connection.tcp();
        TcpWindow.Result result = new TcpWindow(tcp, segment, reply, on(ConntrackSysctl.TCP_BE_LIBERAL)).check(kind);
        switch (result.what()) {
            case IGNORE -> {
                return Judgement.accept(result.why());
            }
            case INVALID -> {
                hasten(connection, kind, reply);
                return Judgement.invalid(result.why());
            }
            default -> {
                return accepted(connection, packet, kind, reply, before, after);
            }
        }
    }

    /** A FIN or reset out of window: the two sides may be done while we do not know. {@code nf_tcp_handle_invalid()}. */
    private void hasten(Connection connection, Kind kind, boolean reply) {
        TcpConntrack tcp = connection.tcp();
        if (!connection.assured() || (kind != Kind.RST && kind != Kind.FIN)) {
            return;
        }
        boolean both = tcp.lastReply != reply && (tcp.lastKind == Kind.FIN || tcp.lastKind == Kind.RST);
        if (!both) {
            tcp.lastKind = kind;
            tcp.lastReply = reply;
            return;
        }
        long left = timeouts.secondsLeft(connection);
        int unacknowledged = timeouts.seconds(ConntrackSysctl.TCP_TIMEOUT_UNACKNOWLEDGED);
        if (left >= 120 && left > unacknowledged) {
            timeouts.set(connection, unacknowledged);
        }
    }

    private Judgement accepted(
            Connection connection, Packet packet, Kind kind, boolean reply, TcpState before, TcpState after) {
        TcpConntrack tcp = connection.tcp();
        tcp.lastKind = kind;
        tcp.lastReply = reply;
        tcp.state = after;
        if (before != after && after == TcpState.FIN_WAIT) {
            tcp.peer(reply).closed = true;
        }
        int timeout = timeout(tcp, kind);
        if (!connection.has(CtStatus.SEEN_REPLY)) {
            if (kind == Kind.RST) {
                return REFUSED;
            }
            if (kind == Kind.SYN && before == TcpState.SYN_SENT) {
                return SYN_AGAIN;
            }
            if (after == TcpState.ESTABLISHED) {
                timeout = Math.min(timeout, timeouts.seconds(ConntrackSysctl.TCP_TIMEOUT_UNACKNOWLEDGED));
            }
        } else if (after == TcpState.ESTABLISHED && (before == TcpState.SYN_RECV || before == TcpState.ESTABLISHED)) {
            connection.add(CtStatus.ASSURED);
        }
        timeouts.refresh(connection, packet, reply, timeout);
        return Judgement.ACCEPT;
    }

    private int timeout(TcpConntrack tcp, Kind kind) {
        int usual = tcp.state == TcpState.SYN_SENT2 ? 120 : timeouts.seconds(tcp.state.timeout());
        int retrans = timeouts.seconds(ConntrackSysctl.TCP_TIMEOUT_MAX_RETRANS);
        int unacknowledged = timeouts.seconds(ConntrackSysctl.TCP_TIMEOUT_UNACKNOWLEDGED);
        if (tcp.retrans >= timeouts.seconds(ConntrackSysctl.TCP_MAX_RETRANS) && usual > retrans) {
            return retrans;
        }
        if (kind == Kind.RST) {
            return timeouts.seconds(ConntrackSysctl.TCP_TIMEOUT_CLOSE);
        }
        if (tcp.unacknowledged() && usual > unacknowledged) {
            return unacknowledged;
        }
        return tcp.lastWin == 0 && usual > retrans ? retrans : usual;
    }
}
