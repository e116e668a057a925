package packetwalk.linux.ipvs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.linux.conntrack.Zone;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.time.Simulation;

/**
 * One namespace's connections, found from either side: net/netfilter/ipvs/ip_vs_conn.c.
 *
 * <p>A kernel spreads them over a table by a random number, and lists them in that order; here the newest comes first.
 */
final class IpvsConnections {

    /** A connection that is still referred to when its time is over gets this much more. */
    private static final int AGAIN_SECONDS = 60;

    private final Simulation simulation;
    private final Conntrack conntrack;
    private final Set<IpvsConnection> all = new LinkedHashSet<>();
    private final Map<Ends, Deque<IpvsConnection>> inward = new HashMap<>();
    private final Map<Ends, Deque<IpvsConnection>> outward = new HashMap<>();
    private final Map<Ends, Deque<IpvsConnection>> templates = new HashMap<>();

    /** From one address and port to another. */
    record Ends(Protocol protocol, IpAddress from, int fromPort, IpAddress to, int toPort) {

        Ends back() {
            return new Ends(protocol, to, toPort, from, fromPort);
        }
    }

    IpvsConnections(Simulation simulation, Conntrack conntrack) {
        this.simulation = simulation;
        this.conntrack = conntrack;
    }

    /** The newest first. */
    List<IpvsConnection> all() {
        List<IpvsConnection> list = new ArrayList<>(all);
        Collections.reverse(list);
        return list;
    }

    /** Seconds until it is forgotten. */
    long secondsLeft(IpvsConnection connection) {
        return Math.max(0, connection.expires() - simulation.now()) / 1_000_000_000L;
    }

    /** The connection that a client's packet belongs to: {@code ip_vs_conn_in_get()}. */
    Optional<IpvsConnection> inward(Ends ends) {
        return newest(inward, ends);
    }

    /** The connection that a real server's packet belongs to: {@code ip_vs_conn_out_get()}. */
    Optional<IpvsConnection> outward(Ends ends) {
        return newest(outward, ends);
    }

    /** {@code ip_vs_ct_in_get()}. */
    Optional<IpvsConnection> template(Ends ends) {
        return newest(templates, ends);
    }

    private static Optional<IpvsConnection> newest(Map<Ends, Deque<IpvsConnection>> table, Ends ends) {
        Deque<IpvsConnection> found = table.get(ends);
        return found == null ? Optional.empty() : Optional.of(found.getFirst());
    }

    private static Ends fromClient(IpvsConnection each) {
        return new Ends(each.protocol(), each.client(), each.clientPort(), each.virtual(), each.virtualPort());
    }

    private static Ends fromServer(IpvsConnection each) {
        boolean masq = each.forwarding() == ForwardingMethod.MASQ;
        IpAddress address = masq ? each.server().address() : each.virtual();
        int port = masq ? each.serverPort() : each.virtualPort();
        return new Ends(each.protocol(), address, port, each.client(), each.clientPort());
    }

    /** {@code ip_vs_conn_hash()}. */
    void add(IpvsConnection connection) {
        if (connection.onePacket()) {
            return; // nobody will look for it
        }
        all.add(connection);
        if (connection.template()) {
            link(templates, fromClient(connection), connection);
        } else {
            link(inward, fromClient(connection), connection);
            link(outward, fromServer(connection), connection);
        }
    }

    private static void link(Map<Ends, Deque<IpvsConnection>> table, Ends ends, IpvsConnection connection) {
        table.computeIfAbsent(ends, any -> new ArrayDeque<>(1)).addFirst(connection);
    }

    private static void unlink(Map<Ends, Deque<IpvsConnection>> table, Ends ends, IpvsConnection connection) {
        Deque<IpvsConnection> found = table.get(ends);
        if (found != null && found.remove(connection) && found.isEmpty()) {
            table.remove(ends);
        }
    }

    private void unhash(IpvsConnection connection) {
        all.remove(connection);
        if (connection.template()) {
            unlink(templates, fromClient(connection), connection);
        } else {
            unlink(inward, fromClient(connection), connection);
            unlink(outward, fromServer(connection), connection);
        }
    }

    /** A template is found no longer, but listed until its time is over. */
    void invalidate(IpvsConnection template) {
        if (!template.isInvalid()) {
            unlink(templates, fromClient(template), template);
            template.invalidate();
        }
    }

    /** A packet has passed, and its time begins anew: {@code ip_vs_conn_put()}. */
    void restart(IpvsConnection connection) {
        if (connection.onePacket()) {
            expire(connection);
            return;
        }
        connection.expires(simulation.now() + connection.timeout());
        await(connection);
    }

    /** Its time is over as soon as the packet in hand is dealt with: {@code ip_vs_conn_expire_now()}. */
    void expireNow(IpvsConnection connection) {
        connection.expires(simulation.now());
        await(connection);
    }

    /** One timer for each, which is moved when it comes, and not with every packet. */
    private void await(IpvsConnection connection) {
        if (connection.hasTimer() && connection.due() <= connection.expires()) {
            return;
        }
        connection.stopTimer();
        long delay = connection.expires() - simulation.now();
        connection.timer(simulation.after(delay, () -> over(connection)), connection.expires());
    }

    private void over(IpvsConnection connection) {
        connection.stopTimer();
        if (connection.expires() > simulation.now()) {
            await(connection);
        } else {
            expire(connection);
        }
    }

    /** {@code ip_vs_conn_expire()}. */
    private void expire(IpvsConnection connection) {
        if (connection.controls()) {
            connection.timeout(AGAIN_SECONDS);
            restart(connection);
            return;
        }
        connection.stopTimer();
        unhash(connection);
        IpvsConnection control = connection.control();
        connection.uncontrol();
        if (control != null && connection.isDropped()) {
            dropUnused(control);
        }
        if (connection.tracked() && !connection.onePacket()) {
            forgetTracked(connection);
        }
        connection.server().unbind(connection.template(), connection.active());
    }

    private void dropUnused(IpvsConnection control) {
        if (!control.controls() && (!control.template() || !control.assured())) {
            delete(control);
        }
    }

    /** {@code ip_vs_conn_drop_conntrack()}. */
    private void forgetTracked(IpvsConnection connection) {
        if (connection.clientPort() != 0) {
            conntrack.connection(connection.tuple(), Zone.DEFAULT).ifPresent(conntrack::delete);
        }
    }

    /** Ends a connection, and what controls it if nothing else does: {@code ip_vs_conn_del()}. */
    void delete(IpvsConnection connection) {
        if (connection.control() != null) {
            connection.timeout(0);
        }
        expire(connection);
    }

    /** Ends all connections to real servers that were taken away: {@code ip_vs_expire_nodest_conn_flush()}. */
    void flushUnavailable() {
        for (IpvsConnection each : all()) {
            @Nullable IpvsConnection control = each.control();
            if (!each.server().available() && !each.controls() && all.contains(each)) {
                delete(each);
                if (control != null && !control.controls() && all.contains(control)) {
                    delete(control);
                }
            }
        }
    }
}
