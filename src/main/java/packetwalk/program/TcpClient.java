package packetwalk.program;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.linux.socket.TcpState;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.trace.Outcome;

/**
 * What opens a connection and reports what came of it: {@code nc -zv}, or {@code curl} with a request to send.
 *
 * <p>It has no patience of its own: TCP gives up after 131 s without an answer to a SYN.
 */
public final class TcpClient {

    /** Longer than any of TCP's own limits: retransmitted data is given up after about 15 minutes. */
    private static final long PATIENCE = Duration.ofMinutes(30).toNanos();

    private final NetworkNamespace from;
    private final Owner process;
    private final IpAddress address;
    private final int port;
    private final Bytes request;
    private Bytes answer = Bytes.EMPTY;
    private boolean connected;
    private boolean done;
    private @Nullable Errno failure;
    private long started;

    private TcpClient(NetworkNamespace from, String name, IpAddress address, int port, Bytes request) {
        this.from = from;
        this.process = new Owner(1, name);
        this.address = address;
        this.port = port;
        this.request = request;
    }

    /** {@code nc -zv}: connects, and closes again at once. */
    public static Result connect(NetworkNamespace from, IpAddress address, int port) {
        TcpClient client = new TcpClient(from, "nc", address, port, Bytes.EMPTY);
        client.exchange();
        Errno errno = client.failure;
        if (errno == null) {
            String text = "Connection to " + address + " " + port + " port [tcp/*] succeeded!";
            return Result.of(Outcome.Kind.ANSWERED, text, text);
        }
        String text = "nc: connect to " + address + " port " + port + " (tcp) failed: " + errno.words();
        return Result.of(Result.kind(errno), text, text);
    }

    /** Sends one HTTP/1.1 GET, as curl does, and reads the answer to its end. */
    public static Result get(NetworkNamespace from, IpAddress address, Url url) {
        TcpClient client = new TcpClient(from, "curl", address, url.port(), request(url, "curl/8.5.0"));
        client.exchange();
        return client.report(url);
    }

    /** A GET of {@code url} by a program that calls itself {@code agent}. */
    static Bytes request(Url url, String agent) {
        String host = url.port() == 80 ? url.host() : url.host() + ":" + url.port();
        return Bytes.of("GET " + url.path() + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: " + agent
                + "\r\nAccept: */*\r\n\r\n");
    }

    private void exchange() {
        started = from.simulation().now();
        try {
            TcpSocket socket = from.sockets().tcp().connect(process, address, port, new Events());
            boolean ended = from.simulation().runUntil(() -> done, started + PATIENCE);
            if (!ended && socket.state() != TcpState.CLOSED) {
                failure = Errno.ETIMEDOUT;
                socket.abort();
            }
        } catch (SocketFault fault) {
            failure = fault.errno();
        }
    }

    private Result report(Url url) {
        long millis = (from.simulation().now() - started) / 1_000_000;
        Errno errno = failure;
        if (errno != null && !connected) {
            int exit = errno == Errno.ETIMEDOUT ? 28 : 7;
            String text = "curl: (" + exit + ") Failed to connect to " + url.host() + " port " + url.port() + " after "
                    + millis + " ms: " + errno.words();
            return Result.of(Result.kind(errno), text, text);
        }
        if (answer.isEmpty()) {
            String text =
                    errno == null ? "curl: (52) Empty reply from server" : "curl: (56) Recv failure: " + errno.words();
            return Result.of(Outcome.Kind.RESET, text, text);
        }
        String head = answer.text();
        String status = head.lines().findFirst().orElse("");
        String body = head.contains("\r\n\r\n") ? head.substring(head.indexOf("\r\n\r\n") + 4) : "";
        String took = String.format(Locale.ROOT, "%.3f", (from.simulation().now() - started) / 1e6);
        return Result.of(Outcome.Kind.ANSWERED, status + " after " + took + " ms: " + body.strip(), body);
    }

    private final class Events implements TcpEvents {
        @Override
        public void connected(TcpSocket socket) {
            connected = true;
            if (request.isEmpty()) {
                socket.close();
                done = true;
            } else {
                socket.send(request);
            }
        }

        @Override
        public void received(TcpSocket socket, Bytes data) {
            answer = answer.plus(data);
            if (Http.isComplete(answer)) {
                socket.close();
                done = true;
            }
        }

        @Override
        public void peerClosed(TcpSocket socket) {
            socket.close();
            done = true;
        }

        @Override
        public void failed(TcpSocket socket, Errno errno) {
            failure = done ? failure : errno;
            done = true;
        }
    }
}
