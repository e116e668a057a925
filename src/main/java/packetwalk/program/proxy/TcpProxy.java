package packetwalk.program.proxy;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpListener;
import packetwalk.net.ProxyHeader;

/**
 * A layer-4 proxy: for each connection that it accepts it opens one to a server, and copies bytes both ways. haproxy's
 * {@code mode tcp}.
 *
 * <p>A side that has no more to send may still hear the other; a reset from one side is a reset for the other. A server that
 * cannot be reached is given up for another ({@code option redispatch}). Left out: back-pressure, and limits on connections.
 */
public final class TcpProxy {

    /** Where a connection is to go. */
    public interface Chooser {

        /**
         * A server for {@code client}.
         *
         * @param tried those that this connection has tried in vain, in their order
         * @return empty if there is none: the client's connection is closed then
         */
        Optional<Choice> choose(Endpoint client, List<Endpoint> tried);
    }

    /**
     * A server, and the reason for it.
     *
     * @param why for the walk, without a full stop
     */
    public record Choice(Endpoint server, String why) {}

    /**
     * How it goes about it.
     *
     * @param connectTimeout how long one server may take to accept
     * @param retries how many more attempts there are after the first
     * @param idleTimeout after which a connection on which nothing is said ends
     * @param header what it tells a server of the client; empty: nothing
     */
    public record Settings(
            Duration connectTimeout, int retries, Duration idleTimeout, Optional<ProxyHeader.Version> header) {

        /** What haproxy's examples set: 5 s to connect, three retries, a minute of silence. */
        public static final Settings DEFAULT =
                new Settings(Duration.ofSeconds(5), 3, Duration.ofMinutes(1), Optional.empty());

        public Settings {
            Objects.requireNonNull(header, "header");
            if (connectTimeout.isNegative() || connectTimeout.isZero() || idleTimeout.compareTo(connectTimeout) < 0) {
                throw new IllegalArgumentException("timeouts of " + connectTimeout + " to connect and " + idleTimeout
                        + " of silence do not fit; use more than zero, and no less silence than that");
            }
            if (retries < 0) {
                throw new IllegalArgumentException(retries + " retries cannot be made; use 0 or more");
            }
        }

        /** Tells servers of the client in that form. */
        public Settings withHeader(ProxyHeader.Version version) {
            return new Settings(connectTimeout, retries, idleTimeout, Optional.of(version));
        }
    }

    /**
     * What became of one connection.
     *
     * @param client who opened it
     * @param server who it went to at last; empty if nobody took it
     * @param startNanos virtual time at which it was accepted
     * @param endNanos virtual time at which it ended
     * @param end how, in words
     */
    public record Ended(Endpoint client, Optional<Endpoint> server, long startNanos, long endNanos, String end) {}

    private final TcpListener listener;
    private final Set<TcpProxySession> sessions = new LinkedHashSet<>();

    /**
     * One that serves at once, until it is closed or its process' sockets are.
     *
     * @param at an address of the namespace, or the unspecified one, and a port
     * @param log hears of every connection that has ended
     * @throws packetwalk.linux.socket.SocketFault EADDRINUSE if the port is taken
     */
    public TcpProxy(
            NetworkNamespace namespace,
            Owner process,
            Endpoint at,
            Chooser chooser,
            Settings settings,
            Consumer<Ended> log) {
        this.listener = namespace.sockets().tcp().listen(process, at.address(), at.port(), client -> {
            TcpProxySession session =
                    new TcpProxySession(namespace, process, client, chooser, settings, (gone, ended) -> {
                        sessions.remove(gone);
                        log.accept(ended);
                    });
            sessions.add(session);
            return session;
        });
    }

    /** Accepts no more; connections that were made go on. */
    public void close() {
        listener.close();
    }

    /** Cuts the connections to servers that {@code condition} means, on both sides. */
    public void cut(Predicate<Endpoint> condition, String why) {
        List.copyOf(sessions).stream()
                .filter(session -> session.server().filter(condition).isPresent())
                .forEach(session -> session.cut(why));
    }

    /** How many connections it has with servers that {@code condition} means. */
    public int connections(Predicate<Endpoint> condition) {
        return (int) sessions.stream()
                .filter(session -> session.server().filter(condition).isPresent())
                .count();
    }
}
