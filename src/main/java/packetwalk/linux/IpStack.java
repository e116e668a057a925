package packetwalk.linux;

import java.util.List;
import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.netfilter.Netfilter;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.socket.IpLayer;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Frame;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

/** One family's half of a namespace: what devices, bridges, tools and sockets need of {@link Ipv4} or {@link Ipv6}. */
public interface IpStack extends IpLayer {

    /** The family's hooks, tables and connections. */
    Netfilter netfilter();

    /** What the family's rules ask of the host. */
    Surroundings surroundings();

    Fib fib();

    NeighbourTable neighbours();

    /** Addresses of {@code device} with their prefix lengths, as {@code ip addr} prints them. */
    List<InterfaceAddress> addresses(NetDevice device);

    /**
     * Adds an address to a device, with the routes that it brings along.
     *
     * @throws IllegalArgumentException in the kernel's words, if it cannot be added
     */
    void addAddress(NetDevice device, InterfaceAddress address);

    /**
     * Removes an address and its routes.
     *
     * @throws IllegalArgumentException if the device does not have it
     */
    void removeAddress(NetDevice device, InterfaceAddress address);

    /** The setting by which bridged frames of this family pass its hooks, as a walk tells it. */
    String bridgeCalls();

    /** A frame came up from a device. */
    void receive(NetDevice device, int id, Frame frame, Packet packet, int mark);

    /** The same of what has passed PREROUTING on its bridge. */
    void receiveBridged(Bridge device, Frame frame, Skb skb);

    /** Where the packet would go; nothing is recorded, nobody is told. */
    InputRoute resolve(Skb skb);

    /**
     * Whether a packet that was translated on a bridge, and goes nowhere for this reason, is handed up for the host to tell its
     * sender: IPv6 never does, {@code br_nf_pre_routing_finish_ipv6()}.
     */
    boolean hearsOf(InputRoute answer);

    /** The packet goes nowhere; nobody is told. */
    void drop(Skb skb, InputRoute answer);

    /** Where {@code packet} would go if it came in by {@code device}; nothing is sent. */
    InputRoute inputRoute(Packet packet, String device, int mark);

    /** Where what this host sends would go; nothing is sent. */
    RouteResult outputRoute(RouteQuery query);

    /** The source that {@code route} gives to what is sent to {@code dst}. */
    Optional<IpAddress> source(Route route, IpAddress dst);
}
