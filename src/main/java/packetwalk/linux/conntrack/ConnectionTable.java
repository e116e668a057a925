package packetwalk.linux.conntrack;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hash table of connections, each in it twice, once for each direction: {@code nf_conntrack_hash} of
 * net/netfilter/nf_conntrack_core.c.
 */
final class ConnectionTable {

    /** {@code NF_CT_EVICTION_RANGE}: buckets that are searched for somebody to evict. */
    private static final int EVICTION_RANGE = 8;

    private TupleHash[] buckets = new TupleHash[16];
    private final Set<Connection> all = new LinkedHashSet<>();

    int size() {
        return all.size();
    }

    /** In the order in which they were confirmed. */
    List<Connection> all() {
        return List.copyOf(all);
    }

    /** The direction of a connection that packets with {@code tuple} belong to: {@code __nf_conntrack_find()}. */
    @Nullable
    TupleHash find(Tuple tuple, Zone zone) {
        int hash = tuple.hashCode();
        for (TupleHash each = buckets[bucket(hash, buckets.length)]; each != null; each = each.next()) {
            if (each.is(tuple, hash, zone)) {
                return each;
            }
        }
        return null;
    }

    void insert(Connection connection) {
        all.add(connection);
        if (all.size() * 2 > buckets.length) {
            grow();
        } else {
            link(connection);
        }
    }

    void remove(Connection connection) {
        if (all.remove(connection)) {
            if (!connection.has(CtStatus.NAT_CLASH)) {
                unlink(connection.originalHash());
            }
            unlink(connection.replyHash());
        }
    }

    private void grow() {
        buckets = new TupleHash[buckets.length * 2];
        for (Connection each : all) {
            link(each);
        }
    }

    private void link(Connection connection) {
        if (!connection.has(CtStatus.NAT_CLASH)) {
            link(connection.originalHash());
        }
        link(connection.replyHash());
    }

    private void link(TupleHash node) {
        int bucket = bucket(node.hash(), buckets.length);
        node.next(buckets[bucket]);
        buckets[bucket] = node;
    }

    private void unlink(TupleHash node) {
        int bucket = bucket(node.hash(), buckets.length);
        TupleHash before = null;
        for (TupleHash each = buckets[bucket]; each != null; each = each.next()) {
            if (each == node) {
                if (before == null) {
                    buckets[bucket] = node.next();
                } else {
                    before.next(node.next());
                }
                return;
            }
            before = each;
        }
    }

    /** {@code reciprocal_scale()}: hashes that follow one another stay together, however many buckets there are. */
    private static int bucket(int hash, int size) {
        return (int) (((hash & 0xffff_ffffL) * size) >>> 32);
    }

    /**
     * Connections that may make room for {@code tuple}: of the first of eight buckets that has any, all that are not
     * assured. {@code early_drop()}.
     *
     * @param size how many buckets Linux would have: {@code net.netfilter.nf_conntrack_buckets}
     */
    List<Connection> evictable(Tuple tuple, int size) {
        int first = bucket(tuple.hashCode(), size);
        for (int i = 0; i < EVICTION_RANGE; i++) {
            List<Connection> found = unassured((first + i) % size, size);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** The connections that would be in bucket {@code wanted} if there were {@code size} of them. */
    private List<Connection> unassured(int wanted, int size) {
        Set<Connection> found = new LinkedHashSet<>();
        int from = bucket((int) (((long) wanted << 32) / size), buckets.length);
        int to = bucket((int) ((((wanted + 1L) << 32) - 1) / size), buckets.length);
        for (int i = from; i <= to; i++) {
            for (TupleHash each = buckets[i]; each != null; each = each.next()) {
                if (bucket(each.hash(), size) == wanted && !each.connection().has(CtStatus.ASSURED)) {
                    found.add(each.connection());
                }
            }
        }
        return List.copyOf(found);
    }
}
