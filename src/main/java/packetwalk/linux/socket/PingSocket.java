package packetwalk.linux.socket;

import java.util.Optional;
import packetwalk.net.Bytes;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** What ping(8) holds: sends echo requests under one identifier and hears the answers. Linux net/ipv4/ping.c. */
public final class PingSocket {

    /** What a program hears of its echo requests. */
    public interface Events {

        /** The answer to request {@code seq} came in. */
        void replied(Packet reply, IcmpEcho echo);

        /** An ICMP error about request {@code seq} came in. */
        void unreachable(Packet error, int seq);
    }

    private final IpLayer ip;
    private final Sockets sockets;
    private final Owner owner;
    private final int id;
    private final Events events;

    PingSocket(IpLayer ip, Sockets sockets, Owner owner, int id, Events events) {
        this.ip = ip;
        this.sockets = sockets;
        this.owner = owner;
        this.id = id;
        this.events = events;
    }

    /** The identifier that its requests carry. */
    public int id() {
        return id;
    }

    /** Sends one as ping(8) does that is told nothing: 56 bytes of data, path MTU discovery as Linux has it. */
    public void send(IpAddress dst, int seq, int ttl) {
        send(dst, seq, ttl, 56, PathMtuDiscovery.WANT);
    }

    /**
     * Sends one echo request with {@code size} bytes of data.
     *
     * @throws SocketFault what sendto(2) reports: ENETUNREACH, EPERM and their like; EMSGSIZE for one that does not fit and must
     *     not be cut up
     */
    public void send(IpAddress dst, int seq, int ttl, int size, PathMtuDiscovery discovery) {
        IcmpEcho echo = new IcmpEcho(false, dst.family(), id, seq, Bytes.zeros(size));
        Packet packet = Packet.of(ip.sourceFor(dst, echo), dst, echo)
                .withTtl(ttl)
                .withDontFragment(discovery != PathMtuDiscovery.DONT);
        int number = ip.simulation().nextPacket();
        ip.trace().sent(number, packet, owner, "echo request");
        if (discovery == PathMtuDiscovery.DO) {
            requireFits(number, packet);
        }
        ip.sendUnbound(number, packet, Optional.of(owner)).ifPresent(errno -> {
            throw new SocketFault(errno, "the echo request to " + dst + " could not be sent");
        });
    }

    /** {@code __ip_append_data()}: too large, and nobody may cut it up. */
    private void requireFits(int number, Packet packet) {
        int mtu = mtu(packet.dst());
        if (packet.length() > mtu) {
            String why = "its sender wants it whole, and so it does not even leave";
            ip.trace().dropped(number, packet, "", Step.Layer.ROUTING, DropReason.PKT_TOO_BIG, "mtu " + mtu, why);
            throw new SocketFault(Errno.EMSGSIZE, "the echo request to " + packet.dst() + " does not fit");
        }
    }

    /** The largest packet that gets to {@code dst} as far as this host knows: {@code IP_MTU}. */
    public int mtu(IpAddress dst) {
        IcmpEcho echo = new IcmpEcho(false, dst.family(), id, 1, Bytes.zeros(0));
        return ip.mtu(ip.sourceFor(dst, echo), dst, echo);
    }

    void replied(int number, Packet packet, IcmpEcho echo) {
        if (ip.trace().on()) {
            ip.trace()
                    .delivered(number, packet, owner, "it sent echo request " + echo.seq() + " with identifier " + id);
        }
        events.replied(packet, echo);
    }

    void unreachable(Packet error, IcmpEcho request) {
        events.unreachable(error, request.seq());
    }

    /** Hears no more. */
    public void close() {
        sockets.remove(this);
    }
}
