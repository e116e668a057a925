package packetwalk.linux.ipvs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;

/** A client stays with its server as long as the list stays the same: net/netfilter/ipvs/ip_vs_sh.c. */
final class SourceHash extends HashTable {

    private static final int SIZE = 256;

    private final @Nullable RealServer[] lines = new RealServer[SIZE];

    /** {@code ip_vs_sh_reassign()}: the list again and again, each as many lines in a row as its weight. */
    @Override
    void begin(VirtualServer service) {
        List<RealServer> servers = service.servers();
        int at = 0;
        int filled = 0;
        for (int i = 0; i < SIZE; i++) {
            if (servers.isEmpty()) {
                lines[i] = null;
                continue;
            }
            RealServer server = servers.get(at);
            lines[i] = server;
            filled++;
            if (filled >= server.weight()) {
                at = (at + 1) % servers.size();
                filled = 0;
            }
        }
    }

    @Override
    @Nullable
    RealServer line(int number) {
        return lines[number];
    }

    @Override
    int size() {
        return SIZE;
    }

    /** {@code ip_vs_sh_hashkey()}. */
    @Override
    int hash(IpAddress address, int port, int offset) {
        return (offset + multiplicative(port + (int) address.low())) & (SIZE - 1);
    }
}
