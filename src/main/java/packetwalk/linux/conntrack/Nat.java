package packetwalk.linux.conntrack;

import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/**
 * Address translation, the decision: net/netfilter/nf_nat_core.c.
 *
 * <p>A rule decides once per connection and side, by changing the connection's reply tuple ({@link #setup}); every
 * packet, the first one included, is then rewritten from the two tuples alone ({@link NatRewrite}).
 */
public final class Nat {

    private final Conntrack conntrack;
    private final PortSearch ports;

    public Nat(Conntrack conntrack, Simulation simulation) {
        this.conntrack = conntrack;
        this.ports = new PortSearch(conntrack, simulation);
    }

    /**
     * Decides one side of a connection: {@code nf_nat_setup_info()}.
     *
     * @param rule what decided, as an object that prints itself; null if no rule did
     * @param name the name of that rule's target, for people: {@code MASQUERADE}
     */
    public void setup(Connection connection, NatKind kind, NatRange range, @Nullable Object rule, String name) {
        if (connection.has(CtStatus.CONFIRMED)) {
            return; // it began before there was a rule
        }
        Tuple current = connection.reply().inverse();
        Tuple wanted = unique(connection, current, kind, range);
        if (!wanted.equals(current)) {
            connection.reply(wanted.inverse());
            connection.add(kind.status());
            connection.decidedBy(rule, name);
        }
        connection.add(kind.done());
    }

    /** As {@link #setup}, with an address of {@code device}: when that is no longer so, the connection ends. */
    public void masquerade(Connection connection, NatRange range, String device, Object rule, String name) {
        connection.masqueradedOn(device);
        setup(connection, NatKind.SNAT, range, rule, name);
    }

    /** No rule decided: the address stays, the port too unless another connection has it. */
    public void setupNull(Connection connection, NatKind kind) {
        Tuple current = connection.reply();
        IpAddress own = kind == NatKind.SNAT ? current.dst() : current.src();
        setup(connection, kind, NatRange.of(own), null, "");
    }

    /** {@code get_unique_tuple()}: what is there already if that will do, else an address of the range and a free port. */
    private Tuple unique(Connection connection, Tuple current, NatKind kind, NatRange range) {
        boolean keep = !range.choice().any();
        if (kind == NatKind.SNAT && keep) {
            Tuple mapped = range.contains(current) ? current : mappedBefore(connection, current, range);
            if (mapped != null && isFree(mapped, connection)) {
                return mapped;
            }
        }
        Tuple wanted = withAddress(current, connection.zone(), kind, range);
        if (keep && isGoodEnough(wanted, connection, kind, range)) {
            return wanted;
        }
        return ports.search(wanted, kind, range, connection);
    }

    private boolean isFree(Tuple wanted, Connection connection) {
        return !conntrack.taken(wanted.inverse(), connection);
    }

    private boolean isGoodEnough(Tuple wanted, Connection connection, NatKind kind, NatRange range) {
        NatRange.Ports given = range.ports();
        if (given == null) {
            return isFree(wanted, connection);
        }
        return given.base() < 0
                && range.containsPort(wanted, kind)
                && (given.from() == given.to() || isFree(wanted, connection));
    }

    /** One source keeps one mapping, whatever it talks to: {@code find_appropriate_src()}. Null if it has none. */
    private @Nullable Tuple mappedBefore(Connection connection, Tuple current, NatRange range) {
        Connection each = conntrack.sources().newest(current, connection.zone());
        for (; each != null; each = each.older()) {
            Tuple mapping = each.reply();
            Tuple mapped = current.withSrc(mapping.dst(), mapping.dstPort());
            if (range.contains(mapped)) {
                return mapped;
            }
        }
        return null;
    }

    /** {@code find_best_ips_proto()}: one source keeps one address of the range, towards one destination. */
    private static Tuple withAddress(Tuple tuple, Zone zone, NatKind kind, NatRange range) {
        NatRange.Addresses addresses = range.addresses();
        if (addresses == null) {
            return tuple;
        }
        if (addresses.from().equals(addresses.to())) {
            return tuple.with(kind, addresses.from());
        }
        return tuple.with(
                kind,
                AddressChoice.choose(
                        addresses, tuple, kind, zone, range.choice().persistent()));
    }
}
