package packetwalk.program;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.IpAddress;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.stream.StreamFault;
import packetwalk.trace.Outcome;

/** One GET, as {@code curl} sends it. */
public final class HttpGet implements HttpConnection.Events {

    /** Longer than any of TCP's own limits: retransmitted data is given up after about 15 minutes. */
    private static final long PATIENCE = Duration.ofMinutes(30).toNanos();

    private final NetworkNamespace from;
    private final Url url;
    private final long started;
    private @Nullable HttpResponse response;
    private HttpConnection.@Nullable End end;

    private HttpGet(NetworkNamespace from, Url url) {
        this.from = from;
        this.url = url;
        this.started = from.simulation().now();
    }

    /** Runs it in {@code from}; comes back when it has ended, in virtual time. */
    public static Result run(NetworkNamespace from, IpAddress address, Url url) {
        return new HttpGet(from, url).exchange(address);
    }

    /** A GET of {@code url} by a program that calls itself {@code agent}. */
    static HttpRequest request(Url url, String agent) {
        String host = url.port() == 80 ? url.host() : url.host() + ":" + url.port();
        return HttpRequest.of("GET", url.path(), HttpHeaders.of("Host", host, "User-Agent", agent, "Accept", "*/*"));
    }

    private Result exchange(IpAddress address) {
        try {
            HttpConnection connection =
                    HttpConnection.open(from, new Owner(1, "curl"), new Endpoint(address, url.port()), this);
            connection.send(request(url, "curl/8.5.0"));
            if (!from.simulation().runUntil(() -> response != null || end != null, started + PATIENCE)) {
                connection.abort();
                return refused(Errno.ETIMEDOUT);
            }
        } catch (SocketFault fault) {
            return refused(fault.errno());
        }
        return response != null ? report(response) : report(end());
    }

    private HttpConnection.End end() {
        if (end == null) {
            throw new AssertionError("no response and no end");
        }
        return end;
    }

    private Result report(HttpResponse answer) {
        String body = answer.body().text();
        String took = String.format(Locale.ROOT, "%.3f", (from.simulation().now() - started) / 1e6);
        return Result.of(Outcome.Kind.ANSWERED, answer + " after " + took + " ms: " + body.strip(), body);
    }

    private Result report(HttpConnection.End how) {
        Optional<Errno> errno = how.fault()
                .filter(StreamFault.Socket.class::isInstance)
                .map(fault -> ((StreamFault.Socket) fault).errno());
        if (how.stage() == HttpConnection.Stage.CONNECTING && errno.isPresent()) {
            return refused(errno.get());
        }
        String text = errno.map(why -> "curl: (56) Recv failure: " + why.words())
                .orElse(
                        how.stage() == HttpConnection.Stage.WAITING
                                ? "curl: (52) Empty reply from server"
                                : "curl: (56) " + how.words());
        return Result.of(Outcome.Kind.RESET, text, text);
    }

    private Result refused(Errno errno) {
        long millis = (from.simulation().now() - started) / 1_000_000;
        int exit = errno == Errno.ETIMEDOUT ? 28 : 7;
        String text = "curl: (" + exit + ") Failed to connect to " + url.host() + " port " + url.port() + " after "
                + millis + " ms: " + errno.words();
        return Result.of(Result.kind(errno), text, text);
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
