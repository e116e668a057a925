package packetwalk.linux.conntrack;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.sysctl.ConntrackSysctl;
import packetwalk.linux.sysctl.Sysctls;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Ndp;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;
import packetwalk.time.Simulation;
import packetwalk.trace.Tracepoints;

/**
 * One namespace's connection tracking: net/netfilter/nf_conntrack_core.c.
 *
 * <p>A packet is looked up at PREROUTING or OUTPUT; a new connection enters the table when its first packet has passed
 * INPUT or POSTROUTING, so what is dropped on the way leaves nothing behind.
 */
public final class Conntrack {

    private static final String KNOWN = "its addresses and ports are those of a known connection";
    private static final String FIRST = "no connection has these addresses and ports yet";
    private static final Optional<String> FULL = Optional.of("nf_conntrack: table full, dropping packet");
    private static final Optional<String> CLASH =
            Optional.of("another connection has one of its two tuples: nf_conntrack_confirm()");
    private static final String MERGED =
            "another packet of the same connection came first, and so it takes that one's: nf_ct_resolve_clash()";
    private static final String BESIDE =
            "another connection has its addresses and ports by now; this one is kept for answers alone, for 1 s:"
                    + " nf_ct_resolve_clash_harder()";
    private static final int BESIDE_SECONDS = 1;

    private final Sysctls sysctls;
    private final Tracepoints trace;
    private final Timeouts timeouts;
    private final TcpTracker tcp;
    private final DatagramTracker datagrams;
    private final ConnectionTable table = new ConnectionTable();
    private final SourceTable sources = new SourceTable();
    private final ConntrackCounters counters = new ConntrackCounters();

    public Conntrack(Sysctls sysctls, Simulation simulation, Tracepoints trace) {
        this.sysctls = sysctls;
        this.trace = trace;
        this.timeouts = new Timeouts(sysctls, simulation);
        this.tcp = new TcpTracker(timeouts);
        this.datagrams = new DatagramTracker(timeouts);
        sysctls.show("net.netfilter.nf_conntrack_count", this::size);
    }

    /** All connections that have not timed out, oldest first, but for those that only answers find. */
    public List<Connection> connections() {
        timeouts.purge(this::delete);
        return table.all().stream()
                .filter(each -> !each.has(CtStatus.NAT_CLASH))
                .toList();
    }

    /** Forgets all connections: {@code conntrack -F}. */
    public void flush() {
        table.all().forEach(this::delete);
    }

    /** Connections that have not timed out: {@code net.netfilter.nf_conntrack_count}. */
    public int size() {
        timeouts.purge(this::delete);
        return table.size();
    }

    public ConntrackCounters counters() {
        return counters;
    }

    /** Whether packets and bytes are counted: {@code net.netfilter.nf_conntrack_acct}. */
    public boolean counts() {
        return sysctls.on(ConntrackSysctl.ACCT);
    }

    /** Seconds until {@code connection} is forgotten, as {@code conntrack -L} prints it. */
    public long secondsLeft(Connection connection) {
        return timeouts.secondsLeft(connection);
    }

    /** Forgets a connection: {@code conntrack -D}. */
    public void delete(Connection connection) {
        connection.add(CtStatus.DYING);
        table.remove(connection);
        if (connection.has(CtStatus.SRC_NAT_DONE)) {
            sources.remove(connection);
        }
    }

    /** Lets a connection live for {@code seconds} from now on: {@code conntrack -U --timeout}. */
    public void timeout(Connection connection, int seconds) {
        timeouts.set(connection, seconds);
    }

    /** The direction of a live connection that has {@code tuple}: {@code nf_conntrack_find_get()}. */
    @Nullable
    TupleHash find(Tuple tuple, Zone zone) {
        TupleHash found = table.find(tuple, zone);
        if (found != null && timeouts.over(found.connection())) {
            delete(found.connection());
            return null;
        }
        return found;
    }

    /** The live connection that has {@code tuple} in one of its directions. */
    public Optional<Connection> connection(Tuple tuple, Zone zone) {
        TupleHash found = find(tuple, zone);
        return found == null ? Optional.empty() : Optional.of(found.connection());
    }

    /**
     * Says what the answers of a connection look like that the table does not hold yet: {@code nf_conntrack_alter_reply()}.
     */
    public void alterReply(Connection connection, Tuple reply) {
        if (!connection.has(CtStatus.CONFIRMED)) {
            connection.reply(reply);
        }
    }

    /**
     * Whether another connection than {@code own}, and no twin of it, has {@code tuple}: {@code nf_conntrack_tuple_taken()}.
     * What becomes of a twin is seen at confirmation.
     */
    boolean taken(Tuple tuple, Connection own) {
        TupleHash found = find(tuple, own.zone());
        boolean taken = found != null
                && found.connection() != own
                && !found.connection().beginsAs(own);
        if (taken) {
            counters.countFound();
        }
        return taken;
    }

    /** Connections whose first packet had the source of {@code tuple}. */
    SourceTable sources() {
        return sources;
    }

    /**
     * Finds the packet's connection or begins one; {@code nf_conntrack_in()}.
     *
     * @return why the packet must be dropped; empty if it goes on
     */
    public Optional<String> track(Skb skb) {
        if (skb.ctState() != CtState.NONE && skb.ctState() != CtState.TEMPLATE) {
            return Optional.empty(); // seen before, as it went through loopback; or not to be tracked
        }
        Zone zone = skb.zone();
        if (skb.packet().transport() instanceof Ndp) {
            skb.track(
                    null, CtState.UNTRACKED); // nf_conntrack_icmpv6_error(): neighbours are no business of connections
            return Optional.empty();
        }
        if (skb.packet().transport() instanceof IcmpError error) {
            trackError(skb, error, zone);
            return Optional.empty();
        }
        Tuple tuple = Tuple.of(skb.packet());
        TupleHash found = find(tuple, zone);
        if (found != null && !follow(skb, found)) {
            found = find(tuple, zone); // the old connection is gone: NF_REPEAT
        }
        return found == null ? begin(skb, tuple, zone) : Optional.empty();
    }

    /** Gives the packet to its connection; false if that ended for a new one to begin. */
    private boolean follow(Skb skb, TupleHash found) {
        Connection connection = found.connection();
        boolean reply = found.reply();
        Judgement judgement = judge(connection, skb.packet(), reply);
        switch (judgement.kind()) {
            case ANEW -> {
                delete(connection);
                return false;
            }
            case INVALID -> invalid(skb, connection, judgement.why());
            default -> {
                boolean replied = connection.has(CtStatus.SEEN_REPLY);
                CtState state = reply ? CtState.ESTABLISHED_REPLY : replied ? CtState.ESTABLISHED : CtState.NEW;
                skb.track(connection, state);
                if (judgement.is(Judgement.Kind.LAST)) {
                    delete(connection);
                }
                if (reply) {
                    connection.add(CtStatus.SEEN_REPLY); // also of one that ends with it
                }
                String why = judgement.why().isEmpty() ? KNOWN : judgement.why();
                trace.tracked(skb.id(), skb.packet(), state, connection, why);
            }
        }
        return true;
    }

    /** {@code nf_conntrack_handle_packet()}. */
    private Judgement judge(Connection connection, Packet packet, boolean reply) {
        return packet.transport() instanceof Tcp segment
                ? tcp.packet(connection, packet, segment, reply)
                : datagrams.packet(connection, packet, reply);
    }

    private void invalid(Skb skb, Object decision, String why) {
        counters.countInvalid();
        skb.track(null, CtState.INVALID);
        trace.tracked(skb.id(), skb.packet(), CtState.INVALID, decision, why);
    }

    /** {@code init_conntrack()}. */
    private Optional<String> begin(Skb skb, Tuple tuple, Zone zone) {
        if (!hasRoom(tuple)) {
            counters.countDrop();
            return FULL;
        }
        Connection connection = new Connection(tuple, zone, timeouts.now());
        Judgement judgement = judge(connection, skb.packet(), false);
        if (!judgement.is(Judgement.Kind.ACCEPT)) {
            invalid(skb, tuple, judgement.why());
            return Optional.empty();
        }
        skb.track(connection, CtState.NEW);
        trace.tracked(skb.id(), skb.packet(), CtState.NEW, tuple, FIRST);
        return Optional.empty();
    }

    /** Room for one more, perhaps at the cost of others: {@code __nf_conntrack_alloc()}. */
    private boolean hasRoom(Tuple tuple) {
        int most = sysctls.value(ConntrackSysctl.MAX);
        if (most == 0 || table.size() < most || size() < most) {
            return true;
        }
        List<Connection> evictable = table.evictable(tuple, sysctls.value(ConntrackSysctl.BUCKETS));
        evictable.forEach(this::delete);
        counters.countEarlyDrop(evictable.size());
        return !evictable.isEmpty();
    }

    /** An ICMP error belongs to the connection of the packet that it quotes; {@code nf_conntrack_inet_error()}. */
    private void trackError(Skb skb, IcmpError error, Zone zone) {
        Packet quoted = error.cause();
        TupleHash found = Tuple.has(quoted) ? find(Tuple.of(quoted).inverse(), zone) : null;
        if (found == null) {
            invalid(skb, "", "it is about a connection never seen here");
            return;
        }
        IpAddress dst = found.tuple().dst();
        if (!skb.packet().dst().equals(dst)) {
            invalid(skb, found.connection(), "it is about a packet of " + dst + ", and goes elsewhere");
            return;
        }
        CtState state = found.reply() ? CtState.RELATED_REPLY : CtState.RELATED;
        skb.track(found.connection(), state);
        trace.tracked(skb.id(), skb.packet(), state, found.connection(), "it is about a packet of a known connection");
    }

    /**
     * Enters a new connection into the table once its first packet got through; {@code nf_conntrack_confirm()}.
     *
     * @return why the packet must be dropped; empty if it goes on
     */
    public Optional<String> confirm(Skb skb) {
        Connection connection = skb.connection();
        // what REJECT sends in the other direction belongs to a connection that never comes to be
        if (connection == null
                || connection.has(CtStatus.CONFIRMED)
                || skb.ctState().reply()) {
            return Optional.empty();
        }
        TupleHash other = clashing(connection);
        if (other != null) {
            return resolve(skb, connection, other.connection());
        }
        timeouts.restart(connection);
        insert(connection);
        return Optional.empty();
    }

    /** What has one of its two tuples; null if both are free. */
    private @Nullable TupleHash clashing(Connection connection) {
        TupleHash found = find(connection.original(), connection.zone());
        return found == null ? find(connection.reply(), connection.zone()) : found;
    }

    /**
     * Two packets began a connection before either got through, or translation gave both the same tuple:
     * {@code nf_ct_resolve_clash()}.
     */
    private Optional<String> resolve(Skb skb, Connection loser, Connection winner) {
        boolean allowed = loser.protocol() == Protocol.UDP || loser.protocol() == Protocol.UDPLITE;
        if (allowed && (merge(skb, loser, winner) || insertBeside(skb, loser))) {
            counters.countClashResolve();
            return Optional.empty();
        }
        counters.countClash();
        return CLASH;
    }

    /** The packet takes the connection of its twin: {@code __nf_ct_resolve_clash()}. */
    private boolean merge(Skb skb, Connection loser, Connection winner) {
        if (!winner.isSameFlow(loser)) {
            return false;
        }
        winner.countFirstOf(loser);
        skb.track(winner, skb.ctState());
        trace.tracked(skb.id(), skb.packet(), skb.ctState(), winner, MERGED);
        return true;
    }

    /** Only answers find it, unless they find another one already: {@code nf_ct_resolve_clash_harder()}. */
    private boolean insertBeside(Skb skb, Connection loser) {
        TupleHash other = find(loser.reply(), loser.zone());
        if (other != null) {
            return merge(skb, loser, other.connection());
        }
        timeouts.set(loser, BESIDE_SECONDS);
        loser.add(CtStatus.FIXED_TIMEOUT);
        loser.add(CtStatus.NAT_CLASH);
        insert(loser);
        trace.tracked(skb.id(), skb.packet(), skb.ctState(), loser, BESIDE);
        return true;
    }

    private void insert(Connection connection) {
        timeouts.purge(this::delete);
        connection.add(CtStatus.CONFIRMED);
        table.insert(connection);
        if (connection.has(CtStatus.SRC_NAT_DONE)) {
            sources.insert(connection);
        }
        timeouts.await(connection);
    }

    /**
     * Enters a connection by hand: {@code conntrack -I}.
     *
     * @throws IllegalArgumentException if another connection has one of its tuples
     */
    public void insert(ConnectionSpec spec) {
        Connection connection = new Connection(spec.original(), spec.zone(), timeouts.now());
        connection.reply(spec.reply());
        if (clashing(connection) != null) {
            throw new IllegalArgumentException("Operation failed: Such conntrack exists, try -U to update");
        }
        spec.apply(connection);
        timeouts.set(connection, spec.seconds());
        insert(connection);
        counters.countInsert();
    }

    /** A device went down, or lost an address: connections that took that address end. {@code nf_nat_masquerade.c}. */
    public void masqueradeEnds(String device, Optional<IpAddress> address) {
        for (Connection each : table.all()) {
            boolean theirs = each.masqueradedOn().equals(device)
                    && (address.isEmpty() || each.reply().dst().equals(address.get()));
            if (theirs) {
                delete(each);
            }
        }
    }

    /**
     * The packet's way out is not the one whose address its connection took: it ends. {@code nf_nat_oif_changed()}, which
     * an error about the connection never meets.
     */
    public boolean outgoingDeviceChanged(Skb skb, Connection connection) {
        boolean changed = !connection.masqueradedOn().isEmpty()
                && !(skb.packet().transport() instanceof IcmpError)
                && !skb.ctState().reply()
                && !connection.masqueradedOn().equals(skb.out());
        if (changed) {
            delete(connection);
        }
        return changed;
    }
}
