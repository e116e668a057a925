package packetwalk;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import packetwalk.cloud.BalancerMode;
import packetwalk.cloud.Forward;
import packetwalk.cloud.HealthCheck;
import packetwalk.cloud.Scheduling;
import packetwalk.net.Cidr;
import packetwalk.net.Protocol;
import packetwalk.net.ProxyHeader;

/**
 * A balancer of one's own, in front of the nodes' ports, being described. Unless said otherwise it is a proxy that takes turns
 * among all nodes, checks every 2 s whether their port accepts connections, and cuts those to a node that does not.
 */
public final class BalancerScope extends ClusterScope {

    private final Blueprint.BalancerPlan balancer;

    BalancerScope(Blueprint blueprint, Blueprint.BalancerPlan balancer) {
        super(blueprint);
        this.balancer = balancer;
    }

    /** Its name; {@code balancer-} and its address by default. */
    public BalancerScope name(String name) {
        balancer.name = name;
        return this;
    }

    /** Passes its TCP port on to a port of the nodes, such as 80 to the node port 32213. */
    public BalancerScope port(int port, int targetPort) {
        balancer.forwards.add(Forward.tcp(port, targetPort));
        return this;
    }

    /** Passes its TCP port on to the same port of the nodes: all that a balancer can do that translates none. */
    public BalancerScope port(int port) {
        return port(port, port);
    }

    /** Passes a UDP port on; not in mode {@link BalancerMode#PROXY}. */
    public BalancerScope udpPort(int port, int targetPort) {
        balancer.forwards.add(new Forward(Protocol.UDP, port, targetPort));
        return this;
    }

    /** How it passes on what comes; {@link BalancerMode#PROXY} unless said. */
    public BalancerScope mode(BalancerMode mode) {
        balancer.mode = mode;
        return this;
    }

    /** Who is next; {@link Scheduling#ROUND_ROBIN} unless said. */
    public BalancerScope scheduling(Scheduling scheduling) {
        balancer.scheduling = scheduling;
        return this;
    }

    /**
     * How it finds out who is well. Unless said: a connection to the first port's target every 2 s; where packets pass through,
     * {@code /healthz} of kube-proxy, port 10256.
     */
    public BalancerScope healthCheck(HealthCheck check) {
        balancer.healthCheck = Optional.of(check);
        balancer.checked = true;
        return this;
    }

    /** Checks nothing: every backend counts as well, for ever. */
    public BalancerScope withoutHealthCheck() {
        balancer.checked = false;
        return this;
    }

    /** Tells backends of the client by the PROXY protocol, version 1 (haproxy's {@code send-proxy}). */
    public BalancerScope proxyProtocol() {
        return proxyProtocol(ProxyHeader.Version.V1);
    }

    /** Tells backends of the client by the PROXY protocol, in that form. */
    public BalancerScope proxyProtocol(ProxyHeader.Version version) {
        balancer.proxyProtocol = Optional.of(version);
        return this;
    }

    /** The nodes behind it, by name or address; all unless said. */
    public BalancerScope targets(String... nodes) {
        balancer.targets.addAll(Arrays.asList(nodes));
        return this;
    }

    /** How long connections to a node that is taken away may go on; not at all unless said. */
    public BalancerScope draining(Duration span) {
        balancer.draining = span;
        return this;
    }

    /** Whether connections to a node that fails its checks are cut: true unless said, but for a mode that is no proxy. */
    public BalancerScope cutUnhealthy(boolean wanted) {
        balancer.cutsUnhealthy = Optional.of(wanted);
        return this;
    }

    /** Passes on to all nodes when every one is unhealthy, as Google's balancers do; else to none. */
    public BalancerScope failOpen() {
        balancer.failsOpen = true;
        return this;
    }

    /** Lets in only clients of these ranges; all unless said. Where packets pass through, it is the nodes that hold them. */
    public BalancerScope sourceRanges(String... cidrs) {
        List<Cidr> ranges = Arrays.stream(cidrs).map(Cidr::parse).toList();
        balancer.sourceRanges.addAll(ranges);
        return this;
    }
}
