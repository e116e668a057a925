package packetwalk.cloud;

import java.util.List;

/** What carries packets from a balancer's address to its backends. */
interface Datapath {

    /**
     * Serves the spec's ports, and no others; connections to a backend that is not in {@code known} are cut.
     *
     * @param usable backends that get new connections
     * @param known all whose connections may go on, those among them
     */
    void sync(BalancerSpec spec, List<Target> usable, List<Target> known);

    /** How many connections there are to a backend. */
    int connections(Target target);

    /** Serves no more. */
    void close();

    /** What became of connections, oldest first; of those that IPVS carries nobody knows. */
    List<String> log();
}
