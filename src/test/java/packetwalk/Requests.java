package packetwalk;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.IpAddress;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.HttpConnection;
import packetwalk.program.stream.ClientLayer;
import packetwalk.program.stream.TlsSession;
import packetwalk.time.Simulation;

/** Requests as tests need them: to any address, with any Host and headers; each on a connection of its own, by packets. */
public final class Requests {
    private static final Owner CLIENT = new Owner(4242, "test");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final NetworkNamespace from;
    private final Endpoint to;
    private final ClientLayer layer;

    private Requests(NetworkNamespace from, Endpoint to, ClientLayer layer) {
        this.from = from;
        this.to = to;
        this.layer = layer;
    }

    /** From where somebody sits, to an address and port. */
    public static Requests from(Netns client, String address, int port) {
        return new Requests(client.namespace(), new Endpoint(IpAddress.parse(address), port), ClientLayer.NONE);
    }

    /** The same over that layer. */
    public Requests over(ClientLayer other) {
        return new Requests(from, to, other);
    }

    public Simulation simulation() {
        return from.simulation();
    }

    /**
     * What came of a request.
     *
     * @param response empty if the connection ended without one
     * @param tls what was agreed on, where the request went over TLS
     */
    public record Exchange(Optional<HttpResponse> response, Optional<TlsSession> tls) {}

    /** {@code GET}; an empty host sends the address itself. */
    public HttpResponse get(String host, String target, String... headers) {
        return send("GET", host, target, headers).orElseThrow(() -> new AssertionError("no answer from " + to));
    }

    /** The answer; empty if the connection ended without one. */
    public Optional<HttpResponse> send(String method, String host, String target, String... headers) {
        return exchange(method, host, target, headers).response();
    }

    /** The answer, and what TLS it came by. */
    public Exchange exchange(String method, String host, String target, String... headers) {
        HttpHeaders all = HttpHeaders.of("Host", host.isEmpty() ? to.address().toString() : host);
        for (int i = 0; i < headers.length; i += 2) {
            all = all.plus(headers[i], headers[i + 1]);
        }
        AtomicReference<Optional<HttpResponse>> answer = new AtomicReference<>();
        HttpConnection connection = HttpConnection.open(from, CLIENT, to, layer, new HttpConnection.Events() {
            @Override
            public void answered(HttpConnection own, HttpResponse response) {
                answer.set(Optional.of(response));
            }

            @Override
            public void ended(HttpConnection own, HttpConnection.End end) {
                answer.compareAndSet(null, Optional.empty());
            }
        });
        connection.send(HttpRequest.of(method, target, all));
        long deadline = from.simulation().now() + PATIENCE.toNanos();
        from.simulation().runUntil(() -> answer.get() != null, deadline);
        Optional<TlsSession> tls = connection.stream().tls();
        connection.close();
        from.simulation().settle();
        return new Exchange(answer.get() == null ? Optional.empty() : answer.get(), tls);
    }
}
