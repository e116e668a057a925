package packetwalk.tools;

import java.util.List;
import java.util.Optional;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Nexthop;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.net.IpAddress;

/** Finds the device that a typed way of IPv6 leaves by, or says why there is none: net/ipv6/route.c {@code fib6_nh_init()}. */
final class RouteWays6 {

    private final NetworkNamespace namespace;

    RouteWays6(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    List<Nexthop> of(RouteWords typed) {
        if (typed.type() != RouteType.UNICAST && typed.type() != RouteType.LOCAL) {
            return List.of(Nexthop.of(Optional.empty(), "lo")); // RTF_REJECT: the loopback device stands for nowhere
        }
        if (typed.nexthops().size() > 1) {
            throw new IllegalArgumentException("route " + typed.dst()
                    + " has several nexthops, which is UNKNOWN for IPv6: the engine does not model it; name one");
        }
        return List.of(way(typed, typed.nexthops().get(0)));
    }

    private Nexthop way(RouteWords typed, NexthopWords hop) {
        hop.dev().ifPresent(name -> requireUp(Devices.named(namespace, name)));
        if (hop.via().isEmpty()) {
            String dev = hop.dev()
                    .orElseThrow(() -> new IllegalArgumentException("RTNETLINK answers: No such device: route "
                            + typed.dst() + " names neither gateway nor device; add via ADDRESS or dev DEVICE"));
            return Nexthop.of(Optional.empty(), dev);
        }
        return new Nexthop(hop.via(), dev(hop.via().get(), hop), 1, hop.onlink());
    }

    private static void requireUp(NetDevice device) {
        if (!device.up()) {
            throw new IllegalArgumentException("RTNETLINK answers: Network is down: " + device.name()
                    + " is down; first ip link set " + device.name() + " up");
        }
    }

    /** {@code ip6_route_check_nh()}: a gateway that is no link's own must be reached without another. */
    private String dev(IpAddress gateway, NexthopWords hop) {
        if (namespace.ipv6().isLocal(gateway) || gateway.isMulticast()) {
            throw new IllegalArgumentException("Error: Invalid gateway address: " + gateway
                    + " is this host's own, or no host's; name a neighbour");
        }
        if (gateway.isLinkLocal() || hop.onlink()) {
            return hop.dev()
                    .orElseThrow(() -> new IllegalArgumentException("Error: ipv6: gateway " + gateway
                            + " is good for one link only (No such device); add dev DEVICE"));
        }
        RouteQuery query =
                RouteQuery.output(gateway, IpAddress.ANY_V6, 0).outOf(hop.dev().orElse(""));
        RouteResult answer = namespace.ipv6().fib().lookup(query);
        Route route = answer.route();
        if (!answer.found() || route.type() != RouteType.UNICAST || route.via().isPresent()) {
            throw new IllegalArgumentException("RTNETLINK answers: No route to host: " + gateway
                    + " is on no network of this host's; a gateway must be reached directly");
        }
        return route.dev();
    }
}
