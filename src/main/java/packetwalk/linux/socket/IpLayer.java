package packetwalk.linux.socket;

import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Transport;
import packetwalk.time.Simulation;
import packetwalk.trace.Tracepoints;

/** What sockets need of the stack below them. */
public interface IpLayer {

    /**
     * The source address that a packet to {@code dst} gets: the route's, or the outgoing device's.
     *
     * @param intended what the packet will carry; only told in the trace if it cannot be sent
     * @throws SocketFault ENETUNREACH if there is no route, EHOSTUNREACH, EACCES or EINVAL if the route forbids it
     */
    IpAddress sourceFor(IpAddress dst, Transport intended);

    /** Whether {@code address} is one of this host's own. */
    boolean isLocal(IpAddress address);

    /**
     * Sends a packet of this host; {@code id} is its identity in the trace.
     *
     * @param owner of the socket that sends it, as rules ask; empty once its process has closed that
     * @return what sendmsg(2) reports; empty if it went on its way, whatever becomes of it then
     */
    Optional<Errno> send(int id, Packet packet, Optional<Owner> owner);

    /**
     * The same for a packet whose source was open when its way was looked up, as that of a datagram from an unbound
     * socket is: rules that ask for the source do not match it.
     */
    Optional<Errno> sendUnbound(int id, Packet packet, Optional<Owner> owner);

    /**
     * The source by which segments of a connection are routed that a socket opens whose address was open until it got
     * {@code source}; it may change while the connection lasts. IPv4 looks again as soon as it has a source, IPv6 keeps the
     * way that it found without one.
     */
    default Supplier<IpAddress> flowSource(IpAddress source, IpAddress dst) {
        return () -> source;
    }

    /** The largest packet that gets from {@code src} to {@code dst}, as far as is known: {@code dst_mtu()}. */
    int mtu(IpAddress src, IpAddress dst, Transport intended);

    /**
     * What a packet to {@code dst} starts with unless its sender says otherwise: {@code net.ipv4.ip_default_ttl}, or the
     * hop limit of the device that it leaves by.
     */
    int defaultTtl(IpAddress dst);

    /** Where a server binds that wants to serve whoever comes: {@code ::} where there is IPv6, as Go's {@code net.Listen}. */
    default IpAddress wildcard() {
        return IpAddress.ANY_V4;
    }

    /** {@code net.ipv6.bindv6only}: whether a socket bound to {@code ::} takes no IPv4. */
    default boolean bindsV6Only() {
        return false;
    }

    Simulation simulation();

    Tracepoints trace();
}
