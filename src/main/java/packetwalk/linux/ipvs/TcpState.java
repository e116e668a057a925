package packetwalk.linux.ipvs;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import packetwalk.net.Tcp;

/**
 * What IPVS takes a TCP connection to be at, from the flags alone: net/netfilter/ipvs/ip_vs_proto_tcp.c. Times are in
 * seconds.
 *
 * <p>Left out: the table of {@code secure_tcp}.
 */
enum TcpState {
    NONE(2, false),
    ESTABLISHED(15 * 60, true),
    SYN_SENT(2 * 60, true),
    SYN_RECV(60, true),
    FIN_WAIT(2 * 60, false),
    TIME_WAIT(2 * 60, false),
    CLOSE(10, false),
    CLOSE_WAIT(60, false),
    LAST_ACK(30, false),
    LISTEN(2 * 60, false),
    SYNACK(120, true);

    /** Who sent the segment, and whether the other side is seen at all. */
    enum Direction {
        INPUT,
        OUTPUT,
        /** From the client, of a connection whose answers do not come by here: direct routing and tunnels. */
        INPUT_ONLY
    }

    // columns: NO ES SS SR FW TW CL CW LA LI SA; rows: SYN, FIN, ACK, RST
    private static final String INPUT_TABLE = "SR ES ES SR SR SR SR SR SR SR SR/CL CW SS TW TW TW CL CW LA LI TW/"
            + "ES ES SS ES FW TW CL CW CL LI ES/CL CL CL SR CL CL CL CL LA LI SR";

    private static final String OUTPUT_TABLE = "SS ES SS SR SS SS SS SS SS LI SR/TW FW SS TW FW TW CL TW LA LI TW/"
            + "ES ES SS ES FW TW CL CW LA ES ES/CL CL SS CL CL TW CL CL CL CL CL";

    private static final String INPUT_ONLY_TABLE = "SR ES ES SR SR SR SR SR SR SR SR/CL FW SS TW FW TW CL CW LA LI TW/"
            + "ES ES SS ES FW TW CL CW CL LI ES/CL CL CL SR CL CL CL CL LA LI CL";

    private static final String COLUMNS = "NO ES SS SR FW TW CL CW LA LI SA";

    private static final Map<Direction, List<Map<TcpState, TcpState>>> NEXT = Map.of(
            Direction.INPUT, table(INPUT_TABLE),
            Direction.OUTPUT, table(OUTPUT_TABLE),
            Direction.INPUT_ONLY, table(INPUT_ONLY_TABLE));

    private final int seconds;
    private final boolean active;

    TcpState(int seconds, boolean active) {
        this.seconds = seconds;
        this.active = active;
    }

    private static List<Map<TcpState, TcpState>> table(String text) {
        return Stream.of(text.split("/")).map(TcpState::row).toList();
    }

    private static Map<TcpState, TcpState> row(String text) {
        String[] cells = text.split(" ");
        Map<TcpState, TcpState> row = new EnumMap<>(TcpState.class);
        for (int i = 0; i < cells.length; i++) {
            row.put(values()[i], values()[COLUMNS.indexOf(cells[i]) / 3]);
        }
        return row;
    }

    /** How long a connection in this state is remembered without a packet, if nobody says otherwise. */
    int seconds() {
        return seconds;
    }

    /** Whether such a connection counts as active: {@code tcp_state_active()}. */
    boolean active() {
        return active;
    }

    /** The state after {@code segment}: {@code set_tcp_state()}. */
    TcpState after(Direction direction, Tcp segment) {
        int row = row(segment);
        if (row < 0) {
            return CLOSE;
        }
        return Objects.requireNonNull(
                Objects.requireNonNull(NEXT.get(direction)).get(row).get(this));
    }

    /** {@code tcp_state_idx()}. */
    private static int row(Tcp segment) {
        if (segment.has(Tcp.Flag.RST)) {
            return 3;
        }
        if (segment.has(Tcp.Flag.SYN)) {
            return 0;
        }
        if (segment.has(Tcp.Flag.FIN)) {
            return 1;
        }
        return segment.has(Tcp.Flag.ACK) ? 2 : -1;
    }
}
