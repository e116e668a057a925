package packetwalk.linux;

import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;

/** What rules ask of the host around them about IPv6. */
final class Ipv6Surroundings extends StackSurroundings {

    private final Ipv6 ip;

    Ipv6Surroundings(NetworkNamespace namespace, Ipv6 ip) {
        super(namespace);
        this.ip = ip;
    }

    @Override
    public RouteType addressType(IpAddress address) {
        return addressType(address, "");
    }

    /** net/netfilter/xt_addrtype.c {@code match_lookup_rt6()}: what a look-up of the address says. */
    @Override
    public RouteType addressType(IpAddress address, String device) {
        if (address.isMulticast()) {
            return RouteType.MULTICAST;
        }
        boolean local = namespace()
                .device(device)
                .map(each -> ip.addrconf().has(each, address))
                .orElseGet(() -> ip.isLocal(address));
        if (local) {
            return RouteType.LOCAL;
        }
        RouteResult result = ip.fib().lookup(RouteQuery.output(address, IpAddress.ANY_V6, 0));
        boolean prohibited = result.route().type() == RouteType.PROHIBIT;
        return result.route().type() == RouteType.UNICAST || prohibited ? RouteType.UNICAST : RouteType.UNREACHABLE;
    }

    @Override
    public RouteResult route(RouteQuery query) {
        return ip.fib().lookup(query);
    }

    /** net/netfilter/nf_nat_masquerade.c {@code nat_ipv6_dev_get_saddr()}: chosen for where the packet goes. */
    @Override
    public Optional<IpAddress> masqueradeAddress(Skb skb) {
        return ip.routing().sourceOn(skb.out(), skb.packet().dst());
    }

    @Override
    public IpAddress loopback() {
        return IpAddress.LOOPBACK_V6;
    }

    /** net/netfilter/nf_nat_redirect.c {@code nf_nat_redirect_ipv6_usable()}: the first that is no link's own. */
    @Override
    public Optional<IpAddress> primaryAddress(String device) {
        return namespace().device(device).stream()
                .flatMap(each -> ip.addresses(each).stream())
                .map(InterfaceAddress::address)
                .filter(address -> !address.isLinkLocal())
                .findFirst();
    }

    @Override
    public int mtuOf(Route route) {
        return ip.routing().mtuOfSent(route);
    }

    @Override
    public int mtuTo(IpAddress dst) {
        RouteResult result = ip.fib().lookup(RouteQuery.output(dst, IpAddress.ANY_V6, 0));
        return result.found() ? mtuOf(result.route()) : Integer.MAX_VALUE;
    }
}
