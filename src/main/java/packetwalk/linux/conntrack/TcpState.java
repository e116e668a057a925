package packetwalk.linux.conntrack;

import java.util.List;
import packetwalk.linux.sysctl.ConntrackSysctl;

/** The states of a tracked TCP connection: linux/netfilter/nf_conntrack_tcp.h {@code enum tcp_conntrack}. */
enum TcpState {
    NONE(ConntrackSysctl.TCP_TIMEOUT_SYN_SENT),
    SYN_SENT(ConntrackSysctl.TCP_TIMEOUT_SYN_SENT),
    SYN_RECV(ConntrackSysctl.TCP_TIMEOUT_SYN_RECV),
    ESTABLISHED(ConntrackSysctl.TCP_TIMEOUT_ESTABLISHED),
    FIN_WAIT(ConntrackSysctl.TCP_TIMEOUT_FIN_WAIT),
    CLOSE_WAIT(ConntrackSysctl.TCP_TIMEOUT_CLOSE_WAIT),
    LAST_ACK(ConntrackSysctl.TCP_TIMEOUT_LAST_ACK),
    TIME_WAIT(ConntrackSysctl.TCP_TIMEOUT_TIME_WAIT),
    CLOSE(ConntrackSysctl.TCP_TIMEOUT_CLOSE),
    /** Both sides have sent a SYN. */
    SYN_SENT2(ConntrackSysctl.TCP_TIMEOUT_SYN_SENT);

    private final ConntrackSysctl timeout;

    TcpState(ConntrackSysctl timeout) {
        this.timeout = timeout;
    }

    /**
     * The state of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static TcpState named(String name) {
        for (TcpState each : values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("unknown TCP state \"" + name + "\"; use one of " + List.of(values()));
    }

    /** How long a connection is kept in it; of SYN_SENT2 too, which has no setting of its own: two minutes. */
    ConntrackSysctl timeout() {
        return timeout;
    }

    /** Whether the connection is over, or nearly: {@code tcp_can_early_drop()}. */
    boolean closing() {
        return switch (this) {
            case FIN_WAIT, LAST_ACK, TIME_WAIT, CLOSE, CLOSE_WAIT -> true;
            default -> false;
        };
    }
}
