package packetwalk.linux.socket;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;

/** Ephemeral ports: {@code net.ipv4.ip_local_port_range}, 32768 to 60999. */
final class PortRange {

    private static final int FIRST = 32768;
    private static final int LAST = 60999;
    private static final int HALF = (LAST - FIRST + 1) / 2;

    /** In one of so many cases a port is skipped, as noise. */
    private static final int NOISE = 16;

    private final Random random;

    /** Where the search for a port to each destination goes on: {@code table_perturb}. */
    private final Map<Object, Integer> next = new HashMap<>();

    PortRange(Random random) {
        this.random = random;
    }

    /**
     * A free port for a datagram socket: from a random place on.
     *
     * @throws SocketFault EADDRNOTAVAIL if none is free, as bind(2) reports it
     */
    int pick(IntPredicate free) {
        return FIRST + search(random.nextInt(HALF), free);
    }

    /**
     * A free port for a connection: from a place on that is random for each destination and moves on with every connection
     * to it, so that none is used again soon; even ones first. {@code __inet_hash_connect()}.
     *
     * @param destination the source's address, and the destination's with its port
     * @throws SocketFault EADDRNOTAVAIL if none is free, as connect(2) reports it
     */
    int pick(Object destination, IntPredicate free) {
        int drawn = random.nextInt(HALF);
        int offset = next.getOrDefault(destination, drawn);
        int found = search(offset, free);
        boolean first = found == offset * 2;
        int noise = first && drawn % NOISE == 0 ? 1 : 0;
        next.put(destination, (found / 2 + 1 + noise) % HALF);
        return FIRST + found;
    }

    private static int search(int offset, IntPredicate free) {
        for (int parity = 0; parity < 2; parity++) {
            for (int i = 0; i < HALF; i++) {
                int port = (offset + i) % HALF * 2 + parity;
                if (free.test(FIRST + port)) {
                    return port;
                }
            }
        }
        throw new SocketFault(
                Errno.EADDRNOTAVAIL, "all ports from " + FIRST + " to " + LAST + " are in use; close some connections");
    }
}
