package packetwalk.linux.ipvs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Packet;

/** One after the other: net/netfilter/ipvs/ip_vs_rr.c. */
final class RoundRobin extends Scheduler {

    /** Who was chosen last; null at the head of the list. */
    private @Nullable RealServer last;

    /** {@code ip_vs_rr_schedule()}: once around the list, from behind the last one on. */
    @Override
    Choice schedule(VirtualServer service, Packet packet) {
        List<RealServer> servers = service.servers();
        int from = after(servers, last);
        for (int i = 0; i < servers.size(); i++) {
            RealServer each = servers.get((from + i) % servers.size());
            if (each.usable()) {
                RealServer before = last;
                last = each;
                return new Choice(
                        each, () -> before == null ? "first of the list" : "next in the list after " + before);
            }
        }
        return Choice.NONE;
    }

    @Override
    void begin(VirtualServer service) {
        last = null;
    }

    @Override
    void added(VirtualServer service) {
        // where it stands in the list stays
    }

    @Override
    void edited(VirtualServer service) {
        // as above
    }

    /** {@code ip_vs_rr_del_dest()}: one step back. */
    @Override
    void removing(VirtualServer service, RealServer server) {
        if (server == last) {
            int at = service.servers().indexOf(server);
            last = at == 0 ? null : service.servers().get(at - 1);
        }
    }

    @Override
    void removed(VirtualServer service) {
        // as above
    }
}
