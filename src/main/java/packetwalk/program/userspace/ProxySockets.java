package packetwalk.program.userspace;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.Ports;
import packetwalk.net.Protocol;

/** All sockets of one kube-proxy in user-space mode; they end when the process' sockets are closed. */
public final class ProxySockets {

    /**
     * A port on which the process should serve.
     *
     * @param service the port of which Service, as kube-proxy names it: {@code default/web:http}
     * @param protocol TCP or UDP
     * @param port of the node, on all its addresses
     * @param stickiness for how long a client keeps its endpoint: {@code sessionAffinity: ClientIP}
     * @param endpoints to choose from
     */
    public record Wanted(
            String service, Protocol protocol, int port, Optional<Duration> stickiness, List<Endpoint> endpoints) {
        public Wanted {
            Objects.requireNonNull(service, "service");
            Ports.requireService(port);
            endpoints = List.copyOf(endpoints);
            if (protocol != Protocol.TCP && protocol != Protocol.UDP) {
                throw new IllegalArgumentException(
                        "protocol " + protocol + " of " + service + " cannot be proxied in user space; use TCP or UDP");
            }
        }

        /** What cannot change without another socket. */
        private Wanted key() {
            return new Wanted(service, protocol, port, stickiness, List.of());
        }
    }

    private record Open(ProxySocket socket, RoundRobin balancer) {}

    private final NetworkNamespace namespace;
    private final Owner process;
    private final Map<Wanted, Open> open = new LinkedHashMap<>();

    /** A process that serves nothing yet. */
    public ProxySockets(NetworkNamespace namespace, Owner process) {
        this.namespace = Objects.requireNonNull(namespace, "namespace");
        this.process = Objects.requireNonNull(process, "process");
    }

    /**
     * Serves these ports and no others: closes, opens, and tells those that stay about their endpoints.
     *
     * @throws packetwalk.linux.socket.SocketFault EADDRINUSE if somebody else on the node has such a port; those before it
     *     are served
     */
    public void sync(List<Wanted> wanted) {
        Set<Wanted> keys = new LinkedHashSet<>();
        wanted.forEach(each -> keys.add(each.key()));
        open.entrySet().removeIf(entry -> {
            boolean gone = !keys.contains(entry.getKey());
            if (gone) {
                entry.getValue().socket().close();
            }
            return gone;
        });
        for (Wanted each : wanted) {
            open.computeIfAbsent(each.key(), this::open).balancer().endpoints(each.endpoints());
        }
    }

    private Open open(Wanted wanted) {
        RoundRobin balancer = new RoundRobin(namespace.simulation(), wanted.stickiness());
        ProxySocket socket = wanted.protocol() == Protocol.TCP
                ? new TcpProxySocket(namespace, process, wanted.port(), balancer)
                : new UdpProxySocket(namespace, process, wanted.port(), balancer);
        return new Open(socket, balancer);
    }
}
