package packetwalk.linux.ipvs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;

/**
 * A client stays with its server even where others come and go: net/netfilter/ipvs/ip_vs_mh.c.
 *
 * @see <a href="https://www.usenix.org/system/files/conference/nsdi16/nsdi16-paper-eisenbud.pdf">Maglev, section
 *     3.4</a>
 */
final class Maglev extends HashTable {

    /** {@code CONFIG_IP_VS_MH_TAB_INDEX} is 12: the fifth of the kernel's primes. */
    private static final int SIZE = 4093;

    /** How many bits of a weight count at most. */
    private static final int WEIGHT_BITS = 6;

    private static final long FIRST_KEY = 2_654_435_761L;
    private static final long SECOND_KEY = 2_654_446_892L;

    private @Nullable RealServer[] lines = new RealServer[SIZE];

    /** The places of the table in the order in which a server wants them. */
    private static final class Preference {
        private final RealServer server;
        private final int skip;
        private final int turns;
        private int next;

        Preference(RealServer server, int turns) {
            this.server = server;
            this.turns = turns;
            this.next = place(FIRST_KEY, server.address(), server.port(), 0, SIZE);
            this.skip = place(SECOND_KEY, server.address(), server.port(), 0, SIZE - 1) + 1;
        }

        /** The first place that it wants and that nobody has. */
        int take(boolean[] taken) {
            while (taken[next]) {
                next = (next + skip) % SIZE;
            }
            taken[next] = true;
            return next;
        }
    }

    private static int place(long key, IpAddress address, int port, int offset, int places) {
        int hash = HalfSipHash.hash(key, offset + port + (int) address.low());
        return Integer.remainderUnsigned(hash, places);
    }

    /** {@code ip_vs_mh_reassign()}: in turn, each takes its next places, as many as its part of the weight. */
    @Override
    void begin(VirtualServer service) {
        List<Preference> preferences = preferences(service.servers());
        lines = new RealServer[SIZE];
        if (preferences.isEmpty()) {
            return;
        }
        boolean[] taken = new boolean[SIZE];
        int filled = 0;
        while (true) {
            for (Preference each : preferences) {
                for (int turn = 0; turn < each.turns; turn++) {
                    lines[each.take(taken)] = each.server;
                    filled++;
                    if (filled == SIZE) {
                        return;
                    }
                }
            }
        }
    }

    /** {@code ip_vs_mh_permutate()}: by the last weights that were not 0, so that a drained server keeps its places. */
    private static List<Preference> preferences(List<RealServer> servers) {
        int common = 0;
        int greatest = 0;
        for (RealServer each : servers) {
            common = WeightedRoundRobin.gcd(each.lastWeight(), common);
            greatest = Math.max(greatest, each.lastWeight());
        }
        if (common == 0) {
            return List.of();
        }
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(greatest / common);
        int shift = Math.max(0, bits - WEIGHT_BITS);
        int divisor = common;
        return servers.stream()
                .filter(each -> each.lastWeight() > 0)
                .map(each -> new Preference(each, Math.max(1, (each.lastWeight() / divisor) >> shift)))
                .toList();
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

    /** {@code ip_vs_mh_hashkey()}. */
    @Override
    int hash(IpAddress address, int port, int offset) {
        return place(FIRST_KEY, address, port, offset, SIZE);
    }
}
