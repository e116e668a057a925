package packetwalk.program;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.IpAddress;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.stream.StreamFault;

/**
 * One probe, as the kubelet sends it: a connection, perhaps a request over it, and an answer within a time limit. It does
 * not wait; who asked is told.
 */
public final class ProbeClient implements HttpConnection.Events {

    /**
     * What came of a probe.
     *
     * @param passed whether it found what it wanted
     * @param words why not, as the kubelet tells it; empty if it did
     */
    public record Answer(boolean passed, String words) {

        /** All is well. */
        public static final Answer YES = new Answer(true, "");

        static Answer no(String words) {
            return new Answer(false, words);
        }
    }

    private static final Owner KUBELET = new Owner(499, "kubelet");

    private final @Nullable HttpRequest request;
    private final Endpoint to;
    private final Consumer<Answer> told;
    private boolean done;

    private ProbeClient(@Nullable HttpRequest request, Endpoint to, Consumer<Answer> told) {
        this.request = request;
        this.to = to;
        this.told = told;
    }

    /** Tells whether {@code GET path} is answered with 200 to 399 within {@code timeout}. */
    public static void http(
            NetworkNamespace from, IpAddress to, int port, String path, Duration timeout, Consumer<Answer> told) {
        HttpHeaders headers = HttpHeaders.of(
                "Host", to + ":" + port, "User-Agent", "kube-probe/1.37", "Accept", "*/*", "Connection", "close");
        String target = (path.startsWith("/") ? path : "/" + path).replace(" ", "%20");
        ProbeClient probe = new ProbeClient(HttpRequest.of("GET", target, headers), new Endpoint(to, port), told);
        probe.send(from, timeout);
    }

    /** Tells whether a connection opens within {@code timeout}. */
    public static void tcp(NetworkNamespace from, IpAddress to, int port, Duration timeout, Consumer<Answer> told) {
        new ProbeClient(null, new Endpoint(to, port), told).send(from, timeout);
    }

    private void send(NetworkNamespace from, Duration timeout) {
        try {
            HttpConnection connection = HttpConnection.open(from, KUBELET, to, this);
            if (request != null) {
                connection.send(request);
            }
            from.simulation().after(timeout.toNanos(), () -> {
                if (!done) {
                    connection.abort();
                    tell(Answer.no(late()));
                }
            });
        } catch (SocketFault fault) {
            tell(Answer.no(dial(fault.errno().words())));
        }
    }

    private void tell(Answer answer) {
        if (!done) {
            done = true;
            told.accept(answer);
        }
    }

    /** As Go's HTTP client puts it, which names the request before the reason. */
    private String why(String reason) {
        return request == null ? reason : "Get \"http://" + to + request.target() + "\": " + reason;
    }

    private String dial(String reason) {
        return why("dial tcp " + to + ": connect: " + reason.toLowerCase(Locale.ROOT));
    }

    private String late() {
        return request == null
                ? "dial tcp " + to + ": i/o timeout"
                : why("context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
    }

    @Override
    public void opened(HttpConnection connection) {
        if (request == null) {
            connection.close();
            tell(Answer.YES);
        }
    }

    @Override
    public void answered(HttpConnection connection, HttpResponse response) {
        connection.close();
        boolean passed = response.status() >= 200 && response.status() < 400;
        tell(passed ? Answer.YES : Answer.no("HTTP probe failed with statuscode: " + response.status()));
    }

    @Override
    public void ended(HttpConnection connection, HttpConnection.End end) {
        String reason = end.fault().map(StreamFault::words).orElse("EOF");
        tell(Answer.no(end.stage() == HttpConnection.Stage.CONNECTING ? dial(reason) : why(reason)));
    }
}
