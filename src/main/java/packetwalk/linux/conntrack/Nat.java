package packetwalk.linux.conntrack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.time.Simulation;
import packetwalk.trace.Tracepoints;

/**
 * Address translation: net/netfilter/nf_nat_core.c.
 *
 * <p>A rule decides once per connection and side, by changing the connection's reply tuple ({@link #setup}); every
 * packet, the first one included, is then rewritten from the two tuples alone ({@link #rewrite}).
 */
public final class Nat {

    private static final int PORT_ATTEMPTS = 128;

    private final Conntrack conntrack;
    private final Simulation simulation;
    private final Tracepoints trace;

    public Nat(Conntrack conntrack, Simulation simulation, Tracepoints trace) {
        this.conntrack = conntrack;
        this.simulation = simulation;
        this.trace = trace;
    }

    /**
     * Decides one side of a connection: {@code nf_nat_setup_info()}.
     *
     * @param rule what decided, as an object that prints itself; null if no rule did
     * @param name the name of that rule's target, for people: {@code MASQUERADE}
     */
    public void setup(Connection connection, NatKind kind, NatRange range, @Nullable Object rule, String name) {
        Tuple current = connection.reply().inverse();
        Tuple wanted = unique(current, kind, range);
        if (!wanted.equals(current)) {
            connection.reply(wanted.inverse());
            connection.natted(kind, rule, name);
        }
        connection.settle(kind);
    }

    /** No rule decided: the address stays, the port too unless another connection has it. */
    public void setupNull(Connection connection, NatKind kind) {
        Tuple current = connection.reply().inverse();
        IpAddress own = kind == NatKind.SNAT ? current.src() : current.dst();
        setup(connection, kind, NatRange.of(own), null, "");
    }

    /** {@code get_unique_tuple()}: what is there already if that will do, else an address of the range and a free port. */
    private Tuple unique(Tuple current, NatKind kind, NatRange range) {
        if (kind == NatKind.SNAT) {
            Optional<Tuple> mapped = range.contains(current.src(), current.srcPort())
                    ? Optional.of(current)
                    : mappedBefore(current, range);
            if (mapped.filter(tuple -> conntrack.find(tuple.inverse()).isEmpty())
                    .isPresent()) {
                return mapped.get();
            }
        }
        IpAddress address = pick(current, range);
        int port = kind == NatKind.SNAT ? current.srcPort() : current.dstPort();
        boolean keep = !range.hasPorts() || (port >= range.portFrom() && port <= range.portTo());
        int first = keep ? port : range.portFrom();
        Tuple wanted = with(current, kind, address, first);
        boolean noChoice = range.hasPorts()
                ? range.portFrom() == range.portTo()
                : kind == NatKind.DNAT && current.protocol() != Protocol.ICMP;
        if (noChoice || conntrack.find(wanted.inverse()).isEmpty()) {
            return wanted;
        }
        return searchPort(wanted, kind, range, port);
    }

    /** One source keeps one mapping, whatever it talks to: {@code find_appropriate_src()}. */
    private Optional<Tuple> mappedBefore(Tuple current, NatRange range) {
        return conntrack.fromSource(current).stream()
                .map(connection -> connection.reply().inverse())
                .map(mapped -> current.withSrc(mapped.src(), mapped.srcPort()))
                .filter(mapped -> range.contains(mapped.src(), mapped.srcPort()))
                .findFirst();
    }

    /** {@code nf_nat_l4proto_unique_tuple()}: from anywhere in the range, for a destination from its beginning. */
    private Tuple searchPort(Tuple wanted, NatKind kind, NatRange range, int port) {
        boolean echo = wanted.protocol() == Protocol.ICMP;
        int from = range.hasPorts() ? range.portFrom() : echo ? 0 : port < 512 ? 1 : port < 1024 ? 600 : 1024;
        int to = range.hasPorts() ? range.portTo() : echo ? 65535 : port < 512 ? 511 : port < 1024 ? 1023 : 65535;
        int size = to - from + 1;
        int offset = kind == NatKind.DNAT ? 0 : simulation.random().nextInt(size);
        for (int i = 0; i < Math.min(size, PORT_ATTEMPTS); i++) {
            int candidate = from + (offset + i) % size;
            IpAddress address = kind == NatKind.SNAT ? wanted.src() : wanted.dst();
            Tuple attempt = with(wanted, kind, address, candidate);
            if (conntrack.find(attempt.inverse()).isEmpty()) {
                return attempt;
            }
        }
        return wanted; // the clash is found at confirmation, and the packet dropped there
    }

    private static Tuple with(Tuple tuple, NatKind kind, IpAddress address, int port) {
        return kind == NatKind.SNAT ? tuple.withSrc(address, port) : tuple.withDst(address, port);
    }

    /** {@code find_best_ips_proto()}: one source keeps one address of the range. */
    private static IpAddress pick(Tuple tuple, NatRange range) {
        return range.from().plus(Math.floorMod(tuple.src().hashCode(), range.addresses()));
    }

    /** Rewrites a packet as its connection says at this hook; {@code nf_nat_packet()}. */
    public void rewrite(Skb skb, Connection connection, Hook hook) {
        NatKind kind = NatKind.at(hook);
        boolean reply = skb.ctState().reply();
        NatKind decided = reply ? other(kind) : kind;
        if (!connection.natted(decided)) {
            return;
        }
        Packet before = skb.packet();
        Tuple source = reply ? connection.original() : connection.reply();
        Packet after = before.transport() instanceof IcmpError error
                ? rewriteError(before, error, source, kind)
                : apply(before, source.inverse(), kind);
        if (!after.equals(before)) {
            skb.packet(after);
            String why = reply || before.transport() instanceof IcmpError
                    ? "a reply: what was rewritten on the way there is undone"
                    : "decided by the connection's first packet";
            trace.translated(skb.id(), before, after, name(connection, decided, reply), decision(connection), why);
        }
    }

    private static Object decision(Connection connection) {
        return connection.natRule().orElse(connection);
    }

    /** {@code MASQUERADE} where such a rule decided, else SNAT or DNAT; in a reply it is undone. */
    private static String name(Connection connection, NatKind decided, boolean reply) {
        boolean masquerade = decided == NatKind.SNAT && connection.natName().equals("MASQUERADE");
        return (reply ? "un-" : "") + (masquerade ? "MASQUERADE" : decided.name());
    }

    /** The quoted packet travelled the other way, so its other side changes; {@code nf_nat_icmp_reply_translation()}. */
    private static Packet rewriteError(Packet packet, IcmpError error, Tuple source, NatKind kind) {
        Packet cause = apply(error.cause(), source, other(kind));
        Tuple target = source.inverse();
        Packet outer = kind == NatKind.SNAT ? packet.withSrc(target.src()) : packet.withDst(target.dst());
        return outer.withTransport(error.withCause(cause));
    }

    private static NatKind other(NatKind kind) {
        return kind == NatKind.SNAT ? NatKind.DNAT : NatKind.SNAT;
    }

    /** Gives {@code packet} the source, or the destination, of {@code target}. */
    private static Packet apply(Packet packet, Tuple target, NatKind kind) {
        boolean src = kind == NatKind.SNAT;
        Packet moved = src ? packet.withSrc(target.src()) : packet.withDst(target.dst());
        Transport transport = packet.transport();
        if (transport instanceof Tcp tcp) {
            return moved.withTransport(
                    src
                            ? tcp.withPorts(target.srcPort(), tcp.dstPort())
                            : tcp.withPorts(tcp.srcPort(), target.dstPort()));
        }
        if (transport instanceof Udp udp) {
            return moved.withTransport(
                    src
                            ? udp.withPorts(target.srcPort(), udp.dstPort())
                            : udp.withPorts(udp.srcPort(), target.dstPort()));
        }
        if (transport instanceof IcmpEcho echo) {
            return moved.withTransport(echo.withId(src ? target.srcPort() : target.dstPort()));
        }
        return moved;
    }
}
