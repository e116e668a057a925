package packetwalk.cloud;

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
import packetwalk.program.HttpConnection;
import packetwalk.program.stream.StreamFault;
import packetwalk.time.Simulation;

/** One health check: a connection, perhaps a request, and within its time a verdict with its reason. */
final class HealthProbe implements HttpConnection.Events {

    private static final Owner CHECKER = new Owner(601, "health-check");

    /**
     * What a check found.
     *
     * @param why in words, such as {@code 503 from port 10256 /healthz}
     */
    record Verdict(boolean passed, String why) {}

    private final HealthCheck check;
    private final Consumer<Verdict> told;
    private @Nullable HttpConnection connection;
    private Simulation.@Nullable Timer patience;
    private boolean done;

    private HealthProbe(HealthCheck check, Consumer<Verdict> told) {
        this.check = check;
        this.told = told;
    }

    /** Sends one; {@code told} hears of it once. */
    static void send(NetworkNamespace from, HealthCheck check, IpAddress to, Consumer<Verdict> told) {
        HealthProbe probe = new HealthProbe(check, told);
        probe.patience = from.simulation().after(check.timeout().toNanos(), probe::lostPatience);
        try {
            HttpConnection opened = HttpConnection.open(from, CHECKER, new Endpoint(to, check.port()), probe);
            probe.connection = opened;
            if (!check.path().isEmpty()) {
                opened.send(probe.request(to));
            }
        } catch (SocketFault fault) {
            probe.fail(fault.errno().words());
        }
    }

    private HttpRequest request(IpAddress to) {
        HttpHeaders headers =
                HttpHeaders.of("Host", to + ":" + check.port(), "User-Agent", "GoogleHC/1.0", "Connection", "close");
        return HttpRequest.of("GET", check.path(), headers);
    }

    private void lostPatience() {
        if (connection != null) {
            connection.abort();
        }
        fail("no answer within " + check.timeout().toMillis() + " ms");
    }

    private void fail(String why) {
        tell(new Verdict(false, why + " on port " + check.port()));
    }

    private void tell(Verdict verdict) {
        if (!done) {
            done = true;
            Optional.ofNullable(patience).ifPresent(Simulation.Timer::cancel);
            told.accept(verdict);
        }
    }

    @Override
    public void opened(HttpConnection own) {
        if (check.path().isEmpty()) {
            own.close();
            tell(new Verdict(true, "port " + check.port() + " accepts connections"));
        }
    }

    @Override
    public void answered(HttpConnection own, HttpResponse response) {
        own.close();
        tell(new Verdict(
                response.status() == 200, response.status() + " from port " + check.port() + " " + check.path()));
    }

    @Override
    public void ended(HttpConnection own, HttpConnection.End end) {
        fail(end.fault().map(StreamFault::words).orElse(end.words()));
    }
}
