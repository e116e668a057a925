package packetwalk.cni;

import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/** What flannel does to one node's kernel so that its pods reach those of others: flannel's pkg/backend. */
interface FlannelBackend {

    /** The machine's own device, by which it reaches the other nodes. */
    String EXTERNAL = "eth0";

    /** The backend of that network on a machine whose nodes reach it at {@code publicIp}. */
    static FlannelBackend of(PodNetwork network, NetworkNamespace host, IpAddress publicIp) {
        return switch (network) {
            case VXLAN -> new VxlanBackend(host, publicIp);
            case HOST_GW -> new HostGwBackend(host, publicIp);
            case CLOUD_ROUTES ->
                throw new IllegalArgumentException("CLOUD_ROUTES has no flannel; take HOST_GW or VXLAN");
        };
    }

    /**
     * The first half of {@code RegisterNetwork()}: what this node has to offer the others.
     *
     * @param before what it was when flanneld last ran here
     * @return what the other nodes are to know
     * @throws IllegalArgumentException what the kernel refuses, in its words
     */
    FlannelLease register(Cidr subnet, Optional<FlannelLease> before);

    /**
     * The second half, once the others can know it: what this node needs itself.
     *
     * @param network the range of all pods
     * @throws IllegalArgumentException what the kernel refuses, in its words
     */
    void configure(Cidr subnet, Cidr network);

    /** Another node has a block: {@code EventAdded}. Said again of one that is known, it changes nothing. */
    void added(FlannelLease other);

    /** Another node is gone: {@code EventRemoved}. */
    void removed(FlannelLease other);
}
