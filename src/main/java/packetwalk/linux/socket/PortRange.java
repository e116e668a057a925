package packetwalk.linux.socket;

import java.util.Random;
import java.util.function.IntPredicate;

/** Ephemeral ports: {@code net.ipv4.ip_local_port_range}, 32768 to 60999. */
final class PortRange {

    private static final int FIRST = 32768;
    private static final int LAST = 60999;

    private final Random random;

    PortRange(Random random) {
        this.random = random;
    }

    /**
     * A free port: from a random place on, even ones first, as {@code __inet_hash_connect()} does.
     *
     * @throws SocketFault EADDRNOTAVAIL if none is free, as connect(2) reports it
     */
    int pick(IntPredicate free) {
        int half = (LAST - FIRST + 1) / 2;
        int offset = random.nextInt(half);
        for (int parity = 0; parity < 2; parity++) {
            for (int i = 0; i < half; i++) {
                int port = FIRST + (offset + i) % half * 2 + parity;
                if (free.test(port)) {
                    return port;
                }
            }
        }
        throw new SocketFault(
                Errno.EADDRNOTAVAIL, "all ports from " + FIRST + " to " + LAST + " are in use; close some connections");
    }
}
