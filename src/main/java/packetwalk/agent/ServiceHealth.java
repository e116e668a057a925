package packetwalk.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.HttpListener;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.ServiceName;

/**
 * What a load balancer asks to learn which nodes have pods of a Service with {@code externalTrafficPolicy: Local}: one server
 * for each {@code healthCheckNodePort}, 200 where there are ready pods and 503 elsewhere. Kubernetes
 * pkg/proxy/healthcheck/service_health.go.
 */
final class ServiceHealth {

    /** Told of a port that somebody else on the node has. */
    interface Failure {
        void at(ServiceName service, int port, SocketFault fault);
    }

    private record Served(int port, List<HttpListener> servers) {
        void close() {
            servers.forEach(HttpListener::close);
        }
    }

    private final NetworkNamespace host;
    private final BooleanSupplier proxyHealthy;
    private final Failure failure;
    private final Map<ServiceName, Served> servers = new LinkedHashMap<>();
    private Map<IpFamily, ProxyView> views = Map.of();

    ServiceHealth(NetworkNamespace host, BooleanSupplier proxyHealthy, Failure failure) {
        this.host = host;
        this.proxyHealthy = proxyHealthy;
        this.failure = failure;
    }

    /**
     * {@code SyncServices()} and {@code SyncEndpoints()}: closes, opens, and answers by {@code now} from here on. Who asks is
     * told of the endpoints of the family that he asks by.
     *
     * @param addresses where it listens: on those on which node ports answer; none for all
     */
    void sync(Map<IpFamily, ProxyView> now, List<IpAddress> addresses) {
        views = now;
        Map<ServiceName, Integer> wanted = new LinkedHashMap<>();
        now.values().forEach(view -> wanted.putAll(view.healthCheckNodePorts()));
        servers.entrySet().removeIf(entry -> {
            boolean gone = !Integer.valueOf(entry.getValue().port()).equals(wanted.get(entry.getKey()));
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        wanted.forEach((service, port) -> {
            if (!servers.containsKey(service)) {
                open(service, port, addresses);
            }
        });
    }

    private void open(ServiceName service, int port, List<IpAddress> addresses) {
        List<HttpListener> opened = new ArrayList<>();
        try {
            for (IpAddress each : addresses.isEmpty() ? List.of(host.sockets().wildcard()) : addresses) {
                opened.add(new HttpListener(
                        host,
                        KubeProxy.PROCESS,
                        new Endpoint(each, port),
                        (request, client) ->
                                answer(service, client.remote().address().family())));
            }
            servers.put(service, new Served(port, opened));
        } catch (SocketFault taken) {
            opened.forEach(HttpListener::close); // listenAndServeAll(): so that it can be tried again
            failure.at(service, port, taken);
        }
    }

    /** The process has ended, and its sockets with it. */
    void forget() {
        servers.clear();
        views = Map.of();
    }

    private HttpResponse answer(ServiceName service, IpFamily family) {
        int count = views.getOrDefault(family, ProxyView.EMPTY).localReadyEndpoints(service);
        boolean healthy = proxyHealthy.getAsBoolean();
        HttpHeaders headers = HttpHeaders.of(
                "Content-Type", "application/json",
                "X-Content-Type-Options", "nosniff",
                "X-Load-Balancing-Endpoint-Weight", String.valueOf(count));
        String body = """
                {
                	"service": {
                		"namespace": "%s",
                		"name": "%s"
                	},
                	"localEndpoints": %d,
                	"serviceProxyHealthy": %s
                }""".formatted(service.namespace(), service.name(), count, healthy);
        return HttpResponse.of(count != 0 && healthy ? 200 : 503, headers, Bytes.of(body));
    }
}
