package packetwalk.linux.conntrack;

import java.util.EnumMap;
import java.util.Map;
import packetwalk.net.Tcp;
import packetwalk.net.Tcp.Flag;

/** What a segment does to a connection's state: {@code tcp_conntracks} of net/netfilter/nf_conntrack_proto_tcp.c. */
final class TcpTransitions {

    /** What counts of a segment's flags: {@code enum tcp_bit_set}. */
    enum Kind {
        SYN,
        SYN_ACK,
        FIN,
        ACK,
        RST,
        NOTHING;

        /** {@code get_conntrack_index()}. */
        static Kind of(Tcp segment) {
            if (segment.has(Flag.RST)) {
                return RST;
            }
            if (segment.has(Flag.SYN)) {
                return segment.has(Flag.ACK) ? SYN_ACK : SYN;
            }
            return segment.has(Flag.FIN) ? FIN : segment.has(Flag.ACK) ? ACK : NOTHING;
        }
    }

    /** What becomes of a segment: the state after it, or none. */
    record Next(What what, TcpState state) {}

    /** Whether there is a state after it. */
    enum What {
        /** The connection goes to a state, perhaps the same. */
        TO,
        /** It may be right or wrong; who gets it will tell, and the state stays. */
        IGNORED,
        /** It cannot be. */
        INVALID
    }

    private static final Next IGNORED = new Next(What.IGNORED, TcpState.NONE);
    private static final Next INVALID = new Next(What.INVALID, TcpState.NONE);

    /** States' initials, in the order of the columns below; {@code --} is invalid, {@code ig} ignored. */
    private static final Map<String, TcpState> COLUMNS = Map.of(
            "NO", TcpState.NONE,
            "SS", TcpState.SYN_SENT,
            "SR", TcpState.SYN_RECV,
            "ES", TcpState.ESTABLISHED,
            "FW", TcpState.FIN_WAIT,
            "CW", TcpState.CLOSE_WAIT,
            "LA", TcpState.LAST_ACK,
            "TW", TcpState.TIME_WAIT,
            "CL", TcpState.CLOSE,
            "S2", TcpState.SYN_SENT2);

    private static final Map<Kind, Map<TcpState, Next>> ORIGINAL = table(
            "SS SS ig ig ig ig ig SS SS S2", // SYN: a new connection, again, or of one that is over
            "-- -- SR -- -- -- -- -- -- SR", // SYN-ACK: only where both have sent a SYN
            "-- -- FW FW LA LA LA TW CL --", // FIN
            "ES -- ES ES CW CW TW TW CL --", // ACK: the first one that is seen is taken on trust
            "-- CL CL CL CL CL CL CL CL CL"); // RST

    private static final Map<Kind, Map<TcpState, Next>> REPLY = table(
            "-- S2 -- -- -- -- -- SS -- S2", // SYN: simultaneous open, or the roles have changed
            "-- SR ig ig ig ig ig ig ig SR", // SYN-ACK: may answer a SYN that was ignored
            "-- -- FW FW LA LA LA TW CL --", // FIN
            "-- ig SR ES CW CW TW TW CL ig", // ACK: of a half-open connection
            "-- CL CL CL CL CL CL CL CL CL"); // RST

    private TcpTransitions() {}

    private static Map<Kind, Map<TcpState, Next>> table(String... rows) {
        Map<Kind, Map<TcpState, Next>> table = new EnumMap<>(Kind.class);
        int row = 0;
        for (Kind kind : Kind.values()) {
            Map<TcpState, Next> cells = new EnumMap<>(TcpState.class);
            int column = 0;
            for (TcpState before : TcpState.values()) {
                // without any of these flags a segment is never valid
                String cell = row < rows.length ? rows[row].split(" ")[column] : "--";
                cells.put(before, next(cell));
                column++;
            }
            table.put(kind, cells);
            row++;
        }
        return table;
    }

    private static Next next(String cell) {
        if (cell.equals("--") || cell.equals("ig")) {
            return cell.equals("ig") ? IGNORED : INVALID;
        }
        TcpState state = COLUMNS.get(cell);
        if (state == null) {
            throw new AssertionError("no state is called " + cell);
        }
        return new Next(What.TO, state);
    }

    static Next after(TcpState before, Kind kind, boolean reply) {
        Next next = (reply ? REPLY : ORIGINAL).getOrDefault(kind, Map.of()).get(before);
        return next == null ? INVALID : next;
    }
}
