package packetwalk.linux;

import java.util.Optional;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.ipvs.IpvsHooks;
import packetwalk.linux.ipvs.IpvsStack;
import packetwalk.linux.route.Nexthop;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.Sysctls;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.time.Simulation;
import packetwalk.trace.DropReason;
import packetwalk.trace.Tracepoints;

/**
 * How IPVS sends packets on: net/netfilter/ipvs/ip_vs_xmit.c.
 *
 * <p>A real server's route is looked up for each packet; a kernel keeps it with the server as long as no route changes,
 * so that among several ways one server has one.
 */
final class IpvsTransmit implements IpvsStack {

    private final NetworkNamespace namespace;
    private final Ipv4 ip;
    private final Output output;
    private final Icmp icmp;
    private final RouteTrace trace;

    IpvsTransmit(NetworkNamespace namespace, Ipv4 ip, Output output, Icmp icmp, RouteTrace trace) {
        this.namespace = namespace;
        this.ip = ip;
        this.output = output;
        this.icmp = icmp;
        this.trace = trace;
    }

    @Override
    public Sysctls sysctls() {
        return namespace.sysctls();
    }

    @Override
    public Simulation simulation() {
        return namespace.simulation();
    }

    @Override
    public Tracepoints trace() {
        return namespace.trace();
    }

    @Override
    public Conntrack conntrack() {
        return ip.netfilter().conntrack();
    }

    @Override
    public RouteType addressType(IpAddress address) {
        return namespace.addressType(address);
    }

    @Override
    public void hook(IpvsHooks hooks, boolean wanted) {
        ip.netfilter().hook(hooks, wanted);
    }

    /** {@code __ip_vs_get_out_rt()}: by the real server's address alone, whatever the packet's source and mark. */
    @Override
    public Way wayTo(Skb skb, IpAddress server, boolean localAllowed, boolean asItIs) {
        RouteQuery query = new RouteQuery(server, IpAddress.ANY_V4, RouteQuery.LOCAL, "", 0, 0, 0, 0, 0);
        RouteResult result = ip.outputRouting().lookup(query);
        Route route = result.route();
        if (route.type() == RouteType.LOCAL) {
            return localAllowed
                    ? Way.LOCAL
                    : lost(skb, DropReason.IP_INADDRERRORS, result, "a real server that is this host");
        }
        trace.routed(skb, result);
        if (route.type() != RouteType.UNICAST && route.type() != RouteType.BROADCAST) {
            return unreachable(skb, result);
        }
        if (skb.packet().src().isLoopback()) {
            return lost(skb, DropReason.IP_LOCALNET, result, "a loopback address must not leave the host");
        }
        Route way = asItIs ? towards(route, server) : route;
        return hasFarToGo(skb, result, way) ? Way.REMOTE : Way.NONE;
    }

    /** {@code rt_set_nexthop()} of a known next hop: on the link of the server, the server itself. */
    private static Route towards(Route route, IpAddress server) {
        return route.via().isPresent() ? route : route.along(Nexthop.of(Optional.of(server), route.dev()));
    }

    private Way lost(Skb skb, DropReason reason, RouteResult result, String why) {
        trace.drop(skb, "", reason, result.route(), why);
        return Way.NONE;
    }

    private Way unreachable(Skb skb, RouteResult result) {
        trace.drop(
                skb, "", DropReason.IP_OUTNOROUTES, result.found() ? result.route() : "", "no way to the real server");
        icmp.error(skb, IcmpError.Kind.HOST_UNREACHABLE);
        return Way.NONE;
    }

    /** {@code decrement_ttl()} and {@code ensure_mtu_is_adequate()}; then the packet takes its new route. */
    private boolean hasFarToGo(Skb skb, RouteResult result, Route way) {
        Packet packet = skb.packet();
        if (packet.ttl() <= 1) {
            trace.drop(skb, "", DropReason.IP_TTL_EXPIRED, "ttl " + packet.ttl(), "");
            icmp.error(skb, IcmpError.Kind.TTL_EXCEEDED);
            return false;
        }
        int mtu = PathMtu.ofSent(namespace, result.route());
        boolean error = packet.transport() instanceof IcmpError;
        if (packet.dontFragment() && packet.length() > mtu && !error) {
            trace.drop(skb, result.route().dev(), DropReason.PKT_TOO_BIG, "mtu " + mtu, "");
            icmp.fragmentationNeeded(skb, mtu);
            return false;
        }
        skb.packet(packet.withTtl(packet.ttl() - 1));
        skb.route(way);
        skb.out(OutputRouting.device(way));
        return true;
    }

    /** {@code ip_vs_nat_send_or_cont()}: the hook is not told by which device it came in. */
    @Override
    public void send(Skb skb) {
        skb.in("");
        output.sendOn(skb);
    }

    /** {@code ip_vs_route_me_harder()}: only what goes to others, and not at INPUT. */
    @Override
    public boolean reroute(Skb skb, Hook hook) {
        if (hook == Hook.INPUT || skb.route().type() == RouteType.LOCAL) {
            return true;
        }
        String out = skb.out();
        RouteResult result = ip.outputRouting().routeHarder(skb);
        boolean stays = hook == Hook.OUTPUT || skb.bridge() != null;
        if (stays) {
            skb.out(out);
        }
        return ip.outputRouting().refusal(result, skb.packet().src()).isEmpty();
    }

    @Override
    public void portUnreachable(Skb skb) {
        icmp.error(skb, IcmpError.Kind.PORT_UNREACHABLE);
    }
}
