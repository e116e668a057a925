package packetwalk.linux.ipvs;

import packetwalk.net.Packet;

/** The heaviest that can: net/netfilter/ipvs/ip_vs_fo.c (fail-over) and ip_vs_ovf.c (overflow). */
final class HighestWeight extends Scheduler {

    private final boolean overflow;

    /** {@code overflow}: who has more active connections than its weight is left out. */
    HighestWeight(boolean overflow) {
        this.overflow = overflow;
    }

    @Override
    Choice schedule(VirtualServer service, Packet packet) {
        RealServer highest = null;
        for (RealServer each : service.servers()) {
            boolean full = overflow && each.active() > each.weight();
            if (each.usable() && !full && (highest == null || each.weight() > highest.weight())) {
                highest = each;
            }
        }
        if (highest == null) {
            return Choice.NONE;
        }
        int weight = highest.weight();
        return new Choice(highest, () -> "the highest weight, " + weight);
    }
}
