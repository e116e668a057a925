package packetwalk.linux.socket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Udp;

/** All sockets of one namespace: every process in it shares this one space of ports. */
public final class Sockets {

    private final IpLayer ip;
    private final TcpLayer tcp;
    private final UdpLayer udp;
    private final Map<Integer, PingSocket> pings = new LinkedHashMap<>();
    private int lastPing;

    public Sockets(IpLayer ip) {
        this.ip = ip;
        PortRange ports = new PortRange(ip.simulation().random());
        this.tcp = new TcpLayer(ip, ports);
        this.udp = new UdpLayer(ip, ports);
    }

    public TcpLayer tcp() {
        return tcp;
    }

    public UdpLayer udp() {
        return udp;
    }

    /** Where a server binds that wants to serve whoever comes. */
    public IpAddress wildcard() {
        return ip.wildcard();
    }

    /** A socket for echo requests. */
    public PingSocket ping(Owner owner, PingSocket.Events events) {
        lastPing = lastPing % 65535 + 1;
        PingSocket socket = new PingSocket(ip, this, owner, lastPing, events);
        pings.put(lastPing, socket);
        return socket;
    }

    void remove(PingSocket socket) {
        pings.remove(socket.id());
    }

    /** Ends everything that {@code process} holds, as its exit does: listeners go, connections get a FIN. */
    public void closeAll(Owner process) {
        List.copyOf(tcp.listeners()).stream()
                .filter(each -> each.owner().equals(process))
                .forEach(TcpListener::close);
        List.copyOf(tcp.connections()).stream()
                .filter(each -> each.owner().equals(process))
                .forEach(TcpSocket::close);
        List.copyOf(udp.sockets()).stream()
                .filter(each -> each.owner().equals(process))
                .forEach(UdpSocket::close);
    }

    /**
     * Gives a packet for this host to its socket.
     *
     * @return false if it is a datagram that nobody wants: the stack answers with ICMP port unreachable
     */
    public boolean receive(int id, Packet packet) {
        if (packet.transport() instanceof Tcp segment) {
            tcp.receive(id, packet, segment);
            return true;
        }
        if (packet.transport() instanceof Udp datagram) {
            return udp.receive(id, packet, datagram);
        }
        throw new AssertionError("not a socket's packet: " + packet);
    }

    /**
     * Where the socket is bound that a packet is for, or that an ICMP error is about: net/ipv4/netfilter/nf_socket_ipv4.c.
     *
     * @return empty if there is none, and for echo
     */
    public Optional<Endpoint> find(Packet packet) {
        if (packet.transport() instanceof Tcp segment) {
            return tcp.find(
                    new Endpoint(packet.dst(), segment.dstPort()), new Endpoint(packet.src(), segment.srcPort()));
        }
        if (packet.transport() instanceof Udp datagram) {
            return udp.find(new Endpoint(packet.dst(), datagram.dstPort()));
        }
        if (packet.transport() instanceof IcmpError error) {
            Packet cause = error.cause();
            if (cause.transport() instanceof Tcp segment) {
                return tcp.find(
                        new Endpoint(cause.src(), segment.srcPort()), new Endpoint(cause.dst(), segment.dstPort()));
            }
            if (cause.transport() instanceof Udp datagram) {
                return udp.find(new Endpoint(cause.src(), datagram.srcPort()));
            }
        }
        return Optional.empty();
    }

    /** Gives an echo reply to the ping that asked; false if none did. */
    public boolean receiveEchoReply(int id, Packet packet, IcmpEcho echo) {
        PingSocket socket = pings.get(echo.id());
        if (socket == null) {
            return false;
        }
        socket.replied(id, packet, echo);
        return true;
    }

    /** Whether some socket here may have sent {@code packet}; the kernel itself takes every echo request for its own. */
    public boolean sent(Packet packet) {
        if (packet.transport() instanceof Tcp segment) {
            return tcp.has(packet, segment);
        }
        return !(packet.transport() instanceof Udp datagram) || udp.has(packet, datagram);
    }

    /** Gives an ICMP error to the socket whose packet it is about, if that is still there. */
    public void receiveError(int id, Packet packet, IcmpError error) {
        Packet cause = error.cause();
        if (isTooBig(error.kind()) && cause.transport() instanceof Tcp segment) {
            tcp.mtuReduced(cause, segment);
            return;
        }
        Errno errno = errno(error.kind());
        if (cause.transport() instanceof Tcp segment) {
            tcp.unreachable(id, cause, segment, errno);
        } else if (cause.transport() instanceof Udp datagram) {
            udp.unreachable(packet, cause, datagram, errno);
        } else if (cause.transport() instanceof IcmpEcho echo && pings.containsKey(echo.id())) {
            pings.get(echo.id()).unreachable(packet, echo);
        }
    }

    private static boolean isTooBig(IcmpError.Kind kind) {
        return kind == IcmpError.Kind.FRAGMENTATION_NEEDED || kind == IcmpError.Kind.V6_PACKET_TOO_BIG;
    }

    /** net/ipv4/icmp.c {@code icmp_err_convert}, net/ipv6/icmp.c {@code icmpv6_err_convert()}. */
    private static Errno errno(IcmpError.Kind kind) {
        return switch (kind) {
            case NET_UNREACHABLE, NET_PROHIBITED, V6_NO_ROUTE -> Errno.ENETUNREACH;
            case V6_ADM_PROHIBITED, V6_POLICY_FAIL, V6_REJECT_ROUTE -> Errno.EACCES;
            case V6_UNKNOWN_NEXT_HEADER -> Errno.EPROTO;
            case FRAGMENTATION_NEEDED, V6_PACKET_TOO_BIG -> Errno.EMSGSIZE;
            case PROTOCOL_UNREACHABLE -> Errno.ENOPROTOOPT;
            case PORT_UNREACHABLE, V6_PORT_UNREACHABLE -> Errno.ECONNREFUSED;
            default -> Errno.EHOSTUNREACH;
        };
    }
}
