package packetwalk.linux.conntrack;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;
import packetwalk.time.Simulation;
import packetwalk.trace.Tracepoints;

/**
 * One namespace's connection table: net/netfilter/nf_conntrack_core.c.
 *
 * <p>A packet is looked up at PREROUTING or OUTPUT; a new connection enters the table when its first packet has passed
 * INPUT or POSTROUTING, so what is dropped on the way leaves nothing behind.
 */
public final class Conntrack {

    /** {@code net.netfilter.nf_conntrack_udp_timeout} and {@code …_udp_timeout_stream}, {@code …_icmp_timeout}. */
    private static final Duration UDP = Duration.ofSeconds(30);

    private static final Duration UDP_STREAM = Duration.ofSeconds(120);
    private static final Duration UDP_STREAM_AFTER = Duration.ofSeconds(2);
    private static final Duration ICMP = Duration.ofSeconds(30);

    private final Map<Tuple, Connection> byTuple = new LinkedHashMap<>();
    private final Map<Source, Deque<Connection>> bySource = new HashMap<>();
    private final Simulation simulation;
    private final Tracepoints trace;

    /** Where a connection's first packet came from: {@code hash_by_src()} of net/netfilter/nf_nat_core.c. */
    private record Source(Protocol protocol, IpAddress address, int port) {
        static Source of(Tuple tuple) {
            return new Source(tuple.protocol(), tuple.src(), tuple.srcPort());
        }
    }

    public Conntrack(Simulation simulation, Tracepoints trace) {
        this.simulation = simulation;
        this.trace = trace;
    }

    /** All connections that have not timed out, oldest first. */
    public List<Connection> connections() {
        purge();
        return byTuple.entrySet().stream()
                .filter(entry -> entry.getKey().equals(entry.getValue().original()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Connections that have not timed out: {@code net.netfilter.nf_conntrack_count}. */
    public int size() {
        return connections().size();
    }

    /** Seconds until {@code connection} is forgotten, as {@code conntrack -L} prints it. */
    public long secondsLeft(Connection connection) {
        return Math.max(0, connection.expires() - simulation.now()) / 1_000_000_000L;
    }

    /** Forgets a connection: {@code conntrack -D}. */
    public void delete(Connection connection) {
        byTuple.remove(connection.original());
        byTuple.remove(connection.reply());
        Source source = Source.of(connection.original());
        Deque<Connection> same = bySource.getOrDefault(source, new ArrayDeque<>());
        same.remove(connection);
        if (same.isEmpty()) {
            bySource.remove(source);
        }
    }

    private void purge() {
        List.copyOf(byTuple.values()).stream()
                .filter(connection -> connection.expires() <= simulation.now())
                .forEach(this::delete);
    }

    /** The live connections whose first packet had the source of {@code tuple}, newest first. */
    List<Connection> fromSource(Tuple tuple) {
        return bySource.getOrDefault(Source.of(tuple), new ArrayDeque<>()).stream()
                .filter(connection -> connection.expires() > simulation.now())
                .toList();
    }

    /** The live connection that has {@code tuple} in one of its directions. */
    Optional<Connection> find(Tuple tuple) {
        Connection connection = byTuple.get(tuple);
        if (connection != null && connection.expires() <= simulation.now()) {
            delete(connection);
            return Optional.empty();
        }
        return Optional.ofNullable(connection);
    }

    /** Finds the packet's connection or begins one; {@code nf_conntrack_in()}. */
    public void track(Skb skb) {
        if (skb.ctState() != CtState.NONE) {
            return; // seen before: it went through loopback
        }
        Packet packet = skb.packet();
        if (packet.transport() instanceof IcmpError error) {
            trackError(skb, error);
            return;
        }
        Tuple tuple = Tuple.of(packet).orElseThrow();
        Optional<Connection> found = find(tuple);
        if (found.isEmpty()) {
            begin(skb, tuple);
            return;
        }
        Connection connection = found.get();
        boolean reply = !tuple.equals(connection.original());
        if (startsAnew(connection, packet, reply)) {
            delete(connection);
            begin(skb, tuple);
            return;
        }
        // a connection that got nothing but a reset is forgotten at once: nf_conntrack_tcp_packet()
        boolean refused = !connection.seenReply() && packet.transport() instanceof Tcp tcp && tcp.has(Tcp.Flag.RST);
        if (refused) {
            delete(connection);
        }
        CtState state = reply ? CtState.ESTABLISHED_REPLY : connection.seenReply() ? CtState.ESTABLISHED : CtState.NEW;
        skb.track(connection, state);
        refresh(connection, packet, reply);
        if (reply && !refused) {
            connection.replySeen();
        }
        trace.tracked(skb.id(), packet, state, connection, "its addresses and ports are those of a known connection");
    }

    /** A SYN on a closed connection's tuple is a new connection: tcp_conntracks, case TCP_CONNTRACK_SYN_SENT. */
    private static boolean startsAnew(Connection connection, Packet packet, boolean reply) {
        return !reply
                && packet.transport() instanceof Tcp tcp
                && tcp.has(Tcp.Flag.SYN)
                && !tcp.has(Tcp.Flag.ACK)
                && (connection.tcp() == TcpTracking.TIME_WAIT || connection.tcp() == TcpTracking.CLOSE);
    }

    private void begin(Skb skb, Tuple tuple) {
        Packet packet = skb.packet();
        boolean strayTcp = packet.transport() instanceof Tcp tcp && !TcpTracking.begins(tcp);
        if (strayTcp || !tuple.request()) {
            skb.track(null, CtState.INVALID);
            trace.tracked(skb.id(), packet, CtState.INVALID, tuple, "it answers something that was never seen here");
            return;
        }
        Connection connection = new Connection(tuple, simulation.now());
        skb.track(connection, CtState.NEW);
        refresh(connection, packet, false);
        trace.tracked(skb.id(), packet, CtState.NEW, tuple, "no connection has these addresses and ports yet");
    }

    /** An ICMP error belongs to the connection of the packet that it quotes; {@code nf_conntrack_inet_error()}. */
    private void trackError(Skb skb, IcmpError error) {
        Optional<Tuple> quoted = Tuple.of(error.cause());
        Optional<Tuple> inverse = quoted.map(Tuple::inverse);
        Optional<Connection> found = inverse.flatMap(this::find);
        if (found.isEmpty()) {
            skb.track(null, CtState.INVALID);
            trace.tracked(skb.id(), skb.packet(), CtState.INVALID, "", "it is about a connection never seen here");
            return;
        }
        boolean reply = !inverse.get().equals(found.get().original());
        CtState state = reply ? CtState.RELATED_REPLY : CtState.RELATED;
        skb.track(found.get(), state);
        trace.tracked(skb.id(), skb.packet(), state, found.get(), "it is about a packet of a known connection");
    }

    private void refresh(Connection connection, Packet packet, boolean reply) {
        connection.expires(simulation.now() + timeout(connection, packet, reply).toNanos());
    }

    private Duration timeout(Connection connection, Packet packet, boolean reply) {
        if (packet.transport() instanceof Tcp tcp) {
            return tcpTimeout(connection, tcp, reply);
        }
        if (packet.protocol() != Protocol.UDP) {
            return ICMP;
        }
        // both directions were seen before this one, for more than two seconds: nf_conntrack_udp_packet()
        boolean stream = connection.seenReply() && simulation.now() - connection.begun() > UDP_STREAM_AFTER.toNanos();
        if (stream) {
            connection.assure();
        }
        return stream ? UDP_STREAM : UDP;
    }

    private static Duration tcpTimeout(Connection connection, Tcp tcp, boolean reply) {
        connection.tcp(connection.tcp().after(tcp, reply));
        boolean established = connection.tcp() == TcpTracking.ESTABLISHED;
        if (established && connection.seenReply()) {
            connection.assure();
        }
        return established && !connection.seenReply() && !reply
                ? TcpTracking.UNACKNOWLEDGED
                : connection.tcp().timeout();
    }

    /**
     * Enters a new connection into the table once its first packet got through; {@code nf_conntrack_confirm()}.
     *
     * @return false if another connection took one of its tuples meanwhile: the packet is dropped
     */
    public boolean confirm(Skb skb) {
        Connection connection = skb.connection();
        // what REJECT sends in the other direction belongs to a connection that never comes to be
        if (connection == null || connection.confirmed() || skb.ctState().reply()) {
            return true;
        }
        if (find(connection.original()).isPresent() || find(connection.reply()).isPresent()) {
            return false;
        }
        connection.confirm();
        byTuple.put(connection.original(), connection);
        byTuple.put(connection.reply(), connection);
        bySource.computeIfAbsent(Source.of(connection.original()), any -> new ArrayDeque<>())
                .addFirst(connection);
        return true;
    }
}
