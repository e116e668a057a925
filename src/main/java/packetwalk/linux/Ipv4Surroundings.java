package packetwalk.linux;

import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;

/** What rules ask of the host around them about IPv4. */
final class Ipv4Surroundings extends StackSurroundings {

    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");

    Ipv4Surroundings(NetworkNamespace namespace) {
        super(namespace);
    }

    @Override
    public RouteType addressType(IpAddress address) {
        return namespace().addressType(address);
    }

    @Override
    public RouteType addressType(IpAddress address, String device) {
        return namespace().addressType(address, device);
    }

    @Override
    public RouteResult route(RouteQuery query) {
        return namespace().fib().lookup(query);
    }

    @Override
    public Optional<IpAddress> masqueradeAddress(Skb skb) {
        return namespace().addressOf(skb.out(), skb.route().nextHop(skb.packet().dst()));
    }

    @Override
    public IpAddress loopback() {
        return LOOPBACK;
    }

    @Override
    public Optional<IpAddress> primaryAddress(String device) {
        return namespace()
                .device(device)
                .flatMap(each -> each.addresses().stream().findFirst())
                .map(InterfaceAddress::address);
    }

    @Override
    public int mtuOf(Route route) {
        return PathMtu.ofSent(namespace(), route);
    }

    @Override
    public int mtuTo(IpAddress dst) {
        RouteResult result = namespace().fib().lookup(RouteQuery.output(dst, IpAddress.ANY_V4, 0));
        return result.found() ? mtuOf(result.route()) : Integer.MAX_VALUE;
    }
}
