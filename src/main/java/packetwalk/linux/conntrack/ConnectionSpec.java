package packetwalk.linux.conntrack;

import java.util.Set;

/**
 * A connection as somebody describes it who enters it by hand: {@code conntrack -I}.
 *
 * @param original the tuple of its first packet
 * @param reply the tuple of its answers
 * @param zone where it is
 * @param status what is known of it, besides that the table holds it
 * @param state its TCP state as {@code conntrack -L} prints it; empty for other protocols
 * @param mark its mark
 * @param seconds how long it lives
 */
public record ConnectionSpec(
        Tuple original, Tuple reply, Zone zone, Set<CtStatus> status, String state, int mark, int seconds) {

    public ConnectionSpec {
        status = Set.copyOf(status);
        if (!state.isEmpty()) {
            TcpState.named(state);
        }
    }

    void apply(Connection connection) {
        status.forEach(connection::add);
        connection.mark(mark);
        if (!state.isEmpty()) {
            connection.tcp().state = TcpState.named(state);
        }
    }
}
