package packetwalk.linux.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Ports;
import packetwalk.net.Udp;
import packetwalk.trace.Unchanging;

/** One namespace's UDP: which socket a datagram is for. Linux net/ipv4/udp.c. */
public final class UdpLayer {

    private final List<UdpSocket> sockets = new ArrayList<>();
    private final IpLayer ip;
    private final PortRange ports;

    UdpLayer(IpLayer ip, PortRange ports) {
        this.ip = ip;
        this.ports = ports;
    }

    IpLayer ip() {
        return ip;
    }

    /**
     * Binds a socket.
     *
     * @param address one of the host's, or the unspecified one
     * @param port 0 for any free one
     * @throws SocketFault EADDRINUSE if a socket of this namespace has the port, EADDRNOTAVAIL if the address is not
     *     the host's
     */
    public UdpSocket bind(Owner owner, IpAddress address, int port, UdpSocket.Events events) {
        Ports.require(port);
        if (!address.isAny() && !ip.isLocal(address)) {
            throw new SocketFault(
                    Errno.EADDRNOTAVAIL, address + " is none of this host's addresses; bind one of them, or 0.0.0.0");
        }
        int chosen = port != 0
                ? port
                : ports.pick(candidate -> rival(binding(address, candidate)).isEmpty());
        Binding binding = binding(address, chosen);
        Optional<UdpSocket> other = rival(binding);
        if (other.isPresent()) {
            throw new SocketFault(
                    Errno.EADDRINUSE,
                    "UDP port " + chosen + " is taken by " + other.get().owner()
                            + " in the same network namespace; choose another port, or stop that process");
        }
        UdpSocket socket = new UdpSocket(this, owner, binding, events);
        sockets.add(socket);
        return socket;
    }

    /** Why a socket takes a datagram. */
    private record Bound(Endpoint local) implements Unchanging {
        @Override
        public String toString() {
            return "its UDP socket is bound to " + local;
        }
    }

    private Binding binding(IpAddress address, int port) {
        return new Binding(new Endpoint(address, port), ip.bindsV6Only());
    }

    /** A socket beside which {@code wanted} cannot be bound. */
    private Optional<UdpSocket> rival(Binding wanted) {
        for (UdpSocket socket : sockets) {
            if (socket.binding().clashes(wanted)) {
                return Optional.of(socket);
            }
        }
        return Optional.empty();
    }

    /** The socket that gets what is for {@code address}: the one that fits best, of those the oldest. */
    private Optional<UdpSocket> owner(IpAddress address, int port) {
        UdpSocket best = null;
        for (UdpSocket socket : sockets) {
            boolean takes = socket.local().port() == port && socket.binding().takes(address);
            if (takes
                    && (best == null
                            || socket.binding().score(address) > best.binding().score(address))) {
                best = socket;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Where the socket is bound that gets what is for {@code local}; empty if there is none. */
    Optional<Endpoint> find(Endpoint local) {
        return owner(local.address(), local.port()).map(UdpSocket::local);
    }

    /** A datagram came in for this host; false if no socket wants it: ICMP port unreachable. */
    boolean receive(int id, Packet packet, Udp datagram) {
        Optional<UdpSocket> socket = owner(packet.dst(), datagram.dstPort());
        if (socket.isEmpty()) {
            return false;
        }
        ip.trace()
                .delivered(
                        id, packet, socket.get().owner(), new Bound(socket.get().local()));
        socket.get().receive(id, new Endpoint(packet.src(), datagram.srcPort()), packet, datagram.data());
        return true;
    }

    /** Whether a socket here has the port from which {@code sent} came. */
    boolean has(Packet sent, Udp datagram) {
        return owner(sent.src(), datagram.srcPort()).isPresent();
    }

    /** An ICMP error about one of this host's datagrams. */
    void unreachable(Packet error, Packet cause, Udp datagram, Errno errno) {
        owner(cause.src(), datagram.srcPort()).ifPresent(socket -> socket.unreachable(error, cause, errno));
    }

    /** Sends from {@code bound}, or, if that is open, from the address that the way suggests. */
    void send(UdpSocket socket, IpAddress bound, Endpoint to, Bytes data, int ttl) {
        Udp datagram = new Udp(socket.local().port(), to.port(), data);
        IpAddress source = bound.isAny() ? ip.sourceFor(to.address(), datagram) : bound;
        Packet packet = Packet.of(source, to.address(), datagram).withTtl(ttl);
        int id = ip.simulation().nextPacket();
        ip.trace().sent(id, packet, socket.owner(), "datagram");
        Optional<Owner> owner = Optional.of(socket.owner());
        Optional<Errno> refused = bound.isAny() ? ip.sendUnbound(id, packet, owner) : ip.send(id, packet, owner);
        refused.ifPresent(errno -> {
            throw new SocketFault(errno, "the datagram to " + to + " could not be sent");
        });
    }

    void remove(UdpSocket socket) {
        sockets.remove(socket);
    }

    /** Bound sockets, oldest first. */
    public List<UdpSocket> sockets() {
        return List.copyOf(sockets);
    }
}
