package packetwalk.linux.ipvs;

import packetwalk.linux.conntrack.Conntrack;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.Sysctls;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;
import packetwalk.trace.Tracepoints;

/** What IPVS asks of the stack around it, and has it do: net/netfilter/ipvs/ip_vs_xmit.c is its other side. */
public interface IpvsStack {

    Sysctls sysctls();

    Simulation simulation();

    Tracepoints trace();

    Conntrack conntrack();

    /** What {@code address} is to this host: {@code inet_addr_type()}. */
    RouteType addressType(IpAddress address);

    /** IPVS wants to see packets, or no longer: {@code ip_vs_register_hooks()}. */
    void hook(IpvsHooks hooks, boolean wanted);

    /** Where a packet goes that is to reach a real server. */
    enum Way {
        /** To this very host: it goes on as it is. */
        LOCAL,
        /** To another one: the packet is routed there, and has one hop less to live. */
        REMOTE,
        /** Nowhere; who sent it was told. */
        NONE
    }

    /**
     * Routes {@code skb} to {@code server}.
     *
     * @param localAllowed whether it may be this host
     * @param asItIs whether the packet keeps its destination: then the server is the next hop, {@code
     *     FLOWI_FLAG_KNOWN_NH}
     */
    Way wayTo(Skb skb, IpAddress server, boolean localAllowed, boolean asItIs);

    /** Sends a routed packet: the hook OUTPUT, and what follows it. */
    void send(Skb skb);

    /**
     * Routes what goes back to a client again, as if this host sent it: {@code ip_vs_route_me_harder()}.
     *
     * @return false if there is no way
     */
    boolean reroute(Skb skb, Hook hook);

    /** Tells who sent {@code skb} that nobody answers at that port. */
    void portUnreachable(Skb skb);
}
