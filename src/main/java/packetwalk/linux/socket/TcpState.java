package packetwalk.linux.socket;

/** RFC 9293 3.3.2; printed as ss(8) spells them. */
public enum TcpState {
    LISTEN("LISTEN"),
    SYN_SENT("SYN-SENT"),
    SYN_RECV("SYN-RECV"),
    ESTABLISHED("ESTAB"),
    FIN_WAIT_1("FIN-WAIT-1"),
    FIN_WAIT_2("FIN-WAIT-2"),
    CLOSE_WAIT("CLOSE-WAIT"),
    CLOSING("CLOSING"),
    LAST_ACK("LAST-ACK"),
    TIME_WAIT("TIME-WAIT"),
    CLOSED("UNCONN");

    private final String spelling;

    TcpState(String spelling) {
        this.spelling = spelling;
    }

    /** What the program hears of a reset: net/ipv4/tcp_input.c {@code tcp_reset()}. */
    Errno onReset() {
        return switch (this) {
            case SYN_RECV -> Errno.ECONNREFUSED;
            case CLOSE_WAIT -> Errno.EPIPE;
            default -> Errno.ECONNRESET;
        };
    }

    @Override
    public String toString() {
        return spelling;
    }
}
