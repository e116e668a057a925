package packetwalk.cni;

/** How packets of pods get from one node to another. */
public enum PodNetwork {

    /**
     * They leave the node as they are, and the router knows where each block of addresses is: kubenet's bridge
     * {@code cbr0}, and the routes that a cloud gives its network.
     */
    CLOUD_ROUTES,

    /**
     * They leave the node as they are, for the other node: each node has a route for each other's block, and so all must
     * be on one segment. flannel's backend {@code host-gw}, bridge {@code cni0}.
     */
    HOST_GW,

    /**
     * They leave the node inside of a packet of its own, so that whatever is between the nodes needs to know nothing of pods.
     * flannel's backend {@code vxlan}, device {@code flannel.1}, bridge {@code cni0} with an MTU that leaves room.
     */
    VXLAN;

    /** Whether each node runs a {@code flanneld}, which tells its kernel of the others. */
    public boolean flannel() {
        return this != CLOUD_ROUTES;
    }
}
