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
import packetwalk.linux.route.Scope;
import packetwalk.net.IpAddress;

/** Finds the device that each typed way leaves by, or says why there is none: net/ipv4/fib_semantics.c {@code fib_check_nh()}. */
final class RouteWays {

    private final NetworkNamespace namespace;

    RouteWays(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    List<Nexthop> of(RouteWords typed) {
        boolean sends = typed.type() == RouteType.UNICAST
                || typed.type() == RouteType.LOCAL
                || typed.type() == RouteType.BROADCAST;
        return sends ? typed.nexthops().stream().map(hop -> way(typed, hop)).toList() : List.of();
    }

    private Nexthop way(RouteWords typed, NexthopWords hop) {
        hop.dev().ifPresent(name -> requireUp(Devices.named(namespace, name)));
        if (hop.via().isEmpty()) {
            String dev = hop.dev()
                    .orElseThrow(() -> new IllegalArgumentException("RTNETLINK answers: No such device: route "
                            + typed.dst() + " names neither gateway nor device; add via ADDRESS or dev DEVICE"));
            return new Nexthop(hop.via(), dev, hop.weight(), hop.onlink());
        }
        IpAddress gateway = hop.via().get();
        if (typed.scope().compareTo(Scope.LINK) >= 0) {
            throw new IllegalArgumentException("Nexthop has invalid scope: a route of scope " + typed.scope()
                    + " has no gateway; leave via out, or the scope");
        }
        String dev = hop.onlink() ? onlink(gateway, hop.dev()) : reached(typed, gateway, hop.dev());
        return new Nexthop(hop.via(), dev, hop.weight(), hop.onlink());
    }

    private static void requireUp(NetDevice device) {
        if (!device.up()) {
            throw new IllegalArgumentException("Device for nexthop is not up: " + device.name()
                    + " is down; first ip link set " + device.name() + " up");
        }
    }

    private String onlink(IpAddress gateway, Optional<String> dev) {
        if (namespace.addressType(gateway) != RouteType.UNICAST) {
            throw invalid(gateway);
        }
        return dev.orElseThrow(() ->
                new IllegalArgumentException("Nexthop device required for onlink: add dev DEVICE to via " + gateway));
    }

    private String reached(RouteWords typed, IpAddress gateway, Optional<String> dev) {
        RouteQuery query = RouteQuery.output(gateway, IpAddress.ANY_V4, 0).outOf(dev.orElse(""));
        RouteResult answer = namespace.fib().lookupGateway(query, typed.table(), typed.scope());
        Route route = answer.route();
        boolean there = route.type() == RouteType.UNICAST || route.type() == RouteType.LOCAL;
        if (!answer.found() || !there) {
            throw invalid(gateway);
        }
        return route.dev();
    }

    private static IllegalArgumentException invalid(IpAddress gateway) {
        return new IllegalArgumentException("Nexthop has invalid gateway: " + gateway
                + " is on no network of this host's; a gateway must be reached directly");
    }
}
