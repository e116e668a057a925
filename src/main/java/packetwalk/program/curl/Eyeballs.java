package packetwalk.program.curl;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.IpFamily;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.HttpConnection;
import packetwalk.program.stream.ClientLayer;
import packetwalk.program.stream.StreamFault;

/**
 * How curl connects to a name of several addresses: one after the other, and where they are of both families those of the second
 * beside the first 200 ms later, or as soon as the first have failed. Who connects first is taken, the others are given up.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8305">RFC 8305</a>, of which this is a part; lib/connect.c of curl
 *     {@code start_connect()}, {@code is_connected()}
 */
final class Eyeballs {

    /** {@code CURL_HET_DEFAULT}. */
    private static final long DELAY = Duration.ofMillis(200).toNanos();

    private final NetworkNamespace from;
    private final ClientLayer layer;
    private final HttpRequest request;
    private final Printed printed;
    private final HttpConnection.Events told;
    private final List<Lane> lanes = new ArrayList<>();
    private @Nullable Attempt taken;
    private @Nullable SocketFault refused;

    /** Nothing is sent yet; {@code told} hears of the connection that is taken, or of the last that failed. */
    Eyeballs(
            NetworkNamespace from,
            ClientLayer layer,
            HttpRequest request,
            Printed printed,
            HttpConnection.Events told) {
        this.from = from;
        this.layer = layer;
        this.request = request;
        this.printed = printed;
        this.told = told;
    }

    /** Begins with the first of {@code addresses}. */
    void start(List<Endpoint> addresses) {
        IpFamily first = addresses.get(0).address().family();
        for (IpFamily family : List.of(first, first == IpFamily.IPV4 ? IpFamily.IPV6 : IpFamily.IPV4)) {
            List<Endpoint> own = addresses.stream()
                    .filter(each -> each.address().family() == family)
                    .toList();
            if (!own.isEmpty()) {
                lanes.add(new Lane(own));
            }
        }
        if (!lanes.get(0).next()) {
            others();
        }
        if (lanes.size() > 1) {
            from.simulation().after(DELAY, () -> {
                if (taken == null) {
                    lanes.get(1).begin();
                }
            });
        }
    }

    /** Gives up what is not done. */
    void abort() {
        lanes.forEach(Lane::abort);
    }

    /** Whether the last attempt could not even be begun. */
    boolean failed() {
        return refused != null && lanes.stream().allMatch(Lane::over);
    }

    /**
     * Throws why, if {@link #failed}.
     *
     * @throws SocketFault of the last attempt
     */
    void check() {
        if (refused != null && failed()) {
            throw refused;
        }
    }

    /** Whether somebody is being connected to by another lane, which begins if it has not. */
    private boolean others() {
        return lanes.stream().anyMatch(each -> each.begin() || each.current != null);
    }

    /** The addresses of one family, tried one by one. */
    private final class Lane {
        private final Deque<Endpoint> left;
        private @Nullable Attempt current;
        private boolean begun;

        Lane(List<Endpoint> addresses) {
            this.left = new ArrayDeque<>(addresses);
        }

        /** Whether that was its beginning, and somebody is being connected to now. */
        boolean begin() {
            return !begun && next();
        }

        /** Whether there was one more, and somebody is being connected to now. */
        boolean next() {
            begun = true;
            current = null;
            while (!left.isEmpty()) {
                Endpoint to = left.remove();
                printed.remark("  Trying " + to + "...");
                try {
                    Attempt attempt = new Attempt(this, to);
                    current = attempt;
                    attempt.open();
                    return true;
                } catch (SocketFault fault) {
                    current = null;
                    refused = fault;
                    remark(to, fault.errno());
                }
            }
            return false;
        }

        boolean over() {
            return begun && left.isEmpty() && current == null;
        }

        void abort() {
            left.clear();
            if (current != null && current.connection != null) {
                current.connection.abort();
            }
        }
    }

    /** curl tells of a failure only where it goes on. */
    private void remark(Endpoint to, Errno errno) {
        boolean more = lanes.stream().anyMatch(each -> !each.left.isEmpty());
        if (more) {
            printed.remark("connect to " + to.address() + " port " + to.port() + " failed: " + errno.words());
        }
    }

    /** One connection that is being made. */
    private final class Attempt implements HttpConnection.Events {
        private final Lane lane;
        private final Endpoint to;
        private @Nullable HttpConnection connection;

        Attempt(Lane lane, Endpoint to) {
            this.lane = lane;
            this.to = to;
        }

        void open() {
            HttpConnection opening = HttpConnection.open(from, new Owner(1, "curl"), to, layer, this);
            connection = opening;
            opening.send(request);
        }

        @Override
        public void opened(HttpConnection made) {
            taken = this;
            lanes.stream().filter(each -> each != lane).forEach(Lane::abort);
            told.opened(made);
        }

        @Override
        public void answered(HttpConnection made, HttpResponse response) {
            told.answered(made, response);
        }

        /** What broke off after its beginning, or in a handshake of TLS, is not tried elsewhere. */
        @Override
        public void ended(HttpConnection made, HttpConnection.End end) {
            Optional<Errno> errno = end.fault()
                    .filter(StreamFault.Socket.class::isInstance)
                    .map(fault -> ((StreamFault.Socket) fault).errno());
            boolean inTls = layer != ClientLayer.NONE
                    && errno.filter(Errno.ECONNRESET::equals).isPresent();
            if (taken != null || end.stage() != HttpConnection.Stage.CONNECTING || errno.isEmpty() || inTls) {
                told.ended(made, end);
                return;
            }
            remark(to, errno.get());
            refused = null;
            if (!lane.next() && !others() && refused == null) {
                told.ended(made, end);
            }
        }
    }
}
