package packetwalk.program;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import packetwalk.program.stream.ClientLayer;
import packetwalk.program.stream.StreamFault;
import packetwalk.program.tls.TlsClient;

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

    /** As often as Go's client follows a redirect. */
    private static final int REDIRECTS = 10;

    private final @Nullable HttpRequest request;
    private final @Nullable Url url;
    private final Endpoint to;
    private final Consumer<Answer> told;
    private final Following following;
    private boolean done;

    /** What is done with the place that a redirect names. */
    private interface Following {

        /** Whether it is asked, too. */
        boolean follow(Url next);
    }

    private ProbeClient(
            @Nullable Url url, HttpHeaders headers, Endpoint to, Following following, Consumer<Answer> told) {
        this.url = url;
        this.request = url == null ? null : HttpRequest.of("GET", url.path(), headers);
        this.to = to;
        this.following = following;
        this.told = told;
    }

    /**
     * Tells whether a GET is answered with 200 to 399 within {@code timeout}. Whoever answers in TLS is taken; a redirect is
     * followed where it leads to the same host: pkg/probe/http/http.go.
     *
     * @param url whose host is an address
     * @param more headers beside, or instead of, a probe's own
     */
    public static void http(NetworkNamespace from, Url url, HttpHeaders more, Duration timeout, Consumer<Answer> told) {
        http(from, url, more, from.simulation().now() + timeout.toNanos(), 0, told);
    }

    private static void http(
            NetworkNamespace from, Url url, HttpHeaders more, long deadline, int redirects, Consumer<Answer> told) {
        Endpoint to = new Endpoint(IpAddress.parse(url.host()), url.port());
        Following following = next -> {
            boolean follows = next.host().equals(url.host());
            if (follows && redirects + 1 >= REDIRECTS) {
                told.accept(Answer.no(quoted(next) + "stopped after " + REDIRECTS + " redirects"));
            } else if (follows) {
                http(from, next, more, deadline, redirects + 1, told);
            }
            return follows;
        };
        ProbeClient probe = new ProbeClient(url, headers(more, to), to, following, told);
        ClientLayer layer = url.secure() ? TlsClient.trustingAnybody(from.simulation(), url.host()) : ClientLayer.NONE;
        probe.send(from, layer, deadline);
    }

    /** {@code newProbeRequest()}, pkg/probe/http/request.go. */
    private static HttpHeaders headers(HttpHeaders more, Endpoint to) {
        HttpHeaders headers = HttpHeaders.of("Host", more.first("Host").orElse(to.toString()));
        if (more.first("User-Agent").isEmpty()) {
            headers = headers.plus("User-Agent", "kube-probe/1.37");
        }
        if (more.first("Accept").isEmpty()) {
            headers = headers.plus("Accept", "*/*");
        }
        for (HttpHeaders.Field each : more.fields()) {
            boolean left = each.name().equalsIgnoreCase("Host")
                    || (each.name().equalsIgnoreCase("Accept") && each.value().isEmpty());
            headers = left ? headers : headers.plus(each.name(), each.value());
        }
        return headers.plus("Connection", "close");
    }

    /** Tells whether a connection opens within {@code timeout}. */
    public static void tcp(NetworkNamespace from, IpAddress to, int port, Duration timeout, Consumer<Answer> told) {
        new ProbeClient(null, HttpHeaders.EMPTY, new Endpoint(to, port), next -> false, told)
                .send(from, ClientLayer.NONE, from.simulation().now() + timeout.toNanos());
    }

    private void send(NetworkNamespace from, ClientLayer layer, long deadline) {
        try {
            HttpConnection connection = HttpConnection.open(from, KUBELET, to, layer, this);
            if (request != null) {
                connection.send(request);
            }
            from.simulation().after(deadline - from.simulation().now(), () -> {
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
        return url == null ? reason : quoted(url) + reason;
    }

    private static String quoted(Url url) {
        String port = url.authority().endsWith(":" + url.port()) ? "" : ":" + url.port();
        return "Get \"" + (url.secure() ? "https" : "http") + "://" + url.authority() + port + url.path() + "\": ";
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
        if (url != null && isRedirect(response) && !done) {
            Url next = url.resolve(response.headers().first("Location").orElseThrow());
            if (following.follow(next)) {
                done = true;
                return;
            }
        }
        boolean passed = response.status() >= 200 && response.status() < 400;
        tell(passed ? Answer.YES : Answer.no("HTTP probe failed with statuscode: " + response.status()));
    }

    private static boolean isRedirect(HttpResponse response) {
        return List.of(301, 302, 303, 307, 308).contains(response.status())
                && response.headers().first("Location").isPresent();
    }

    @Override
    public void ended(HttpConnection connection, HttpConnection.End end) {
        Optional<StreamFault> fault = end.fault();
        if (fault.isPresent() && fault.get() instanceof StreamFault.Tls tls) {
            tell(Answer.no(why(inGo(tls))));
            return;
        }
        String reason = fault.map(StreamFault::words).orElse("EOF");
        tell(Answer.no(end.stage() == HttpConnection.Stage.CONNECTING ? dial(reason) : why(reason)));
    }

    /** What Go's crypto/tls and net/http say where OpenSSL's reason is known here. */
    private static String inGo(StreamFault.Tls fault) {
        return fault.words().endsWith("wrong version number")
                ? "http: server gave HTTP response to HTTPS client"
                : "remote error: tls: " + fault.words().substring(fault.words().lastIndexOf(':') + 1);
    }
}
