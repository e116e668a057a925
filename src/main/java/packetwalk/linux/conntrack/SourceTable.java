package packetwalk.linux.conntrack;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;

/** Connections by whom their first packet came from: {@code nf_nat_bysource} of net/netfilter/nf_nat_core.c. */
final class SourceTable {

    private final Map<Source, Connection> newest = new HashMap<>();

    /** What {@code hash_by_src()} looks at. */
    private record Source(Protocol protocol, IpAddress address, int port, int zone) {
        static Source of(Tuple tuple, Zone zone) {
            return new Source(tuple.protocol(), tuple.src(), tuple.srcPort(), zone.in(false));
        }
    }

    void insert(Connection connection) {
        Connection older = newest.put(Source.of(connection.original(), connection.zone()), connection);
        connection.older(older);
        if (older != null) {
            older.newer(connection);
        }
    }

    void remove(Connection connection) {
        Connection newer = connection.newer();
        Connection older = connection.older();
        if (older != null) {
            older.newer(newer);
        }
        if (newer != null) {
            newer.older(older);
            return;
        }
        Source source = Source.of(connection.original(), connection.zone());
        if (older != null) {
            newest.put(source, older);
        } else {
            newest.remove(source, connection);
        }
    }

    /** The newest connection whose first packet had the source of {@code tuple}; the others are its older ones. */
    @Nullable
    Connection newest(Tuple tuple, Zone zone) {
        return newest.get(Source.of(tuple, zone));
    }
}
