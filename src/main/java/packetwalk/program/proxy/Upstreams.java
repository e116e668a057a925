package packetwalk.program.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.HttpConnection;
import packetwalk.program.stream.ClientLayer;

/** A proxy's connections to its upstreams: those that are idle are kept for the next request, up to a number of them. */
final class Upstreams {

    /** One connection, and the request that it is busy with, if any. */
    final class Line implements HttpConnection.Events {
        private final Endpoint to;
        private final ClientLayer layer;
        private final List<HttpConnection> connection = new ArrayList<>(1);
        private Optional<HttpConnection.Events> user = Optional.empty();
        private long idleSince;

        private Line(Endpoint to, ClientLayer layer) {
            this.to = to;
            this.layer = layer;
        }

        HttpConnection http() {
            return connection.get(0);
        }

        /** Whether it has carried a request before: its server may have closed it meanwhile. */
        boolean used() {
            return http().requests() > 1;
        }

        /** Throws {@link packetwalk.linux.socket.SocketFault} if it is closed. */
        void send(HttpRequest request) {
            http().send(request);
        }

        /** Nobody needs it any more, and its request has no answer. */
        void abort() {
            user = Optional.empty();
            http().abort();
        }

        @Override
        public void opened(HttpConnection own) {
            user.ifPresent(each -> each.opened(own));
        }

        @Override
        public void answered(HttpConnection own, HttpResponse response) {
            Optional<HttpConnection.Events> served = user;
            user = Optional.empty();
            if (own.reusable()) {
                keep(this);
            }
            served.ifPresent(each -> each.answered(own, response));
        }

        @Override
        public void ended(HttpConnection own, HttpConnection.End end) {
            idle.remove(this);
            Optional<HttpConnection.Events> served = user;
            user = Optional.empty();
            served.ifPresent(each -> each.ended(own, end));
        }
    }

    private final NetworkNamespace from;
    private final Owner process;
    private final ProxySettings settings;
    private final Deque<Line> idle = new ArrayDeque<>();

    Upstreams(NetworkNamespace from, Owner process, ProxySettings settings) {
        this.from = from;
        this.process = process;
        this.settings = settings;
    }

    /**
     * A connection to {@code to}: an idle one, the last used first, else a new one.
     *
     * @throws packetwalk.linux.socket.SocketFault if there is no way there
     */
    Line take(Endpoint to, ClientLayer layer, HttpConnection.Events user) {
        for (Iterator<Line> each = idle.iterator(); each.hasNext(); ) {
            Line line = each.next();
            if (line.to.equals(to) && line.layer == layer && line.http().reusable()) {
                each.remove();
                line.user = Optional.of(user);
                return line;
            }
        }
        Line line = new Line(to, layer);
        line.user = Optional.of(user);
        line.connection.add(HttpConnection.open(from, process, to, layer, line));
        return line;
    }

    private void keep(Line line) {
        long since = from.simulation().now();
        line.idleSince = since;
        idle.addFirst(line);
        if (idle.size() > settings.upstreamConnections()) {
            idle.removeLast().http().close();
        }
        from.simulation().after(settings.upstreamIdle().toNanos(), () -> {
            if (line.idleSince == since && idle.remove(line)) {
                line.http().close();
            }
        });
    }

    /** How many are idle. */
    int idle() {
        return idle.size();
    }

    /** Says goodbye to those that are idle. */
    void close() {
        idle.forEach(line -> line.http().close());
        idle.clear();
    }
}
