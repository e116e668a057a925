package packetwalk;

import java.util.stream.Collectors;
import packetwalk.cloud.Backends;
import packetwalk.cloud.HttpLoadBalancer;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.program.proxy.Access;
import packetwalk.trace.Printout;

/** A layer-7 balancer that runs: a cloud's, for an Ingress. */
public final class HttpBalancer extends Netns {

    private final HttpLoadBalancer balancer;

    HttpBalancer(World world, HttpLoadBalancer balancer) {
        super(world);
        this.balancer = balancer;
    }

    @Override
    public String name() {
        return balancer.machine().name();
    }

    /** The address that clients use. */
    @Override
    public IpAddress address() {
        return balancer.address();
    }

    @Override
    NetworkNamespace namespace() {
        return balancer.machine().host();
    }

    /** The nodes behind it, once for each backend service by its node port: in which state, since when and why. */
    public Backends backends() {
        return balancer.backends();
    }

    /** The requests that it has answered, a line each. */
    public Printout log() {
        return new Printout(
                name(),
                "log",
                balancer.accessLog().stream().map(Access::toString).collect(Collectors.joining("\n")));
    }

    @Override
    public String text() {
        return "balancer " + name() + " " + address() + ", layer 7, "
                + balancer.table().hosts().size() + " hosts";
    }
}
