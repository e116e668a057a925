package packetwalk.apiserver.allocation;

import java.util.Optional;
import java.util.OptionalInt;
import packetwalk.time.Simulation;

/** The ports that Services have on every node. */
final class NodePorts {
    private final int first;
    private final int last;
    private final Pool pool;

    NodePorts(ServiceRanges ranges, Simulation simulation) {
        this.first = ranges.firstNodePort();
        this.last = ranges.lastNodePort();
        int size = last - first + 1;
        this.pool = new Pool(size, Pool.band(size, 32, 128), simulation);
    }

    /** Takes a port; says why it cannot be had, if it cannot. */
    Optional<String> take(int port, Transaction transaction) {
        if (port < first || port > last) {
            return Optional.of("provided port is not in the valid range. The range of valid ports is %d-%d"
                    .formatted(first, last));
        }
        if (!pool.take(port - first)) {
            return Optional.of("provided port is already allocated");
        }
        transaction.taken(() -> pool.giveBack(port - first));
        return Optional.empty();
    }

    /** Takes any port; empty if the range is full. */
    OptionalInt takeAny(Transaction transaction) {
        OptionalInt number = pool.takeAny();
        number.ifPresent(taken -> transaction.taken(() -> pool.giveBack(taken)));
        return number.isPresent() ? OptionalInt.of(number.getAsInt() + first) : number;
    }

    /** Once {@code transaction} is through, others can have the port. */
    void release(int port, Transaction transaction) {
        if (port >= first && port <= last) {
            transaction.release(() -> pool.giveBack(port - first));
        }
    }
}
