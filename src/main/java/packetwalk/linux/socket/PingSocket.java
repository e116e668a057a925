package packetwalk.linux.socket;

import java.util.Optional;
import packetwalk.net.Bytes;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

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

    /**
     * Sends one echo request with 56 bytes of data.
     *
     * @throws SocketFault what sendto(2) reports: ENETUNREACH, EPERM and their like
     */
    public void send(IpAddress dst, int seq, int ttl) {
        IcmpEcho echo = new IcmpEcho(false, dst.family(), id, seq, Bytes.zeros(56));
        Packet packet = Packet.of(ip.sourceFor(dst, echo), dst, echo).withTtl(ttl);
        int number = ip.simulation().nextPacket();
        ip.trace().sent(number, packet, owner, "echo request");
        ip.sendUnbound(number, packet, Optional.of(owner)).ifPresent(errno -> {
            throw new SocketFault(errno, "the echo request to " + dst + " could not be sent");
        });
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
