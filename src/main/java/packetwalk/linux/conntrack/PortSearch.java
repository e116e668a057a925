package packetwalk.linux.conntrack;

import org.jspecify.annotations.Nullable;
import packetwalk.net.Protocol;
import packetwalk.time.Simulation;

/** Looks for a port that no other connection has: {@code nf_nat_l4proto_unique_tuple()} of net/netfilter/nf_nat_core.c. */
final class PortSearch {

    /** {@code NF_NAT_MAX_ATTEMPTS}. */
    private static final int ATTEMPTS = 128;

    /** {@code NF_NAT_HARDER_THRESH}: in the last attempts a closed connection may lose its port to a new one. */
    private static final int HARDER = ATTEMPTS / 4;

    private static final int FEWEST = 16;

    private final Conntrack conntrack;
    private final Simulation simulation;

    PortSearch(Conntrack conntrack, Simulation simulation) {
        this.conntrack = conntrack;
        this.simulation = simulation;
    }

    /** Where to look. */
    private record Span(int from, int size) {
        static Span of(int from, int to) {
            return new Span(Math.min(from, to), Math.abs(to - from) + 1);
        }
    }

    /**
     * The tuple with another port, or identifier, on one side: a free one if one is found. If none is, the clash is
     * seen at confirmation, and the packet dropped there.
     */
    Tuple search(Tuple wanted, NatKind kind, NatRange range, Connection connection) {
        Span span = span(wanted, kind, range);
        if (span == null) {
            return wanted;
        }
        NatRange.Ports ports = range.ports();
        int own = kind == NatKind.SNAT ? wanted.srcPort() : wanted.dstPort();
        boolean anywhere = kind == NatKind.SNAT || range.choice().any();
        int offset = ports != null && ports.base() >= 0 ? (own - ports.base()) & 0xffff : anywhere ? random() : 0;
        int attempts = Math.min(span.size, ATTEMPTS);
        Tuple attempt = wanted;
        while (true) {
            for (int i = 0; i < attempts; i++, offset = (offset + 1) & 0xffff) {
                attempt = wanted.with(kind, (span.from + offset % span.size) & 0xffff);
                if (!taken(attempt.inverse(), connection, attempts - i)) {
                    return attempt;
                }
            }
            if (attempts >= span.size || attempts < FEWEST) {
                return attempt;
            }
            attempts /= 2;
            offset = random();
        }
    }

    private int random() {
        return simulation.random().nextInt(65_536);
    }

    /** Null where there is nothing to choose. */
    private static @Nullable Span span(Tuple tuple, NatKind kind, NatRange range) {
        NatRange.Ports ports = range.ports();
        if (tuple.isEcho()) {
            return ports == null ? new Span(0, 65_536) : new Span(ports.from(), ports.to() - ports.from() + 1);
        }
        if (!tuple.hasPorts() || (ports == null && kind == NatKind.DNAT)) {
            return null;
        }
        if (ports != null) {
            return Span.of(ports.from(), ports.to());
        }
        // ports of one class stay there, since some servers trust the lower ones
        int port = tuple.srcPort();
        return port < 512 ? Span.of(1, 511) : port < 1024 ? Span.of(600, 1023) : Span.of(1024, 65_535);
    }

    /** {@code nf_nat_used_tuple_harder()}. */
    private boolean taken(Tuple reply, Connection connection, int attemptsLeft) {
        boolean opening = connection.protocol() == Protocol.TCP && connection.tcp().state == TcpState.SYN_SENT;
        if (attemptsLeft > HARDER || !opening) {
            return conntrack.taken(reply, connection);
        }
        TupleHash found = conntrack.find(reply, connection.zone());
        if (found == null) {
            return false;
        }
        Connection other = found.connection();
        boolean mayGo = found.reply() && other.closed() && other.srcNat() && hasAdvanced(connection, other);
        if (mayGo) {
            conntrack.delete(other);
        }
        return !mayGo;
    }

    /** Whether what is still on its way of the old connection would be invalid in the new one. */
    private static boolean hasAdvanced(Connection connection, Connection old) {
        return TcpWindow.before(old.tcp().peer(false).end, connection.tcp().peer(false).end);
    }
}
