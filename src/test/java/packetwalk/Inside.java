package packetwalk;

import packetwalk.apiserver.ApiServer;
import packetwalk.kubectl.Machines;
import packetwalk.linux.NetworkNamespace;

/** Lets tests of other packages hold what is behind a handle. */
public final class Inside {

    private Inside() {}

    /** What a cluster's API server holds. */
    public static ApiServer api(Cluster cluster) {
        return cluster.router().world().api;
    }

    /** What kubectl asks of a cluster's machines. */
    public static Machines machines(Cluster cluster) {
        return new ClusterMachines(cluster.router().world());
    }

    public static NetworkNamespace namespace(Netns handle) {
        return handle.namespace();
    }
}
