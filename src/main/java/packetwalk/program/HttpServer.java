package packetwalk.program;

import java.util.Objects;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.Ports;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.stream.ProxyProtocol;
import packetwalk.program.stream.ServerLayer;

/**
 * A server of HTTP/1.1 on one port.
 *
 * @param port 1 to 65535, on every address of the namespace
 * @param service what answers
 * @param layer what is between TCP and HTTP, such as the PROXY protocol
 */
public record HttpServer(int port, HttpService service, ServerLayer layer) implements Server {

    public HttpServer {
        Ports.requireService(port);
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(layer, "layer");
    }

    /** One that speaks HTTP over TCP alone. */
    public HttpServer(int port, HttpService service) {
        this(port, service, ServerLayer.NONE);
    }

    /** One whose answers are what {@code handler} gives. */
    public HttpServer(int port, HttpHandler handler) {
        this(port, HttpService.of(handler));
    }

    /** One that answers with its host name and the client address that it sees, and is always well. */
    public HttpServer(int port, String hostname) {
        this(port, hostname, new Statuses());
    }

    /** The same, with the status that {@code statuses} has for the path. */
    public HttpServer(int port, String hostname, Statuses statuses) {
        this(port, naming(hostname, statuses));
    }

    /**
     * The same behind a balancer that speaks the PROXY protocol, and behind no other: a connection that does not begin with a
     * PROXY header is cut.
     */
    public HttpServer listenProxyProtocol() {
        return new HttpServer(port, service, new ProxyProtocol());
    }

    /**
     * Answers every request with {@code HOSTNAME (you are ADDRESS)}; where a proxy says for whom it asks,
     * {@code HOSTNAME (you are ADDRESS, forwarded for ADDRESS)}.
     */
    public static HttpHandler naming(String hostname, Statuses statuses) {
        Objects.requireNonNull(hostname, "hostname");
        Objects.requireNonNull(statuses, "statuses");
        return (request, client) -> {
            String forwarded = String.join(", ", request.headers().all("X-Forwarded-For"));
            String body = hostname + " (you are " + client.remote().address()
                    + (forwarded.isEmpty() ? "" : ", forwarded for " + forwarded) + ")\n";
            return HttpResponse.text(statuses.of(request.path()), body);
        };
    }

    @Override
    public String protocol() {
        return "tcp";
    }

    @Override
    public void start(NetworkNamespace namespace, Owner process) {
        Endpoint all = new Endpoint(namespace.sockets().wildcard(), port);
        new HttpListener(namespace, process, all, layer, service, HttpConversation.Manners.PLAIN);
    }
}
