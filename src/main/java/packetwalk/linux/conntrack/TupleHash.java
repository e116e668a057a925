package packetwalk.linux.conntrack;

import org.jspecify.annotations.Nullable;

/** One direction of a connection as the table holds it: Linux {@code struct nf_conntrack_tuple_hash}. */
final class TupleHash {

    private final Connection connection;
    private final boolean reply;
    private Tuple tuple;
    private int hash;
    private @Nullable TupleHash next;

    TupleHash(Connection connection, boolean reply, Tuple tuple) {
        this.connection = connection;
        this.reply = reply;
        this.tuple = tuple;
        this.hash = tuple.hashCode();
    }

    Connection connection() {
        return connection;
    }

    /** Whether it is the direction of answers. */
    boolean reply() {
        return reply;
    }

    Tuple tuple() {
        return tuple;
    }

    /** Only before the table has it: {@code nf_conntrack_alter_reply()}. */
    void tuple(Tuple changed) {
        tuple = changed;
        hash = changed.hashCode();
    }

    int hash() {
        return hash;
    }

    /** The next one in the same bucket. */
    @Nullable
    TupleHash next() {
        return next;
    }

    void next(@Nullable TupleHash other) {
        next = other;
    }

    /** Whether it is what a packet with {@code wanted} belongs to: {@code nf_ct_key_equal()}. */
    boolean is(Tuple wanted, int wantedHash, Zone zone) {
        return hash == wantedHash && tuple.equals(wanted) && connection.zone().in(reply) == zone.in(reply);
    }
}
