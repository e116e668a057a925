package packetwalk.program;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.stream.ClientLayer;
import packetwalk.time.Simulation;
import packetwalk.trace.Load;

/**
 * Sends many HTTP requests from several clients at once and records what came of each, as {@code hey} or {@code wrk}
 * would; each client waits for its answer before it sends again.
 */
public final class LoadGenerator {

    /**
     * How many, and how.
     *
     * @param requests in all, 1 and up
     * @param clients that send at the same time, 1 and up
     * @param keepAlive whether a client keeps its connection for its next request
     * @param every how long after the beginning of a request its client begins the next at the earliest; zero: at once
     * @param timeout after which a request without an answer is given up
     */
    public record Plan(int requests, int clients, boolean keepAlive, Duration every, Duration timeout) {
        public Plan {
            if (requests < 1 || requests > 10_000_000) {
                throw new IllegalArgumentException(requests + " requests are no load; send 1 to 10000000");
            }
            if (clients < 1 || clients > 10_000) {
                throw new IllegalArgumentException(clients + " clients cannot send; use 1 to 10000");
            }
            if (every.isNegative()) {
                throw new IllegalArgumentException("requests cannot begin every " + every + "; use zero or more");
            }
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("a timeout of " + timeout + " leaves no time; use more than zero");
            }
        }
    }

    /** Requests between two looks at the clock: a bounded part of what may be a long run. */
    private static final int PORTION = 1000;

    private static final long PATIENCE = Duration.ofDays(10_000).toNanos();

    private final NetworkNamespace from;
    private final Owner process = new Owner(1, "load");
    private final Endpoint to;
    private final ClientLayer layer;
    private final HttpRequest request;
    private final Plan plan;
    private final List<Load.Request> ended = new ArrayList<>();
    private int begun;
    private int connections;

    private LoadGenerator(NetworkNamespace from, Endpoint to, ClientLayer layer, HttpRequest request, Plan plan) {
        this.from = from;
        this.to = to;
        this.layer = layer;
        this.request = request;
        this.plan = plan;
    }

    /**
     * Runs it in {@code from}; comes back when every request has ended, in virtual time. In the order of their ends.
     *
     * @param layer what is between TCP and HTTP
     * @param request what each of them asks
     */
    public static List<Load.Request> run(
            NetworkNamespace from, Endpoint to, ClientLayer layer, HttpRequest request, Plan plan) {
        LoadGenerator generator = new LoadGenerator(from, to, layer, request, plan);
        generator.run();
        return generator.ended;
    }

    /** A GET of {@code url} by such a program, with {@code headers} besides its own, or instead of them. */
    public static HttpRequest get(Url url, HttpHeaders headers) {
        HttpHeaders all = HttpHeaders.of("Host", url.authority(), "User-Agent", "load", "Accept", "*/*");
        for (HttpHeaders.Field field : headers.fields()) {
            all = all.with(field.name(), field.value());
        }
        return HttpRequest.of("GET", url.path(), all);
    }

    /** What a plan records whose requests cannot even begin. */
    public static List<Load.Request> failed(NetworkNamespace from, String why, Plan plan) {
        long now = from.simulation().now();
        List<Load.Request> requests = new ArrayList<>();
        for (int i = 1; i <= plan.requests(); i++) {
            requests.add(new Load.Request(i, (i - 1) % plan.clients() + 1, 0, false, now, now, 0, "", why));
        }
        return requests;
    }

    private void run() {
        for (int i = 1; i <= Math.min(plan.clients(), plan.requests()); i++) {
            new Client(i).next();
        }
        Simulation simulation = from.simulation();
        while (ended.size() < plan.requests()) {
            int target = Math.min(plan.requests(), ended.size() + PORTION);
            simulation.runUntil(() -> ended.size() >= target, simulation.now() + PATIENCE);
        }
    }

    /** One that sends a request, waits, and sends the next. */
    private final class Client {
        private final int number;
        private @Nullable Connection connection;
        private int current;
        private boolean reused;
        private boolean waiting;
        private long started;
        private Simulation.@Nullable Timer patience;

        Client(int number) {
            this.number = number;
        }

        void next() {
            if (begun == plan.requests()) {
                hangUp();
                return;
            }
            current = ++begun;
            waiting = true;
            started = from.simulation().now();
            patience = from.simulation().after(plan.timeout().toNanos(), this::lostPatience);
            Connection kept = connection;
            reused = kept != null && kept.http().reusable();
            try {
                if (kept == null || !reused) {
                    kept = new Connection(this, ++connections);
                    connection = kept;
                    kept.open();
                }
                kept.http().send(request);
            } catch (SocketFault fault) {
                connection = null;
                end(0, "", fault.errno().words());
            }
        }

        private void lostPatience() {
            Connection late = connection;
            if (late != null) {
                late.http().abort();
                connection = null;
            }
            end(0, "", "no answer within " + plan.timeout().toMillis() + " ms");
        }

        void heard(Connection by, HttpResponse answer) {
            if (by == connection && waiting) {
                end(answer.status(), answeredBy(answer), "");
            }
        }

        void lost(Connection which, String why) {
            if (which != connection) {
                return;
            }
            connection = null;
            if (waiting) {
                end(0, "", why);
            }
        }

        private void end(int status, String answeredBy, String failure) {
            waiting = false;
            if (patience != null) {
                patience.cancel();
            }
            int by = connection == null ? 0 : connection.number;
            long now = from.simulation().now();
            ended.add(new Load.Request(current, number, by, reused, started, now, status, answeredBy, failure));
            if (!plan.keepAlive()) {
                hangUp();
            }
            long due = started + plan.every().toNanos();
            from.simulation().after(Math.max(0, due - now), this::next);
        }

        private void hangUp() {
            Connection old = connection;
            connection = null;
            if (old != null) {
                old.http().close();
            }
        }
    }

    /** The first word of what a server says is its name; an error may come from anybody on the way. */
    private static String answeredBy(HttpResponse answer) {
        return answer.status() < 400
                ? answer.body().text().strip().split("\\s", 2)[0]
                : answer.status() + " " + answer.reason();
    }

    /** A client's connection. */
    private final class Connection implements HttpConnection.Events {
        private final Client client;
        private final int number;
        private @Nullable HttpConnection http;

        Connection(Client client, int number) {
            this.client = client;
            this.number = number;
        }

        void open() {
            http = HttpConnection.open(from, process, to, layer, this);
        }

        HttpConnection http() {
            if (http == null) {
                throw new AssertionError("connection " + number + " was not opened");
            }
            return http;
        }

        @Override
        public void answered(HttpConnection own, HttpResponse response) {
            client.heard(this, response);
        }

        @Override
        public void ended(HttpConnection own, HttpConnection.End end) {
            client.lost(this, end.fault().isPresent() ? end.words() : "Empty reply from server");
        }
    }
}
