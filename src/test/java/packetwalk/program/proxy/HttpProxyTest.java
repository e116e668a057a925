package packetwalk.program.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Inside;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.HttpConnection;
import packetwalk.program.HttpServer;
import packetwalk.program.stream.Stream;
import packetwalk.trace.Load;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** A proxy gives each request to an upstream, or answers itself; by packets. */
class HttpProxyTest {

    private static final Owner NGINX = new Owner(7, "nginx");

    private final Cluster world = cluster()
            .dockerHost("10.100.0.2")
            .container("client")
            .container("proxy")
            .container("web-1")
            .container("web-2")
            .up();
    private final List<HttpRequest> seen = new ArrayList<>();
    private List<Endpoint> upstreams = List.of(endpoint("web-1", 8080), endpoint("web-2", 8080));
    private HttpProxy proxy = proxy(Dialect.PLAIN, ProxySettings.NGINX);

    HttpProxyTest() {
        for (String name : List.of("web-1", "web-2")) {
            serve(name, 8080);
        }
        proxy.listen(80);
    }

    private NetworkNamespace namespace(String container) {
        return Inside.namespace(world.container(container));
    }

    private Endpoint endpoint(String container, int port) {
        return new Endpoint(world.container(container).address(), port);
    }

    private Owner serve(String name, int port) {
        Owner process = new Owner(20, "web");
        new HttpServer(port, (request, client) -> {
                    seen.add(request);
                    return HttpResponse.text(200, name + " serves " + request.target() + "\n");
                })
                .start(namespace(name), process);
        return process;
    }

    private HttpProxy proxy(Dialect dialect, ProxySettings settings) {
        return new HttpProxy(namespace("proxy"), NGINX, this::route, dialect, settings);
    }

    private Route route(HttpRequest request, Stream client) {
        if (!request.host().equals("foo.com")) {
            return new Route.Answer(
                    HttpResponse.text(404, "no such host\n"), "host " + request.host(), "no rule has that host");
        }
        return new Route.Onward("web", upstreams, "host foo.com", "the only rule");
    }

    private static HttpRequest get(String path, String... headers) {
        HttpHeaders all = HttpHeaders.of("Host", "foo.com");
        for (int i = 0; i < headers.length; i += 2) {
            all = all.plus(headers[i], headers[i + 1]);
        }
        return HttpRequest.of("GET", path, all);
    }

    /** One request after the other on one connection, and what came of each: a response, or how the connection ended. */
    private List<String> ask(HttpRequest... requests) {
        List<String> answers = new ArrayList<>();
        HttpConnection connection = HttpConnection.open(
                namespace("client"), new Owner(9, "test"), endpoint("proxy", 80), new HttpConnection.Events() {
                    @Override
                    public void answered(HttpConnection own, HttpResponse response) {
                        answers.add(
                                response.status() + " " + response.body().text().strip());
                        if (answers.size() < requests.length) {
                            own.send(requests[answers.size()]);
                        }
                    }

                    @Override
                    public void ended(HttpConnection own, HttpConnection.End end) {
                        answers.add(end.words());
                    }
                });
        connection.send(requests[0]);
        world.advance(Duration.ofSeconds(30));
        return answers;
    }

    @Test
    void each_request_of_a_connection_finds_its_own_way() {
        assertEquals(
                List.of("200 web-1 serves /a", "404 no such host", "200 web-1 serves /b"),
                ask(get("/a"), HttpRequest.of("GET", "/", HttpHeaders.of("Host", "bar.com")), get("/b")));
        assertEquals(
                List.of(200, 404, 200),
                proxy.accessLog().stream().map(Access::status).toList());
    }

    @Test
    void a_connection_to_an_upstream_is_kept_and_used_again() {
        ask(get("/1"), get("/2"));
        ask(get("/3"));
        assertEquals(3, seen.size());
        assertEquals(1, namespace("web-1").sockets().tcp().connections().size());
        assertEquals(1, proxy.idleUpstreams());
        world.advance(Duration.ofSeconds(61));
        assertEquals(0, proxy.idleUpstreams());
    }

    @Test
    void whom_the_proxy_asks_for_is_appended_where_clients_are_trusted() {
        ask(get("/", "X-Forwarded-For", "198.51.100.7"));
        String client = world.container("client").address().toString();
        HttpHeaders headers = seen.get(0).headers();
        assertEquals(List.of("198.51.100.7, " + client), headers.all("X-Forwarded-For"));
        assertEquals(List.of(client), headers.all("X-Real-IP"));
        assertEquals(List.of("http"), headers.all("X-Forwarded-Proto"));
        assertEquals(List.of("80"), headers.all("X-Forwarded-Port"));
        assertEquals(List.of("foo.com"), headers.all("Host"));
    }

    @Test
    void what_a_client_says_of_itself_is_replaced_at_the_edge() {
        Dialect edge = new Dialect() {
            @Override
            public HttpHeaders onward(HttpRequest request, Stream client) {
                return Forwarded.replace(request.headers(), client);
            }
        };
        proxy.drain();
        proxy = proxy(edge, ProxySettings.NGINX);
        proxy.listen(80);
        ask(get("/", "X-Forwarded-For", "198.51.100.7"));
        assertEquals(
                List.of(world.container("client").address().toString()),
                seen.get(0).headers().all("X-Forwarded-For"));
    }

    @Test
    void a_connection_that_is_refused_sends_the_request_to_the_next() {
        upstreams = List.of(endpoint("web-1", 81), endpoint("web-2", 8080));
        assertEquals(List.of("200 web-2 serves /"), ask(get("/")));
        Access access = proxy.accessLog().get(0);
        assertEquals(
                List.of("Connection refused", ""),
                access.attempts().stream().map(Access.Attempt::words).toList());
        assertTrue(access.toString().contains("[web] " + upstreams.get(0) + ", " + upstreams.get(1)), access::toString);
    }

    @Test
    void when_all_refuse_the_answer_is_502_and_with_none_503() {
        upstreams = List.of(endpoint("web-1", 81));
        assertEquals(List.of("502 Bad Gateway"), ask(get("/")));
        assertEquals(3, proxy.accessLog().get(0).attempts().size());
        upstreams = List.of();
        assertEquals(List.of("503 Service Unavailable"), ask(get("/")));
    }

    /** A server that does with each connection what {@code deed} says, when something came in. */
    private void odd(String name, int port, Consumer<TcpSocket> deed) {
        namespace(name).sockets().tcp().listen(new Owner(21, "odd"), IpAddress.ANY_V4, port, socket -> new TcpEvents() {
            @Override
            public void received(TcpSocket own, Bytes data) {
                deed.accept(own);
            }
        });
    }

    @Test
    void an_upstream_that_is_silent_makes_504() {
        odd("web-1", 90, socket -> {});
        upstreams = List.of(endpoint("web-1", 90));
        proxy.drain();
        proxy = proxy(Dialect.PLAIN, ProxySettings.NGINX.withResponseTimeout(Duration.ofSeconds(2)));
        proxy.listen(80);
        assertEquals(List.of("504 Gateway Timeout"), ask(get("/")));
        long nanos =
                proxy.accessLog().get(0).endNanos() - proxy.accessLog().get(0).startNanos();
        assertEquals(6, Duration.ofNanos(nanos).toSeconds());
    }

    @Test
    void an_upstream_that_cuts_the_connection_is_left_for_the_next_unless_the_request_may_have_done_something() {
        odd("web-1", 90, TcpSocket::abort);
        upstreams = List.of(endpoint("web-1", 90), endpoint("web-2", 8080));
        assertEquals(List.of("200 web-2 serves /"), ask(get("/")));
        HttpRequest post =
                HttpRequest.of("POST", "/", HttpHeaders.of("Host", "foo.com")).withBody(Bytes.of("x=1"));
        assertEquals(List.of("502 Bad Gateway"), ask(post));
        assertEquals(1, seen.size());
    }

    @Test
    void what_is_no_response_makes_502() {
        odd("web-1", 90, socket -> socket.send(Bytes.of("SSH-2.0-OpenSSH_9.6\r\n\r\n")));
        upstreams = List.of(endpoint("web-1", 90));
        assertEquals(List.of("502 Bad Gateway"), ask(get("/")));
    }

    @Test
    void a_kept_connection_that_its_server_has_closed_is_no_fault() {
        List<TcpSocket> sockets = new ArrayList<>();
        odd("web-1", 90, socket -> {
            if (sockets.contains(socket)) {
                socket.abort();
                return;
            }
            sockets.add(socket);
            socket.send(HttpResponse.text(200, "once").wire());
        });
        upstreams = List.of(endpoint("web-1", 90));
        assertEquals(List.of("200 once", "200 once"), ask(get("/"), get("/")));
        assertEquals(1, proxy.accessLog().get(1).attempts().size());
    }

    @Test
    void a_client_that_does_not_wait_is_499() {
        odd("web-1", 90, socket -> {});
        upstreams = List.of(endpoint("web-1", 90));
        HttpConnection connection = HttpConnection.open(
                namespace("client"), new Owner(9, "test"), endpoint("proxy", 80), new HttpConnection.Events() {
                    @Override
                    public void answered(HttpConnection own, HttpResponse response) {}

                    @Override
                    public void ended(HttpConnection own, HttpConnection.End end) {}
                });
        connection.send(get("/"));
        world.advance(Duration.ofSeconds(1));
        connection.abort();
        world.advance(Duration.ofSeconds(1));
        assertEquals(
                List.of(499), proxy.accessLog().stream().map(Access::status).toList());
    }

    @Test
    void a_proxy_that_ends_gracefully_answers_what_it_is_busy_with() {
        List<TcpSocket> waiting = new ArrayList<>();
        odd("web-1", 90, waiting::add);
        upstreams = List.of(endpoint("web-1", 90));
        namespace("client").simulation().after(1_000_000_000L, () -> {
            proxy.drain();
            waiting.get(0).send(HttpResponse.text(200, "late").wire());
        });
        assertEquals(List.of("200 late"), ask(get("/")));
        assertEquals(0, proxy.clients());
        assertEquals(List.of("Connection refused"), ask(get("/")));
    }

    @Test
    void what_is_no_request_is_refused() {
        List<String> answers = new ArrayList<>();
        namespace("client")
                .sockets()
                .tcp()
                .connect(new Owner(9, "nc"), endpoint("proxy", 80).address(), 80, new TcpEvents() {
                    @Override
                    public void connected(TcpSocket socket) {
                        socket.send(Bytes.of("hello\r\n\r\n"));
                    }

                    @Override
                    public void received(TcpSocket socket, Bytes data) {
                        answers.add(data.text());
                    }

                    @Override
                    public void peerClosed(TcpSocket socket) {
                        answers.add("closed");
                    }
                });
        world.advance(Duration.ofSeconds(1));
        assertTrue(answers.get(0).startsWith("HTTP/1.1 400 Bad Request\r\n"), answers::toString);
        assertEquals("closed", answers.get(1));
    }

    @Test
    void the_walk_tells_what_the_proxy_decided_and_why() {
        upstreams = List.of(endpoint("web-1", 81), endpoint("web-2", 8080));
        Walk walk =
                world.container("client").get("http://" + endpoint("proxy", 80).address() + "/");
        assertTrue(walk.output().contains("no such host"), walk::text);
        assertEquals(
                List.of("answered: host 172.17.0.3 -> HTTP/1.1 404 Not Found (no rule has that host)"),
                walk.steps(Step.Handled.class).stream()
                        .map(step -> step.event() + ": " + step.decision() + " (" + step.reason() + ")")
                        .toList());
        assertTrue(walk.text().contains("proxy answered: host 172.17.0.3 -> HTTP/1.1 404 Not Found"), walk::text);
    }

    @Test
    void a_load_through_it_reaches_every_upstream_that_its_router_names() {
        Load load =
                world.container("client").load("http://" + endpoint("proxy", 80).address() + "/", 50);
        assertEquals(50, load.answered());
        assertEquals(50, proxy.accessLog().size());
    }
}
