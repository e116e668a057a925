package packetwalk.linux.conntrack;

/**
 * What is remembered of a TCP connection: {@code struct ip_ct_tcp} of linux/netfilter/nf_conntrack_tcp.h. The two that
 * change it are {@link TcpTracker} and {@link TcpWindow}; sequence numbers are 32 bits and wrap around.
 */
final class TcpConntrack {

    TcpState state = TcpState.NONE;

    /** Of the last segment, or the last one that was ignored. */
    TcpTransitions.Kind lastKind = TcpTransitions.Kind.NOTHING;

    boolean lastReply;
    int lastSeq;
    int lastAck;
    int lastEnd;
    int lastWin;
    int lastScale;

    /** How often the last acknowledgement has come again. */
    int retrans;

    /** {@code IP_CT_EXP_CHALLENGE_ACK}: a SYN was ignored in LAST_ACK, so the next acknowledgement may be about it. */
    boolean challenged;

    /** {@code IP_CT_TCP_SIMULTANEOUS_OPEN}: both sides have sent a SYN. */
    boolean simultaneous;

    private Peer original = new Peer();
    private Peer reply = new Peer();

    /** What was seen of one side: {@code struct ip_ct_tcp_state}. */
    static final class Peer {
        /** The end of the highest segment that it sent. */
        int end;

        /** The end of what it may send: the other side's acknowledgement and window. */
        int maxEnd;

        /** The largest window that it offered; 0 until something of it was seen. */
        int maxWin;

        /** Its highest acknowledgement, if {@link #acked}. */
        int maxAck;

        boolean acked;
        int scale;
        boolean scales;

        /** Its data waits for an acknowledgement. */
        boolean unacknowledged;

        /** It was the first to close. */
        boolean closed;

        /** {@code IP_CT_TCP_FLAG_BE_LIBERAL}: its beginning was not seen, so nobody knows how its window is scaled. */
        boolean liberal;

        /** {@code nf_ct_tcp_state_reset()}. */
        void reset() {
            boolean wasLiberal = liberal;
            clear();
            liberal = wasLiberal;
        }

        private void clear() {
            end = 0;
            maxEnd = 0;
            maxWin = 0;
            maxAck = 0;
            acked = false;
            scale = 0;
            scales = false;
            unacknowledged = false;
            closed = false;
            liberal = false;
        }
    }

    /** The side that sends in that direction. */
    Peer peer(boolean ofReply) {
        return ofReply ? reply : original;
    }

    /** Nothing was seen of it yet. */
    void begin() {
        original = new Peer();
        reply = new Peer();
        retrans = 0;
        lastKind = TcpTransitions.Kind.NOTHING;
    }

    /** Whether one side's data waits for an acknowledgement. */
    boolean unacknowledged() {
        return original.unacknowledged || reply.unacknowledged;
    }

    /** Whether one side has closed. */
    boolean closeBegun() {
        return original.closed || reply.closed;
    }
}
