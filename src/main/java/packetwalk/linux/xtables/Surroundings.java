package packetwalk.linux.xtables;

import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.ipset.IpSets;
import packetwalk.linux.ipvs.Ipvs;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.sysctl.Sysctls;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.time.Simulation;
import packetwalk.trace.Tracepoints;

/** What rules ask of the host around them. */
public interface Surroundings {

    /** What {@code address} is to this host, as {@code -m addrtype} asks; Linux {@code inet_addr_type}. */
    RouteType addressType(IpAddress address);

    /** The same, but only the addresses of {@code device} count as this host's; Linux {@code inet_dev_addr_type}. */
    RouteType addressType(IpAddress address, String device);

    /** Where the routing tables would send a packet; Linux {@code fib_lookup}. */
    RouteResult route(RouteQuery query);

    /** Where the socket is bound that would get {@code packet} if it were delivered now; empty if none would. */
    Optional<Endpoint> socketFor(Packet packet);

    /**
     * The address that MASQUERADE takes on the device that {@code skb} leaves by; Linux {@code inet_select_addr},
     * {@code nat_ipv6_dev_get_saddr}.
     */
    Optional<IpAddress> masqueradeAddress(Skb skb);

    /** The first address of {@code device}, as REDIRECT takes it; empty if it has none. */
    Optional<IpAddress> primaryAddress(String device);

    /** This host itself, as REDIRECT sends its own packets to it. */
    IpAddress loopback();

    /** The kernel's settings. */
    Sysctls sysctls();

    /** The namespace's sets, as {@code -m set} asks them. */
    default IpSets sets() {
        return generic(IpSets.class, () -> new IpSets(simulation()));
    }

    /** The namespace's virtual servers, as {@code -m ipvs} asks them. */
    Ipvs ipvs();

    /** The MTU of {@code route}: {@code dst_mtu()}. */
    int mtuOf(Route route);

    /** The MTU of the route to {@code dst}, as this host itself would send; {@link Integer#MAX_VALUE} if it has none. */
    int mtuTo(IpAddress dst);

    /** Virtual time, and the only dice. */
    Simulation simulation();

    /** The kernel's log; empty where rules may not write to it, in any namespace but the machine's own. */
    Optional<KernelLog> log();

    /** Where this host says what it does. */
    Tracepoints trace();

    /**
     * What a module keeps in this namespace; made by {@code fresh} when it is first asked for. Linux
     * {@code net_generic()}, include/net/netns/generic.h.
     */
    <T> T generic(Class<T> module, Supplier<T> fresh);
}
