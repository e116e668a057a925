package packetwalk;

import java.time.Duration;
import java.util.stream.Collectors;
import packetwalk.net.http.HttpHeaders;
import packetwalk.program.LoadGenerator;
import packetwalk.program.Url;
import packetwalk.trace.Load;

/** Many requests that are about to be sent; each verb gives a plan that says more, {@link #run} sends them. */
public final class LoadPlan {

    private static final LoadGenerator.Plan DEFAULT =
            new LoadGenerator.Plan(100, 1, false, Duration.ZERO, Duration.ofSeconds(20));

    private final Netns from;
    private final String url;
    private final HttpHeaders headers;
    private final boolean insecure;
    private final LoadGenerator.Plan plan;

    private LoadPlan(Netns from, String url, HttpHeaders headers, boolean insecure, LoadGenerator.Plan plan) {
        this.from = from;
        this.url = url;
        this.headers = headers;
        this.insecure = insecure;
        this.plan = plan;
    }

    static LoadPlan of(Netns from, String url) {
        return new LoadPlan(from, url, HttpHeaders.EMPTY, false, DEFAULT);
    }

    private LoadPlan with(int requests, int clients, boolean keepAlive, Duration every, Duration timeout) {
        LoadGenerator.Plan other = new LoadGenerator.Plan(requests, clients, keepAlive, every, timeout);
        return new LoadPlan(from, url, headers, insecure, other);
    }

    /** How many requests in all; 100 unless said. */
    public LoadPlan requests(int count) {
        return with(count, plan.clients(), plan.keepAlive(), plan.every(), plan.timeout());
    }

    /** How many clients send at the same time, each waiting for its answers; 1 unless said. */
    public LoadPlan clients(int count) {
        return with(plan.requests(), count, plan.keepAlive(), plan.every(), plan.timeout());
    }

    /** Each client keeps its connection; unless said, each request has one of its own. */
    public LoadPlan keepAlive() {
        return with(plan.requests(), plan.clients(), true, plan.every(), plan.timeout());
    }

    /** Each client begins a request that long after its last one, if that has ended; at once unless said. */
    public LoadPlan every(Duration span) {
        return with(plan.requests(), plan.clients(), plan.keepAlive(), span, plan.timeout());
    }

    /** A request without an answer is given up after that; 20 s unless said. */
    public LoadPlan timeout(Duration span) {
        return with(plan.requests(), plan.clients(), plan.keepAlive(), plan.every(), span);
    }

    /** Each request has that header, instead of one that it would have by itself: {@code Host}, say. */
    public LoadPlan header(String name, String value) {
        return new LoadPlan(from, url, headers.with(name, value), insecure, plan);
    }

    /** Takes any certificate: {@code curl -k}. */
    public LoadPlan insecure() {
        return new LoadPlan(from, url, headers, true, plan);
    }

    /** Sends them; comes back when every one has ended, in virtual time. */
    public Load run() {
        return new Load(command(), from.name(), from.load(Url.parse(url), headers, insecure, plan));
    }

    private String command() {
        return "load " + url + " -n " + plan.requests() + " -c " + plan.clients()
                + headers.fields().stream()
                        .map(field -> " -header '" + field + "'")
                        .collect(Collectors.joining())
                + (insecure ? " -insecure" : "")
                + (plan.keepAlive() ? " -keepalive" : "")
                + (plan.every().isZero() ? "" : " -every " + plan.every().toMillis() + "ms");
    }

    @Override
    public String toString() {
        return command() + " (not sent yet: run() sends it)";
    }
}
