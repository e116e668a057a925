package packetwalk.linux.ipvs;

import org.jspecify.annotations.Nullable;
import packetwalk.net.Packet;

/** To whom has least to do: net/netfilter/ipvs/ip_vs_lc.c, ip_vs_wlc.c, ip_vs_sed.c, ip_vs_nq.c. */
final class LeastLoad extends Scheduler {

    /** How load is measured. */
    enum Rule {
        /** Least connections: an active one is as much as 256 inactive ones. {@code ip_vs_dest_conn_overhead()}. */
        LC(false, false),
        /** The same, divided by the weight. */
        WLC(true, false),
        /** Shortest expected delay: active connections and the new one, by weight. */
        SED(true, true),
        /** Never queue: an idle one at once, else as SED. */
        NQ(true, true);

        private final boolean weighted;
        private final boolean expected;

        Rule(boolean weighted, boolean expected) {
            this.weighted = weighted;
            this.expected = expected;
        }

        long load(RealServer server) {
            return expected ? server.active() + 1L : ((long) server.active() << 8) + server.inactive();
        }

        long weight(RealServer server) {
            return weighted ? server.weight() : 1;
        }
    }

    private final Rule rule;

    LeastLoad(Rule rule) {
        this.rule = rule;
    }

    /** Among equals the first of the list; {@code ip_vs_wlc_schedule()}. */
    @Override
    Choice schedule(VirtualServer service, Packet packet) {
        RealServer least = null;
        for (RealServer each : service.servers()) {
            if (!each.usable()) {
                continue;
            }
            if (rule == Rule.NQ && each.active() == 0) {
                return new Choice(each, () -> "the first of the list that is idle");
            }
            if (least == null || isLess(each, least)) {
                least = each;
            }
        }
        return least == null ? Choice.NONE : chosen(least);
    }

    /** Load by weight, compared by products as the kernel does, which divides nothing. */
    private boolean isLess(RealServer one, RealServer other) {
        return rule.load(other) * rule.weight(one) > rule.load(one) * rule.weight(other);
    }

    private Choice chosen(@Nullable RealServer least) {
        if (least == null) {
            return Choice.NONE;
        }
        String load = "overhead " + rule.load(least) + (rule.weighted ? " by weight " + least.weight() : "");
        return new Choice(
                least,
                () -> "the least " + load + " (" + least.active() + " active, " + least.inactive() + " inactive)");
    }
}
