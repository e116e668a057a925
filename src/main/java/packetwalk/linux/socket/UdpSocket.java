package packetwalk.linux.socket;

import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

/** A bound UDP socket. */
public final class UdpSocket {

    /** What a program hears of its socket. */
    public interface Events {

        /** A datagram came in. */
        void received(UdpSocket socket, Endpoint from, Packet packet, Bytes data);

        /** An ICMP error came in about a datagram that it sent; {@code error} is that message. */
        default void unreachable(UdpSocket socket, Packet error, Packet cause, Errno errno) {}
    }

    private final UdpLayer layer;
    private final Owner owner;
    private final Binding binding;
    private final Events events;
    private int lastPacket;

    UdpSocket(UdpLayer layer, Owner owner, Binding binding, Events events) {
        this.layer = layer;
        this.owner = owner;
        this.binding = binding;
        this.events = events;
    }

    public Owner owner() {
        return owner;
    }

    /** Address and port; the unspecified address stands for all of the host's. */
    public Endpoint local() {
        return binding.local();
    }

    Binding binding() {
        return binding;
    }

    /** Whether, bound to {@code ::}, it takes no IPv4. */
    public boolean v6Only() {
        return binding.v6Only();
    }

    /**
     * Sends one datagram with the usual TTL.
     *
     * @throws SocketFault what sendto(2) reports: ENETUNREACH, EPERM and their like
     */
    public void send(Endpoint to, Bytes data) {
        send(to, data, layer.ip().defaultTtl(to.address()));
    }

    /** Sends one datagram with a TTL of its own, as traceroute does; throws as {@link #send(Endpoint, Bytes)}. */
    public void send(Endpoint to, Bytes data, int ttl) {
        layer.send(this, local().address(), to, data, ttl);
    }

    /**
     * Sends one datagram from an address of the host's that the program names: {@code IP_PKTINFO}, by which a server that
     * is bound to all of them answers from the one that was asked. Throws as {@link #send(Endpoint, Bytes)}.
     */
    public void sendFrom(IpAddress source, Endpoint to, Bytes data) {
        layer.send(this, source, to, data, layer.ip().defaultTtl(to.address()));
    }

    /** Has the walk tell what the program decided about a datagram that it is just being given, and why. */
    public void handled(Packet packet, String event, Object by, Object why) {
        layer.ip().trace().handled(lastPacket, packet, event, by, why);
    }

    void receive(int id, Endpoint from, Packet packet, Bytes data) {
        lastPacket = id;
        events.received(this, from, packet, data);
    }

    void unreachable(Packet error, Packet cause, Errno errno) {
        events.unreachable(this, error, cause, errno);
    }

    /** Gives the port back. */
    public void close() {
        layer.remove(this);
    }
}
