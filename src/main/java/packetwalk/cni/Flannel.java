package packetwalk.cni;

import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/** What flanneld does on its node: a backend, and rules. Who tells it of the others is no business of it. */
public final class Flannel {

    private final NetworkNamespace host;
    private final Cidr network;
    private final FlannelBackend backend;

    /**
     * One that has done nothing yet.
     *
     * @param kind {@link PodNetwork#HOST_GW} or {@link PodNetwork#VXLAN}
     * @param network the range of all pods, {@code Network} in {@code net-conf.json}
     * @param publicIp where the other nodes reach this one
     */
    public Flannel(PodNetwork kind, NetworkNamespace host, Cidr network, IpAddress publicIp) {
        this.host = host;
        this.network = network;
        this.backend = FlannelBackend.of(kind, host, publicIp);
    }

    /**
     * Begins to set this node up, whose block is {@code subnet}; gives what the others are to know.
     *
     * @throws IllegalArgumentException what the kernel refuses, in its words
     */
    public FlannelLease register(Cidr subnet, Optional<FlannelLease> before) {
        return backend.register(subnet, before);
    }

    /**
     * Sets the rest up, now that the others can know of {@code own}.
     *
     * @throws IllegalArgumentException what the kernel refuses, in its words
     */
    public void configure(FlannelLease own) {
        backend.configure(own.subnet(), network);
        new FlannelRules(host).write(network, own.subnet());
    }

    /** Another node has a block of pod addresses. */
    public void added(FlannelLease other) {
        backend.added(other);
    }

    /** Another node is gone. */
    public void removed(FlannelLease other) {
        backend.removed(other);
    }

    public Simulation simulation() {
        return host.simulation();
    }
}
