package packetwalk.linux.conntrack;

import java.time.Duration;
import packetwalk.net.Tcp;
import packetwalk.net.Tcp.Flag;

/**
 * The TCP states of connection tracking, with the time that each is kept: net/netfilter/nf_conntrack_proto_tcp.c.
 *
 * <p>Follows the flags of both directions; windows and sequence numbers are not checked.
 */
enum TcpTracking {
    NONE(0),
    SYN_SENT(120),
    SYN_RECV(60),
    ESTABLISHED(432_000),
    FIN_WAIT(120),
    CLOSE_WAIT(60),
    LAST_ACK(30),
    TIME_WAIT(120),
    CLOSE(10);

    /** {@code nf_conntrack_tcp_timeout_unacknowledged}: what was picked up in its middle and not answered yet. */
    static final Duration UNACKNOWLEDGED = Duration.ofSeconds(300);

    private final Duration timeout;

    TcpTracking(int seconds) {
        this.timeout = Duration.ofSeconds(seconds);
    }

    /** {@code net.netfilter.nf_conntrack_tcp_timeout_*}. */
    Duration timeout() {
        return timeout;
    }

    /** Whether a segment can begin a connection: a SYN, or with {@code nf_conntrack_tcp_loose} any ACK without SYN. */
    static boolean begins(Tcp segment) {
        if (segment.has(Flag.RST) || (segment.has(Flag.FIN) && !segment.has(Flag.SYN))) {
            return false;
        }
        return segment.has(Flag.SYN) != segment.has(Flag.ACK);
    }

    /** The state after {@code segment}, the table {@code tcp_conntracks} of Linux without its invalid cells. */
    TcpTracking after(Tcp segment, boolean reply) {
        if (segment.has(Flag.RST)) {
            return this == NONE ? NONE : CLOSE;
        }
        if (segment.has(Flag.SYN)) {
            return afterSyn(segment.has(Flag.ACK), reply);
        }
        if (segment.has(Flag.FIN)) {
            return afterFin();
        }
        return segment.has(Flag.ACK) ? afterAck(reply) : this;
    }

    private TcpTracking afterSyn(boolean ack, boolean reply) {
        if (!ack) {
            return reply ? this : this == NONE || this == TIME_WAIT || this == CLOSE ? SYN_SENT : this;
        }
        return reply && (this == SYN_SENT || this == SYN_RECV) ? SYN_RECV : this;
    }

    private TcpTracking afterFin() {
        return switch (this) {
            case FIN_WAIT, CLOSE_WAIT -> LAST_ACK;
            case SYN_RECV, ESTABLISHED -> FIN_WAIT;
            default -> this;
        };
    }

    private TcpTracking afterAck(boolean reply) {
        return switch (this) {
            case NONE -> ESTABLISHED;
            case SYN_RECV -> reply ? SYN_RECV : ESTABLISHED;
            case FIN_WAIT -> CLOSE_WAIT;
            case LAST_ACK -> TIME_WAIT;
            default -> this;
        };
    }
}
