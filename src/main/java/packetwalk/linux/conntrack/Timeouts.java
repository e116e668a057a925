package packetwalk.linux.conntrack;

import java.util.PriorityQueue;
import java.util.function.Consumer;
import packetwalk.linux.sysctl.ConntrackSysctl;
import packetwalk.linux.sysctl.Sysctls;
import packetwalk.net.Packet;
import packetwalk.time.Simulation;

/**
 * When connections are forgotten, in virtual time.
 *
 * <p>Most packets only put the end off, and cost nothing here: a connection waits in the queue under the earliest end
 * that it ever had, and is put back when that time has come and the connection has not ended.
 */
final class Timeouts {

    private static final long SECOND = 1_000_000_000L;

    private final Sysctls sysctls;
    private final Simulation simulation;
    private final PriorityQueue<Due> queue = new PriorityQueue<>();

    Timeouts(Sysctls sysctls, Simulation simulation) {
        this.sysctls = sysctls;
        this.simulation = simulation;
    }

    /** When to look after a connection. */
    private record Due(long time, Connection connection) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(time, other.time);
        }
    }

    long now() {
        return simulation.now();
    }

    int seconds(ConntrackSysctl setting) {
        return sysctls.value(setting);
    }

    boolean over(Connection connection) {
        return connection.expires() <= simulation.now();
    }

    long secondsLeft(Connection connection) {
        return Math.max(0, connection.expires() - simulation.now()) / SECOND;
    }

    /** A packet has come: it is counted, and the connection lives on for {@code seconds}. {@code nf_ct_refresh_acct()}. */
    void refresh(Connection connection, Packet packet, boolean reply, int seconds) {
        connection.count(packet.length(), reply);
        if (!connection.has(CtStatus.FIXED_TIMEOUT)) {
            set(connection, seconds);
        }
    }

    /** The connection lives for {@code seconds} from now on, however long it had. */
    void set(Connection connection, int seconds) {
        long time = simulation.now() + seconds * SECOND;
        connection.expires(time);
        if (connection.has(CtStatus.CONFIRMED) && time < connection.due()) {
            await(connection);
        }
    }

    /** It gets through only now: its time begins anew. */
    void restart(Connection connection) {
        connection.expires(connection.expires() + simulation.now() - connection.begun());
    }

    /** From now on {@link #purge} finds it. */
    void await(Connection connection) {
        connection.due(connection.expires());
        queue.add(new Due(connection.expires(), connection));
    }

    /** Gives each connection whose time is over to {@code end}: {@code gc_worker()}. */
    void purge(Consumer<Connection> end) {
        for (Due next = queue.peek(); next != null && next.time <= simulation.now(); next = queue.peek()) {
            queue.remove();
            Connection connection = next.connection;
            if (connection.has(CtStatus.DYING) || connection.due() != next.time) {
                continue; // gone, or waiting under an earlier time
            }
            if (over(connection)) {
                end.accept(connection);
            } else {
                await(connection);
            }
        }
    }
}
