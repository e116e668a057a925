package packetwalk.program;

import java.time.Duration;
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

/**
 * One probe, as the kubelet sends it: a connection, perhaps a request over it, and an answer within a time limit. It does
 * not wait; who asked is told.
 */
public final class ProbeClient implements HttpConnection.Events {

    private static final Owner KUBELET = new Owner(499, "kubelet");

    private final @Nullable HttpRequest request;
    private final Consumer<Boolean> told;
    private boolean done;

    private ProbeClient(@Nullable HttpRequest request, Consumer<Boolean> told) {
        this.request = request;
        this.told = told;
    }

    /** Tells whether {@code GET path} is answered with 200 to 399 within {@code timeout}. */
    public static void http(
            NetworkNamespace from, IpAddress to, int port, String path, Duration timeout, Consumer<Boolean> told) {
        HttpHeaders headers = HttpHeaders.of(
                "Host", to + ":" + port, "User-Agent", "kube-probe/1.37", "Accept", "*/*", "Connection", "close");
        String target = path.startsWith("/") ? path : "/" + path;
        send(from, to, port, timeout, new ProbeClient(HttpRequest.of("GET", target, headers), told));
    }

    /** Tells whether a connection opens within {@code timeout}. */
    public static void tcp(NetworkNamespace from, IpAddress to, int port, Duration timeout, Consumer<Boolean> told) {
        send(from, to, port, timeout, new ProbeClient(null, told));
    }

    private static void send(NetworkNamespace from, IpAddress to, int port, Duration timeout, ProbeClient probe) {
        if (port < 1) {
            probe.tell(false); // a name that the container gives to none of its ports
            return;
        }
        try {
            HttpConnection connection = HttpConnection.open(from, KUBELET, new Endpoint(to, port), probe);
            if (probe.request != null) {
                connection.send(probe.request);
            }
            from.simulation().after(timeout.toNanos(), () -> {
                if (!probe.done) {
                    connection.abort();
                    probe.tell(false);
                }
            });
        } catch (SocketFault fault) {
            probe.tell(false);
        }
    }

    private void tell(boolean passed) {
        if (!done) {
            done = true;
            told.accept(passed);
        }
    }

    @Override
    public void opened(HttpConnection connection) {
        if (request == null) {
            connection.close();
            tell(true);
        }
    }

    @Override
    public void answered(HttpConnection connection, HttpResponse response) {
        connection.close();
        tell(response.status() >= 200 && response.status() < 400);
    }

    @Override
    public void ended(HttpConnection connection, HttpConnection.End end) {
        tell(false);
    }
}
