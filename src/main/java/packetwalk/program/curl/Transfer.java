package packetwalk.program.curl;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.tls.TlsReason;
import packetwalk.program.HttpConnection;
import packetwalk.program.Result;
import packetwalk.program.Url;
import packetwalk.program.stream.ClientLayer;
import packetwalk.program.stream.StreamFault;
import packetwalk.trace.Outcome;

/** One request of curl's and its response, or the fault that came instead. */
final class Transfer implements HttpConnection.Events {

    /** Longer than any of TCP's own limits: retransmitted data is given up after about 15 minutes. */
    private static final long PATIENCE = Duration.ofMinutes(30).toNanos();

    private static final String MORE = """

        More details here: https://curl.se/docs/sslcerts.html

        curl failed to verify the legitimacy of the server and therefore could not
        establish a secure connection to it. To learn more about this situation and
        how to fix it, please visit the web page mentioned above.\
        """;

    private final NetworkNamespace from;
    private final Url url;
    private final HttpRequest request;
    private final Printed printed;
    private final long started;
    private boolean opened;
    private String remote = "";
    private @Nullable HttpResponse response;
    private HttpConnection.@Nullable End end;

    Transfer(NetworkNamespace from, Url url, HttpRequest request, Printed printed) {
        this.from = from;
        this.url = url;
        this.request = request;
        this.printed = printed;
        this.started = from.simulation().now();
    }

    /**
     * Runs it; comes back when it has ended, in virtual time.
     *
     * @param to the addresses that the server has, in the order in which they are to be tried
     * @param deadline when curl's patience with the whole of it ends, in virtual time; 0: never
     * @throws CurlFault if there is no response
     */
    HttpResponse run(List<Endpoint> to, ClientLayer layer, CurlLine line, long deadline) {
        Eyeballs eyeballs = new Eyeballs(from, layer, request, printed, this);
        try {
            eyeballs.start(to);
            long connectBy = Math.min(
                    limit(deadline),
                    started + line.connectTimeout.map(Duration::toNanos).orElse(PATIENCE));
            if (!from.simulation().runUntil(() -> opened || over() || eyeballs.failed(), connectBy)) {
                eyeballs.abort();
                throw line.connectTimeout.isPresent() || deadline > 0
                        ? late(deadline > 0 && connectBy == deadline)
                        : refused(Errno.ETIMEDOUT);
            }
            eyeballs.check();
            if (!from.simulation().runUntil(this::over, limit(deadline))) {
                eyeballs.abort();
                throw new CurlFault(
                        28,
                        "Operation timed out after " + millis() + " milliseconds with 0 bytes received",
                        Outcome.Kind.TIMED_OUT);
            }
        } catch (SocketFault fault) {
            throw refused(fault.errno());
        }
        if (response != null) {
            return response;
        }
        throw fault();
    }

    /** Who answered. */
    String remote() {
        return remote;
    }

    private long limit(long deadline) {
        return deadline > 0 ? deadline : started + PATIENCE;
    }

    private boolean over() {
        return response != null || end != null;
    }

    private long millis() {
        return (from.simulation().now() - started) / 1_000_000;
    }

    private CurlFault late(boolean all) {
        String words = all
                ? "Connection timed out after " + millis() + " milliseconds"
                : "Failed to connect to " + url.host() + " port " + url.port() + " after " + millis()
                        + " ms: Timeout was reached";
        return new CurlFault(28, words, Outcome.Kind.TIMED_OUT);
    }

    private CurlFault refused(Errno errno) {
        int code = errno == Errno.ETIMEDOUT ? 28 : 7;
        String words = "Failed to connect to " + url.host() + " port " + url.port() + " after " + millis() + " ms: "
                + errno.words();
        return new CurlFault(code, words, Result.kind(errno));
    }

    private CurlFault fault() {
        HttpConnection.End how = end;
        if (how == null) {
            throw new AssertionError("no response and no end");
        }
        Optional<StreamFault> below = how.fault();
        if (below.isPresent() && below.get() instanceof StreamFault.Tls tls) {
            return tls(tls, how.stage());
        }
        Optional<Errno> errno = below.map(fault -> ((StreamFault.Socket) fault).errno());
        if (errno.isPresent()) {
            return brokenBy(errno.get(), how.stage());
        }
        return switch (how.stage()) {
            case READING -> reading(how.words());
            default -> new CurlFault(52, "Empty reply from server", Outcome.Kind.RESET);
        };
    }

    private CurlFault brokenBy(Errno errno, HttpConnection.Stage stage) {
        if (stage != HttpConnection.Stage.CONNECTING) {
            return new CurlFault(56, "Recv failure: " + errno.words(), Outcome.Kind.RESET);
        }
        // a connection that was made and cut in the handshake of TLS is no connection that was refused
        boolean inTls = url.secure() && errno == Errno.ECONNRESET;
        return inTls ? handshakeBroken(errno.words()) : refused(errno);
    }

    private CurlFault handshakeBroken(String words) {
        String where = " in connection to " + url.host() + ":" + url.port() + " ";
        return new CurlFault(35, "OpenSSL SSL_connect: " + words + where, Outcome.Kind.RESET);
    }

    private CurlFault tls(StreamFault.Tls fault, HttpConnection.Stage stage) {
        if (fault.words().equals(TlsReason.UNEXPECTED_EOF.text()) && stage == HttpConnection.Stage.CONNECTING) {
            return handshakeBroken("SSL_ERROR_SYSCALL");
        }
        return switch (fault.kind()) {
            case CERTIFICATE ->
                new CurlFault(60, "SSL certificate problem: " + fault.words(), Outcome.Kind.REFUSED).withMore(MORE);
            case NAME -> new CurlFault(60, "SSL: " + fault.words(), Outcome.Kind.REFUSED).withMore(MORE);
            case PROTOCOL ->
                stage == HttpConnection.Stage.CONNECTING
                        ? new CurlFault(35, "OpenSSL/3.0.13: " + fault.words(), Outcome.Kind.REFUSED)
                        : new CurlFault(56, "OpenSSL SSL_read: OpenSSL/3.0.13: " + fault.words(), Outcome.Kind.RESET);
        };
    }

    private static CurlFault reading(String words) {
        return !words.startsWith("transfer closed")
                ? new CurlFault(1, "Received HTTP/0.9 when not allowed", Outcome.Kind.RESET)
                : new CurlFault(18, words, Outcome.Kind.RESET);
    }

    @Override
    public void opened(HttpConnection connection) {
        opened = true;
        remote = connection.stream().remote().address().toString();
        printed.remark("Connected to " + url.host() + " (" + remote + ") port " + url.port());
        connection.stream().tls().ifPresent(tls -> {
            printed.remark("ALPN: curl offers http/1.1");
            printed.session(tls, url.host());
            printed.remark("using HTTP/1.x");
        });
        printed.sent(request);
    }

    @Override
    public void answered(HttpConnection connection, HttpResponse answer) {
        connection.close();
        response = answer;
    }

    @Override
    public void ended(HttpConnection connection, HttpConnection.End how) {
        end = how;
    }
}
