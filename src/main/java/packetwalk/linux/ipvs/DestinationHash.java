package packetwalk.linux.ipvs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Packet;

/** By the address that a packet goes to, for caches: net/netfilter/ipvs/ip_vs_dh.c. */
final class DestinationHash extends Scheduler {

    private static final int SIZE = 256;

    private final @Nullable RealServer[] lines = new RealServer[SIZE];

    /** {@code ip_vs_dh_reassign()}: the list again and again; weights do not count. */
    @Override
    void begin(VirtualServer service) {
        List<RealServer> servers = service.servers();
        for (int i = 0; i < SIZE; i++) {
            lines[i] = servers.isEmpty() ? null : servers.get(i % servers.size());
        }
    }

    /** {@code ip_vs_dh_schedule()}. */
    @Override
    Choice schedule(VirtualServer service, Packet packet) {
        int line = HashTable.multiplicative((int) packet.dst().low());
        RealServer server = lines[line];
        return server == null || !server.usable()
                ? Choice.NONE
                : new Choice(server, () -> "destination " + packet.dst() + " is line " + line + " of its table");
    }

    @Override
    void edited(VirtualServer service) {
        // it has no upd_dest: weights do not count
    }
}
