package packetwalk.linux.conntrack;

import packetwalk.linux.conntrack.TcpConntrack.Peer;
import packetwalk.linux.conntrack.TcpTransitions.Kind;
import packetwalk.net.Tcp;
import packetwalk.net.Tcp.Flag;

/**
 * Whether a segment lies in the window of its receiver: {@code tcp_in_window()} of
 * net/netfilter/nf_conntrack_proto_tcp.c, after "Real Stateful TCP Packet Filtering in IP Filter" by Guido van Rooij.
 *
 * <p>Selective acknowledgements are not modelled, so the highest one is the acknowledgement itself.
 */
final class TcpWindow {

    /** {@code MAXACKWINCONST}. */
    private static final int LEAST_ACK_WINDOW = 66_000;

    private static final Result ACCEPT = new Result(What.ACCEPT, "");
    private static final Result MORE_THAN_EXPECTED = new Result(What.IGNORE, "it has more bytes than expected");
    private static final Result OVER_WINDOW =
            new Result(What.INVALID, "its sequence number is over the window of the receiver");
    private static final Result ACKS_UNSEEN = new Result(What.INVALID, "it acknowledges data that was not seen yet");
    private static final Result ALREADY_ACKED =
            new Result(What.IGNORE, "its data has been acknowledged already, so its state does not count");
    private static final Result LATE_ACK = new Result(What.IGNORE, "its acknowledgement is from long ago");

    private final TcpConntrack tcp;
    private final boolean reply;
    private final Tcp segment;
    private final boolean beLiberal;
    private final Peer sender;
    private final Peer receiver;
    private final int end;
    private int seq;
    private int ack;
    private int last;

    /** What to do with it. */
    enum What {
        ACCEPT,
        /** It is of the connection, and changes nothing. */
        IGNORE,
        INVALID
    }

    /** What, and why. */
    record Result(What what, String why) {}

    TcpWindow(TcpConntrack tcp, Tcp segment, boolean reply, boolean beLiberal) {
        this.tcp = tcp;
        this.reply = reply;
        this.segment = segment;
        this.sender = tcp.peer(reply);
        this.receiver = tcp.peer(!reply);
        this.beLiberal = beLiberal || sender.liberal;
        this.seq = (int) segment.seq();
        this.ack = (int) segment.ack();
        this.end = seq + segment.span();
        this.last = end;
    }

    static boolean before(int one, int other) {
        return one - other < 0;
    }

    /** Checks the segment, and remembers it if it is accepted. */
    Result check(Kind kind) {
        if (begins()) {
            return ACCEPT;
        }
        boolean resetWithoutAck = segment.has(Flag.RST) && ack == 0;
        if (!segment.has(Flag.ACK) || resetWithoutAck) {
            ack = receiver.end; // as if it acknowledged all
        }
        if (segment.has(Flag.RST) && seq == 0 && tcp.state == TcpState.SYN_SENT) {
            seq = sender.end; // it answers a SYN
            last = sender.end;
        }
        Result fault = fault();
        if (fault.what() != What.ACCEPT && !beLiberal) {
            return fault;
        }
        if (fault.what() == What.ACCEPT) {
            remember();
            countRetransmission(kind);
        }
        return ACCEPT;
    }

    /** A side's first segment says where it begins; true if nothing is left to check. */
    private boolean begins() {
        boolean syn = segment.has(Flag.SYN);
        boolean opening = tcp.state == TcpState.SYN_SENT || tcp.state == TcpState.SYN_RECV;
        if (sender.maxWin == 0) {
            if (syn) {
                beginSender();
                return !segment.has(Flag.ACK);
            }
            pickUp();
        } else if (syn && before(sender.end, end) && opening) {
            beginSender();
            return reply && !segment.has(Flag.ACK);
        }
        return false;
    }

    /** {@code tcp_init_sender()}. */
    private void beginSender() {
        sender.end = end;
        sender.maxEnd = end;
        sender.maxWin = Math.max(1, segment.window());
        options(sender, segment);
        if (reply && !(sender.scales && receiver.scales)) {
            sender.scale = 0; // RFC 7323 1.3: both must scale, or none does
            receiver.scale = 0;
        }
    }

    /** {@code tcp_options()}: what has no options at all changes nothing. */
    static void options(Peer peer, Tcp segment) {
        if (segment.options().length() == 0) {
            return;
        }
        peer.scales = segment.options().windowScale() >= 0;
        peer.scale = Math.max(0, segment.options().windowScale());
        peer.acked = false;
        peer.unacknowledged = false;
        peer.closed = false;
    }

    /** In the middle of a connection; its history is lost. */
    private void pickUp() {
        sender.end = end;
        sender.maxWin = Math.max(1, segment.window() << sender.scale);
        sender.maxEnd = end + sender.maxWin;
        if (receiver.maxWin == 0) {
            receiver.end = ack;
            receiver.maxEnd = ack;
        } else if (ack == receiver.end + 1) {
            receiver.end++; // probably the answer to a keep-alive
        }
    }

    private Result fault() {
        int lowestAck = receiver.end - Math.max(sender.maxWin, LEAST_ACK_WINDOW) - 1;
        if (!before(seq, sender.maxEnd + 1)) {
            int overshot = last - sender.maxEnd + 1;
            boolean tolerable = receiver.maxWin != 0
                    && inReceiveWindow()
                    && before(lowestAck, ack)
                    && Integer.compareUnsigned(overshot, receiver.maxWin) <= 0
                    && before(ack, receiver.end + 1);
            if (tolerable) {
                sender.end = last;
                sender.unacknowledged = true;
            }
            return tolerable ? MORE_THAN_EXPECTED : OVER_WINDOW;
        }
        if (!before(ack, receiver.end + 1)) {
            return ACKS_UNSEEN;
        }
        if (receiver.maxWin != 0 && !inReceiveWindow()) {
            return ALREADY_ACKED;
        }
        return before(lowestAck, ack) ? ACCEPT : LATE_ACK;
    }

    private boolean inReceiveWindow() {
        return before(sender.end - receiver.maxWin - 1, last);
    }

    private void remember() {
        int window = segment.has(Flag.SYN) ? segment.window() : segment.window() << sender.scale;
        if (Integer.compareUnsigned(sender.maxWin, window) < 0) {
            sender.maxWin = window;
        }
        if (before(sender.end, last)) {
            sender.end = last;
            sender.unacknowledged = true;
        }
        if (segment.has(Flag.ACK) && (!sender.acked || before(sender.maxAck, ack))) {
            sender.maxAck = ack;
            sender.acked = true;
        }
        if (receiver.maxWin != 0 && before(sender.maxEnd, last)) {
            receiver.maxWin += last - sender.maxEnd;
        }
        if (before(receiver.maxEnd - 1, ack + window)) {
            receiver.maxEnd = ack + window + (window == 0 ? 1 : 0);
        }
        if (ack == receiver.end) {
            receiver.unacknowledged = false;
        }
    }

    private void countRetransmission(Kind kind) {
        if (kind != Kind.ACK) {
            return;
        }
        boolean again = tcp.lastReply == reply
                && tcp.lastSeq == seq
                && tcp.lastAck == ack
                && tcp.lastEnd == last
                && tcp.lastWin == segment.window();
        tcp.retrans = again ? tcp.retrans + 1 : 0;
        tcp.lastReply = reply;
        tcp.lastSeq = seq;
        tcp.lastAck = ack;
        tcp.lastEnd = last;
        tcp.lastWin = segment.window();
    }
}
