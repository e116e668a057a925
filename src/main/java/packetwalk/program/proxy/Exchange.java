package packetwalk.program.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.http.HttpStatus;
import packetwalk.net.http.HttpVersion;
import packetwalk.program.HttpConnection;
import packetwalk.program.stream.Stream;
import packetwalk.time.Simulation;

/** One request's way through a proxy: route, try upstreams, answer. nginx's {@code ngx_http_upstream.c}. */
final class Exchange implements HttpConnection.Events {

    /** What is not given to a second upstream once a first may have seen it: {@code non_idempotent}. */
    private static final Set<String> NOT_IDEMPOTENT = Set.of("POST", "LOCK", "PATCH");

    /** nginx's own, for a client that did not wait. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private final HttpProxy proxy;
    private final HttpRequest request;
    private final Stream client;
    private final Consumer<HttpResponse> reply;
    private final long started;
    private final List<Access.Attempt> attempts = new ArrayList<>();
    private Route.@Nullable Onward route;
    private Upstreams.@Nullable Line line;
    private Simulation.@Nullable Timer patience;
    private int tries;
    private long tried;
    private boolean sent;
    private boolean done;

    Exchange(HttpProxy proxy, HttpRequest request, Stream client, Consumer<HttpResponse> reply) {
        this.proxy = proxy;
        this.request = request;
        this.client = client;
        this.reply = reply;
        this.started = proxy.in().simulation().now();
    }

    void begin() {
        Route decided = proxy.router().route(request, client);
        if (decided instanceof Route.Answer answer) {
            client.handled("answered", answer.by() + " -> " + answer.response().firstLine(), answer.why());
            answer(answer.response());
        } else if (decided instanceof Route.Onward onward) {
            route = onward;
            if (onward.upstreams().isEmpty()) {
                fail(503, "none of " + onward.pool() + " is there to be tried");
            } else {
                tryUpstream("proxied", onward.why());
            }
        }
    }

    private Route.Onward route() {
        if (route == null) {
            throw new AssertionError("no route for " + request);
        }
        return route;
    }

    private Endpoint upstream() {
        List<Endpoint> all = route().upstreams();
        return all.get(tries % all.size());
    }

    private void tryUpstream(String event, String why) {
        client.handled(event, route().by() + " -> " + upstream(), why);
        tried = proxy.in().simulation().now();
        sent = false;
        try {
            Upstreams.Line taken = proxy.upstreams().take(upstream(), route().layer(), this);
            line = taken;
            taken.send(onward());
            if (taken.used()) {
                waitForResponse();
            } else {
                await(proxy.settings().connectTimeout().toNanos(), "it did not accept in time");
            }
        } catch (SocketFault noWay) {
            next(noWay.errno().words(), false);
        }
    }

    /** The request as the upstream gets it. */
    private HttpRequest onward() {
        HttpRequest stripped = new HttpRequest(
                request.method(),
                route().target().orElse(request.originForm()),
                HttpVersion.HTTP_1_1,
                request.headers().endToEnd().without("Expect"),
                request.body());
        HttpHeaders headers = proxy.dialect().onward(stripped, client);
        if (!headers.has("Host")) {
            headers = headers.with("Host", client.local().address().toString());
        }
        boolean hasBody = !request.body().isEmpty() || request.headers().has("Content-Length");
        return hasBody ? stripped.with(headers).withBody(request.body()) : stripped.with(headers);
    }

    private void await(long nanos, String words) {
        calm();
        patience = proxy.in().simulation().after(nanos, () -> {
            if (line != null) {
                line.abort();
            }
            next(words, true);
        });
    }

    private void waitForResponse() {
        sent = true;
        await(proxy.settings().responseTimeout().toNanos(), "it did not answer in time");
    }

    private void calm() {
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
    }

    @Override
    public void opened(HttpConnection connection) {
        waitForResponse();
    }

    @Override
    public void answered(HttpConnection connection, HttpResponse response) {
        attempts.add(attempt(Optional.of(response.status()), ""));
        HttpHeaders headers = response.headers().endToEnd();
        boolean bodiless = request.method().equals("HEAD") || response.status() == 204 || response.status() == 304;
        HttpHeaders framed = bodiless
                ? headers
                : headers.with(
                        "Content-Length", Integer.toString(response.body().length()));
        HttpResponse passed =
                new HttpResponse(HttpVersion.HTTP_1_1, response.status(), response.reason(), framed, response.body());
        answer(proxy.dialect().back(request, client, passed));
    }

    private Access.Attempt attempt(Optional<Integer> status, String words) {
        return new Access.Attempt(
                upstream(), status, words, proxy.in().simulation().now() - tried);
    }

    @Override
    public void ended(HttpConnection connection, HttpConnection.End end) {
        boolean stale = line != null && line.used() && end.stage() != HttpConnection.Stage.READING;
        if (stale && mayGoOn()) {
            // it was kept, and its server had closed it meanwhile: that is no fault, and does not count
            calm();
            tryUpstream("retried", "the connection that was kept to " + upstream() + " is closed");
            return;
        }
        next(end.words(), false);
    }

    private boolean mayGoOn() {
        return !sent || !NOT_IDEMPOTENT.contains(request.method());
    }

    /** {@code ngx_http_upstream_next()}: this upstream has failed. */
    private void next(String words, boolean timeout) {
        calm();
        attempts.add(attempt(Optional.empty(), words));
        String failed = upstream() + ": " + words;
        boolean more = mayGoOn() && tries + 1 < proxy.settings().tries();
        if (more) {
            tries++;
            tryUpstream("retried", failed);
        } else {
            fail(timeout ? 504 : 502, failed);
        }
    }

    private void fail(int status, String why) {
        client.handled("answered", route().by() + " -> " + status + " " + HttpStatus.reason(status), why);
        answer(proxy.dialect().error(status));
    }

    private void answer(HttpResponse response) {
        calm();
        done = true;
        log(response.status(), response.body().length());
        reply.accept(response);
    }

    /** The client went away. */
    void abandoned() {
        if (!done) {
            calm();
            done = true;
            if (line != null) {
                line.abort();
            }
            log(CLIENT_CLOSED_REQUEST, 0);
        }
    }

    private void log(int status, int bytes) {
        proxy.log(new Access(
                client.remote(),
                request,
                status,
                bytes,
                route == null ? "" : route.pool(),
                attempts,
                started,
                proxy.in().simulation().now()));
    }
}
