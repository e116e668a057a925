package packetwalk.linux.ipvs;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import packetwalk.time.Simulation;

/**
 * Real servers that were taken away while connections still need them: {@code netns_ipvs.dest_trash}. Who comes back
 * finds its connections and counters again.
 */
final class Trash {

    /** {@code IP_VS_DEST_TRASH_PERIOD}. */
    private static final long PERIOD = 120_000_000_000L;

    private final Simulation simulation;
    private final List<RealServer> servers = new ArrayList<>();
    private boolean waiting;

    Trash(Simulation simulation) {
        this.simulation = simulation;
    }

    void put(RealServer server) {
        servers.add(0, server);
        await();
    }

    private void await() {
        if (!waiting && !servers.isEmpty()) {
            waiting = true;
            simulation.after(PERIOD / 2, this::sweep);
        }
    }

    /** The one that {@code spec} describes, if it was {@code service}'s: {@code ip_vs_trash_get_dest()}. */
    Optional<RealServer> take(VirtualServer service, RealServerSpec spec) {
        Iterator<RealServer> all = servers.iterator();
        while (all.hasNext()) {
            RealServer each = all.next();
            boolean same = each.port() == spec.port()
                    && each.address().equals(spec.address())
                    && each.service().key().equals(service.key());
            if (same) {
                all.remove();
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** {@code ip_vs_dest_trash_expire()}. */
    private void sweep() {
        waiting = false;
        servers.removeIf(each -> each.idle(simulation.now(), PERIOD));
        await();
    }
}
