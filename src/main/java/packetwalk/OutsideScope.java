package packetwalk;

import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.PerFamily;

/** A network beyond the router being described. */
public class OutsideScope extends ClusterScope {

    private final Blueprint.OutsideNetworkSpec network;

    OutsideScope(Blueprint blueprint, Blueprint.OutsideNetworkSpec network) {
        super(blueprint);
        this.network = network;
    }

    Blueprint.OutsideNetworkSpec network() {
        return network;
    }

    /** Gives its router a route for {@code cidr} by way of the cluster's router, such as one back to the pods. */
    public OutsideScope route(String cidr) {
        network.routes.add(Cidr.parse(cidr));
        return this;
    }

    /**
     * Opens a machine in this network.
     *
     * @param address in the network, whose first address is the router's; with two families as {@link #node}'s
     */
    public OutsideHostScope host(String address) {
        Blueprint.OutsideHostSpec host = new Blueprint.OutsideHostSpec(PerFamily.parse(address, IpAddress::parse));
        network.hosts.add(host);
        return new OutsideHostScope(blueprint(), network, host);
    }
}
