package packetwalk.program.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.IpAddress;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.HttpConversation;
import packetwalk.program.HttpListener;
import packetwalk.program.stream.ServerLayer;
import packetwalk.program.stream.Stream;
import packetwalk.program.tls.ServerCertificates;
import packetwalk.program.tls.TlsServer;

/**
 * A reverse proxy of HTTP/1.1: puts each request to its router and gives it to an upstream, which another request of the
 * same client may not get. Behaves as nginx does unless its {@link Dialect} and {@link ProxySettings} say otherwise:
 * connections to upstreams are kept and used again, and where one fails the next is tried.
 *
 * <p>Requests and responses are passed on when they are there whole. Left out: caching, compression, {@code Upgrade}
 * (WebSocket), HTTP/2.
 *
 * @see <a href="https://nginx.org/en/docs/http/ngx_http_proxy_module.html">ngx_http_proxy_module</a>
 */
public final class HttpProxy {

    /** Lines of the access log that are kept. */
    private static final int LOGGED = 10_000;

    private final NetworkNamespace in;
    private final Owner process;
    private final HttpRouter router;
    private final Dialect dialect;
    private final ProxySettings settings;
    private final Upstreams upstreams;
    private final List<HttpListener> listeners = new ArrayList<>();
    private final Deque<Access> log = new ArrayDeque<>();

    /** One that serves nothing yet; it ends when the sockets of {@code process} are closed. */
    public HttpProxy(NetworkNamespace in, Owner process, HttpRouter router, Dialect dialect, ProxySettings settings) {
        this.in = Objects.requireNonNull(in, "in");
        this.process = Objects.requireNonNull(process, "process");
        this.router = Objects.requireNonNull(router, "router");
        this.dialect = Objects.requireNonNull(dialect, "dialect");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.upstreams = new Upstreams(in, process, settings);
    }

    /** Serves plain HTTP on {@code port} of every address; throws as {@link packetwalk.linux.socket.TcpLayer#listen}. */
    public void listen(int port) {
        listen(port, ServerLayer.NONE);
    }

    /** Serves {@code port} of every address, with {@code layer} between TCP and HTTP; throws as the others. */
    public void listen(int port, ServerLayer layer) {
        listen(in.sockets().wildcard(), port, layer);
    }

    /**
     * Serves {@code port} of {@code address}; throws as {@link packetwalk.linux.socket.TcpLayer#listen}.
     *
     * @param layer what is between TCP and HTTP: TLS, the PROXY protocol, or both
     */
    public void listen(IpAddress address, int port, ServerLayer layer) {
        HttpConversation.Manners manners = new HttpConversation.Manners(
                settings.limits(), Optional.of(settings.clientIdle()), fault -> dialect.error(fault.status()));
        listeners.add(new HttpListener(in, process, new Endpoint(address, port), layer, this::serve, manners));
    }

    /** Serves HTTP over TLS on {@code port} of every address; throws as the others. */
    public void listenTls(int port, ServerCertificates certificates) {
        listen(port, tls(certificates));
    }

    /** The layer of TLS that answers plain HTTP in this proxy's own words. */
    public ServerLayer tls(ServerCertificates certificates) {
        return new TlsServer(in.simulation(), certificates)
                .answerToPlain(dialect.plainOnTls().wire());
    }

    private Runnable serve(HttpRequest request, Stream client, Consumer<HttpResponse> reply) {
        Exchange exchange = new Exchange(this, request, client, reply);
        exchange.begin();
        return exchange::abandoned;
    }

    /** Ends gracefully: no new connection is taken, idle ones are closed, requests that are under way are answered. */
    public void drain() {
        listeners.forEach(HttpListener::drain);
        upstreams.close();
    }

    /** How many clients are connected. */
    public int clients() {
        return listeners.stream().mapToInt(HttpListener::clients).sum();
    }

    /** How many idle connections to upstreams are kept. */
    public int idleUpstreams() {
        return upstreams.idle();
    }

    /** The last 10,000 requests, in the order in which they were answered. */
    public List<Access> accessLog() {
        return List.copyOf(log);
    }

    void log(Access access) {
        log.addLast(access);
        if (log.size() > LOGGED) {
            log.removeFirst();
        }
    }

    NetworkNamespace in() {
        return in;
    }

    HttpRouter router() {
        return router;
    }

    Dialect dialect() {
        return dialect;
    }

    ProxySettings settings() {
        return settings;
    }

    Upstreams upstreams() {
        return upstreams;
    }
}
