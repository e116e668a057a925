package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.Bytes;
import packetwalk.net.IpFamily;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.HttpListener;

/**
 * How kube-proxy itself fares, for load balancers to ask on port 10256: {@code /livez} whether it keeps up, {@code /healthz}
 * whether the node should get traffic besides. Kubernetes pkg/proxy/healthcheck/proxy_health.go.
 */
final class ProxyHealth {

    /** {@code --healthz-bind-address}, on all addresses. */
    static final int PORT = 10256;

    /** What the cluster autoscaler marks a node with before it takes it away. */
    private static final String TO_BE_DELETED = "ToBeDeletedByClusterAutoscaler";

    /** Twice {@code syncPeriod}. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Supplier<Instant> clock;
    private final Supplier<Optional<Node>> node;
    private List<IpFamily> families;
    private final Map<IpFamily, Instant> updated = new EnumMap<>(IpFamily.class);
    private final Map<IpFamily, Instant> queued = new EnumMap<>(IpFamily.class);

    /**
     * Of a process that serves nothing yet.
     *
     * @param node its Node, as the process last saw it
     * @param families in which it works
     */
    ProxyHealth(Supplier<Instant> clock, Supplier<Optional<Node>> node, List<IpFamily> families) {
        this.families = List.copyOf(families);
        this.clock = clock;
        this.node = node;
    }

    /**
     * Serves on {@value #PORT}, until the process' sockets are closed.
     *
     * @throws packetwalk.linux.socket.SocketFault EADDRINUSE if somebody else on the node has the port
     */
    void serve(NetworkNamespace host) {
        new HttpListener(
                host,
                KubeProxy.PROCESS,
                new Endpoint(host.sockets().wildcard(), PORT),
                (request, client) -> answer(request.path()));
    }

    /** It works in these families from now on: another mode serves others. */
    void serving(List<IpFamily> others) {
        families = List.copyOf(others);
    }

    /** A process begins anew: it has promised nothing. */
    void restarted() {
        queued.clear();
        updated.clear();
    }

    /** Something has changed that the rules do not show yet: {@code QueuedUpdate()}. */
    void queued() {
        families.forEach(family -> queued.computeIfAbsent(family, any -> clock.get()));
    }

    /** The rules of one family show all that is known: {@code Updated()}. */
    void updated(IpFamily family) {
        queued.remove(family);
        updated.put(family, clock.get());
    }

    /** Whether no change waits for longer than it may: {@code Health()}. */
    boolean healthy() {
        return families.stream().allMatch(this::healthy);
    }

    /** It is healthy while it starts, too. */
    private boolean healthy(IpFamily family) {
        Instant since = queued.get(family);
        return !updated.containsKey(family) || since == null || clock.get().isBefore(since.plus(TIMEOUT));
    }

    /** Whether the node is neither being deleted nor about to be: {@code NodeEligible()}. */
    private boolean eligible() {
        return node.get()
                .filter(each -> each.getMetadata().getDeletionTimestamp() == null)
                .filter(each ->
                        each.getSpec().getTaints().stream().noneMatch(taint -> TO_BE_DELETED.equals(taint.getKey())))
                .isPresent();
    }

    private HttpResponse answer(String path) {
        return switch (path) {
            case "/healthz" -> {
                boolean eligible = eligible();
                yield reply(healthy() && eligible, "\"nodeEligible\":" + eligible + ",");
            }
            case "/livez" -> reply(healthy(), "");
            default -> HttpResponse.of(404, "text/plain; charset=utf-8", Bytes.of("404 page not found\n"));
        };
    }

    private HttpResponse reply(boolean well, String eligible) {
        HttpHeaders headers = HttpHeaders.of("Content-Type", "application/json", "X-Content-Type-Options", "nosniff");
        String last = well ? time(clock.get()) : time(lastUpdated());
        String status = updated.isEmpty()
                ? ""
                : updated.entrySet().stream()
                        .map(each -> "\"" + each.getKey() + "\":{\"lastUpdated\":" + time(each.getValue())
                                + ",\"healthy\":" + healthy(each.getKey()) + "}")
                        .collect(Collectors.joining(",", ",\"status\":{", "}"));
        String body = "{\"lastUpdated\":" + last + ",\"currentTime\":" + time(clock.get()) + "," + eligible
                + "\"healthy\":" + healthy() + status + "}";
        return HttpResponse.of(well ? 200 : 503, headers, Bytes.of(body));
    }

    /** Go's zero time before the first. */
    private Instant lastUpdated() {
        return updated.values().stream().max(Comparator.naturalOrder()).orElse(Instant.parse("0001-01-01T00:00:00Z"));
    }

    private static String time(Instant at) {
        return "\"" + at + "\"";
    }
}
