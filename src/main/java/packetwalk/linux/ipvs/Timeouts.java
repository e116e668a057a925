package packetwalk.linux.ipvs;

import java.util.EnumMap;
import java.util.Map;

/** How long connections are remembered, in seconds: {@code ipvsadm --set}, {@code ip_vs_set_timeout()}. */
public final class Timeouts {

    private final Map<TcpState, Integer> tcp = new EnumMap<>(TcpState.class);
    private int udp = 5 * 60;

    Timeouts() {
        for (TcpState state : TcpState.values()) {
            tcp.put(state, state.seconds());
        }
    }

    int tcp(TcpState state) {
        return tcp.getOrDefault(state, state.seconds());
    }

    /** Of an established TCP connection. */
    public int tcp() {
        return tcp(TcpState.ESTABLISHED);
    }

    /** Of a TCP connection after a FIN. */
    public int tcpFin() {
        return tcp(TcpState.FIN_WAIT);
    }

    /** Of datagrams. */
    public int udp() {
        return udp;
    }

    /** Changes them for packets to come; 0 leaves one as it is. */
    void set(int tcpSeconds, int tcpFinSeconds, int udpSeconds) {
        if (tcpSeconds != 0) {
            tcp.put(TcpState.ESTABLISHED, tcpSeconds);
        }
        if (tcpFinSeconds != 0) {
            tcp.put(TcpState.FIN_WAIT, tcpFinSeconds);
        }
        if (udpSeconds != 0) {
            udp = udpSeconds;
        }
    }
}
