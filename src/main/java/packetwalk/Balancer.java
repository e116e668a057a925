package packetwalk;

import java.util.List;
import packetwalk.cloud.Backends;
import packetwalk.cloud.LoadBalancer;
import packetwalk.cloud.Target;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.trace.Printout;

/** A layer-4 balancer that runs: of one's own, or a cloud's for a Service. */
public final class Balancer extends Netns {

    private final LoadBalancer balancer;

    Balancer(World world, LoadBalancer balancer) {
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

    /** The machines behind it: in which state, since when and why. */
    public Backends backends() {
        return balancer.backends();
    }

    /** Names of those that get new connections now; of all, where every one is unhealthy and it fails open. */
    public List<String> healthy() {
        return balancer.eligible().stream().map(Target::name).toList();
    }

    /** When the set of those that get new connections changed, and to what. */
    public Printout history() {
        return new Printout(name(), "history", String.join("\n", balancer.history()));
    }

    /** What became of each connection through a proxy, and why; of others nobody knows, and it is empty. */
    public Printout log() {
        return new Printout(name(), "log", String.join("\n", balancer.log()));
    }

    @Override
    public String text() {
        return "balancer " + name() + " " + address() + ", " + balancer.spec().mode() + ", "
                + balancer.spec().forwards() + ", to " + healthy();
    }
}
