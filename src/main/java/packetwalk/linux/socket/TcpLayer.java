package packetwalk.linux.socket;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Ports;
import packetwalk.net.Tcp;
import packetwalk.net.Tcp.Flag;
import packetwalk.time.Simulation;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** One namespace's TCP: which socket a segment is for, and the reset where there is none. Linux net/ipv4/tcp_ipv4.c. */
public final class TcpLayer {

    /** {@code net.ipv4.tcp_min_snd_mss}. */
    private static final int MIN_SND_MSS = 48;

    private final ConnectionTable connections = new ConnectionTable();
    private final List<TcpListener> listeners = new ArrayList<>();
    private final IpLayer ip;
    private final PortRange ports;

    TcpLayer(IpLayer ip, PortRange ports) {
        this.ip = ip;
        this.ports = ports;
    }

    Simulation simulation() {
        return ip.simulation();
    }

    /**
     * Listens for connections.
     *
     * @param address one of the host's, or the unspecified one for all of them
     * @param program gives the handler for each connection that is made
     * @throws SocketFault EADDRINUSE if a listener of this namespace has the port, EADDRNOTAVAIL if the address is
     *     not the host's
     */
    public TcpListener listen(Owner owner, IpAddress address, int port, Function<TcpSocket, TcpEvents> program) {
        Ports.requireService(port);
        if (!address.isAny() && !ip.isLocal(address)) {
            throw new SocketFault(
                    Errno.EADDRNOTAVAIL, address + " is none of this host's addresses; bind one of them, or 0.0.0.0");
        }
        Binding binding = new Binding(new Endpoint(address, port), ip.bindsV6Only());
        for (TcpListener other : listeners) {
            if (other.binding().clashes(binding)) {
                throw new SocketFault(
                        Errno.EADDRINUSE,
                        "port " + port + " is taken by " + other.owner() + " in the same network namespace;"
                                + " choose another port, or stop that process");
            }
        }
        TcpListener listener = new TcpListener(this, owner, binding, program);
        listeners.add(listener);
        return listener;
    }

    /**
     * Opens a connection; what comes of it, {@code events} hears.
     *
     * @throws SocketFault ENETUNREACH if there is no route to {@code address}; EHOSTUNREACH, EACCES or EINVAL if the
     *     route forbids it
     */
    public TcpSocket connect(Owner owner, IpAddress address, int port, TcpEvents events) {
        Ports.requireService(port);
        Tcp intended = new Tcp(0, port, 0, 0, EnumSet.of(Flag.SYN), Bytes.EMPTY);
        IpAddress source = ip.sourceFor(address, intended);
        Endpoint remote = new Endpoint(address, port);
        BitSet taken = connections.taken(source, remote);
        int localPort =
                ports.pick(List.of(source, remote), candidate -> !taken.get(candidate) && !listensOn(candidate));
        TcpSocket socket = new TcpSocket(this, owner, new Endpoint(source, localPort), remote, events);
        connections.add(socket);
        socket.connect(ip.flowSource(source, address));
        return socket;
    }

    private boolean listensOn(int port) {
        for (TcpListener listener : listeners) {
            if (listener.local().port() == port) {
                return true;
            }
        }
        return false;
    }

    /** A segment came in for this host: {@code tcp_v4_rcv()}. */
    void receive(int id, Packet packet, Tcp segment) {
        Endpoint local = new Endpoint(packet.dst(), segment.dstPort());
        Endpoint remote = new Endpoint(packet.src(), segment.srcPort());
        TcpSocket socket = connections.find(local, remote);
        if (socket != null && !(socket.state() == TcpState.TIME_WAIT && segment.has(Flag.SYN))) {
            if (ip.trace().on()) {
                ip.trace().delivered(id, packet, socket.owner(), "socket " + socket + ", " + socket.state());
            }
            socket.receive(id, packet, segment);
            return;
        }
        Optional<TcpListener> listener = listenerFor(local);
        boolean opens = segment.has(Flag.SYN) && !segment.has(Flag.ACK) && !segment.has(Flag.RST);
        if (listener.isPresent() && opens && segment.has(Flag.FIN)) {
            String both = "SYN and FIN at once: tcp_rcv_state_process() discards it";
            ip.trace().dropped(id, packet, "", Step.Layer.SOCKET, DropReason.TCP_FLAGS, "", both);
            return;
        }
        if (listener.isPresent() && opens) {
            ip.trace()
                    .delivered(
                            id,
                            packet,
                            listener.get().owner(),
                            "it listens on " + listener.get().local());
            TcpSocket accepted = listener.get().accept(local, remote);
            connections.add(accepted);
            accepted.accept(segment);
            return;
        }
        noSocket(id, packet, segment, listener.isPresent());
    }

    /** Where the socket is bound that gets what comes to {@code local} from {@code remote}; empty if there is none. */
    Optional<Endpoint> find(Endpoint local, Endpoint remote) {
        return connections.find(local, remote) != null
                ? Optional.of(local)
                : listenerFor(local).map(TcpListener::local);
    }

    /** The one that fits best, of those the oldest: {@code compute_score()}. */
    private Optional<TcpListener> listenerFor(Endpoint local) {
        TcpListener best = null;
        for (TcpListener each : listeners) {
            boolean takes =
                    each.local().port() == local.port() && each.binding().takes(local.address());
            if (takes
                    && (best == null
                            || each.binding().score(local.address())
                                    > best.binding().score(local.address()))) {
                best = each;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Nobody wants it: a reset, unless it is one. RFC 9293 3.10.7.1; {@code tcp_v4_send_reset()}. */
    private void noSocket(int id, Packet packet, Tcp segment, boolean listening) {
        String why = listening
                ? "port " + segment.dstPort() + " is served, but this segment belongs to no connection"
                : "nothing listens on " + packet.dst() + " port " + segment.dstPort();
        ip.trace()
                .dropped(
                        id,
                        packet,
                        "",
                        Step.Layer.SOCKET,
                        DropReason.NO_SOCKET,
                        "",
                        why + (segment.has(Flag.RST) ? "" : "; answered with a reset"));
        if (!segment.has(Flag.RST)) {
            reset(packet, segment);
        }
    }

    private void reset(Packet packet, Tcp segment) {
        Packet answer = resetOf(packet, segment).withTtl(ip.defaultTtl(packet.src()));
        int id = simulation().nextPacket();
        ip.trace().sent(id, answer, "kernel", "TCP reset: connection refused");
        ip.send(id, answer, Optional.of(Owner.KERNEL));
    }

    /** The reset that answers a segment, and that its sender will believe. */
    public static Packet resetOf(Packet packet, Tcp segment) {
        Set<Flag> flags = segment.has(Flag.ACK) ? EnumSet.of(Flag.RST) : EnumSet.of(Flag.RST, Flag.ACK);
        long seq = segment.has(Flag.ACK) ? segment.ack() : 0;
        long ack = segment.has(Flag.ACK) ? 0 : segment.seq() + segment.span();
        Tcp reset = new Tcp(segment.dstPort(), segment.srcPort(), seq, ack, flags, Bytes.EMPTY);
        return Packet.of(packet.dst(), packet.src(), reset);
    }

    /** Whether there is a connection that {@code sent} belongs to. */
    boolean has(Packet sent, Tcp segment) {
        return sender(sent, segment) != null;
    }

    private @Nullable TcpSocket sender(Packet sent, Tcp segment) {
        return connections.find(
                new Endpoint(sent.src(), segment.srcPort()), new Endpoint(sent.dst(), segment.dstPort()));
    }

    /** A segment was too big for its way: {@code tcp_v4_mtu_reduced()}. */
    void mtuReduced(Packet cause, Tcp segment) {
        TcpSocket socket = sender(cause, segment);
        if (socket != null) {
            socket.mtuReduced();
        }
    }

    /** Bytes of data and options that fit into one segment of {@code socket}: {@code tcp_mtu_to_mss()}. */
    int mss(TcpSocket socket) {
        IpAddress remote = socket.remote().address();
        Tcp empty = new Tcp(socket.local().port(), socket.remote().port(), 0, 0, Set.of(), Bytes.EMPTY);
        int headers = Packet.of(socket.local().address(), remote, empty).length();
        return Math.max(MIN_SND_MSS, ip.mtu(socket.flowSource(), remote, empty) - headers);
    }

    /** An ICMP error about one of this host's segments. */
    void unreachable(int id, Packet cause, Tcp segment, Errno errno) {
        TcpSocket socket = sender(cause, segment);
        if (socket != null) {
            socket.unreachable(id, errno);
        }
    }

    void send(TcpSocket socket, Tcp segment, String why) {
        Packet packet = Packet.of(socket.local().address(), socket.remote().address(), segment)
                .withTtl(ip.defaultTtl(socket.remote().address()));
        int id = simulation().nextPacket();
        ip.trace().sent(id, packet, socket.owner(), why);
        // TCP takes no notice of EPERM: it sends again and times out
        if (socket.flowSource().isAny()) {
            ip.sendUnbound(id, packet, socket.holder());
        } else {
            ip.send(id, packet, socket.holder());
        }
    }

    void changed(TcpSocket socket, int packet, String event, String why) {
        if (!ip.trace().on()) {
            return;
        }
        Packet stub = Packet.of(
                socket.local().address(),
                socket.remote().address(),
                new Tcp(socket.local().port(), socket.remote().port(), 0, 0, Set.of(), Bytes.EMPTY));
        ip.trace().socket(packet, stub, event, socket.owner(), why);
    }

    void handled(int id, Packet packet, String event, Object by, Object why) {
        ip.trace().handled(id, packet, event, by, why);
    }

    void keyed(Supplier<String> line) {
        ip.trace().keyed(line);
    }

    void remove(TcpSocket socket) {
        connections.remove(socket);
    }

    void remove(TcpListener listener) {
        listeners.remove(listener);
    }

    /** Listeners, oldest first. */
    public List<TcpListener> listeners() {
        return List.copyOf(listeners);
    }

    /** Connections in any state, oldest first. */
    public List<TcpSocket> connections() {
        return connections.all();
    }
}
