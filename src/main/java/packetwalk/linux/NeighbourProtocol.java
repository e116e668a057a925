package packetwalk.linux;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.sysctl.NeighParm;

/** How one family finds out who has an address: Linux {@code struct neigh_ops} and {@code struct neigh_table}. */
interface NeighbourProtocol {

    /** What people call it. */
    String name();

    /** Asks everybody on the link, or in state PROBE the neighbour alone: {@code neigh_ops.solicit}. */
    void solicit(Neighbour neighbour);

    /** Nobody answered, and {@code skb} is lost: {@code neigh_ops.error_report}. */
    void errorReport(Skb skb);

    /** A setting for neighbours on {@code device}. */
    int parm(NeighParm parm, NetDevice device);
}
