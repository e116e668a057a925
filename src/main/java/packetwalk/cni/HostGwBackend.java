package packetwalk.cni;

import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.tools.Shell;

/**
 * A route for each other node's block by that node's own address: flannel v0.28.10, pkg/backend/hostgw and
 * route_network.go. Left out: every 10 s it looks whether its routes are still there.
 */
final class HostGwBackend implements FlannelBackend {

    private static final String TYPE = "host-gw";

    private final NetworkNamespace host;
    private final IpAddress publicIp;
    private final Shell shell;

    HostGwBackend(NetworkNamespace host, IpAddress publicIp) {
        this.host = host;
        this.publicIp = publicIp;
        this.shell = new Shell(host);
    }

    @Override
    public FlannelLease register(Cidr subnet, Optional<FlannelLease> before) {
        return new FlannelLease(subnet, publicIp, TYPE, "null");
    }

    @Override
    public void configure(Cidr subnet, Cidr network) {
        // the machine's own device will do
    }

    /** {@code routeAdd()}: a route to the same block by another way is replaced; what the kernel refuses is logged. */
    @Override
    public void added(FlannelLease other) {
        if (!other.backendType().equals(TYPE)) {
            return;
        }
        Optional<Route> present = route(other.subnet());
        if (present.filter(each -> each.via().equals(Optional.of(other.publicIp())))
                .isPresent()) {
            return;
        }
        if (present.isPresent()) {
            shell.succeeds("ip route del " + other.subnet());
        }
        // a gateway that no network of this machine has, or a device that is down, is no reason to stop
        shell.succeeds("ip route add " + way(other));
    }

    @Override
    public void removed(FlannelLease other) {
        if (other.backendType().equals(TYPE) && route(other.subnet()).isPresent()) {
            shell.succeeds("ip route del " + way(other));
        }
    }

    private Optional<Route> route(Cidr subnet) {
        return host.fib().table(Fib.MAIN).routes().stream()
                .filter(each -> each.dst().equals(subnet))
                .findFirst();
    }

    private static String way(FlannelLease other) {
        return other.subnet() + " via " + other.publicIp() + " dev " + EXTERNAL;
    }
}
