package packetwalk.program.userspace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.Sockets;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.net.IpAddress;
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

    /**
     * A port that the process holds so that nobody else takes it: rules lead what comes there to a port that is served.
     *
     * @param address the node's own; the unspecified one for all of them
     */
    public record Claim(Protocol protocol, IpAddress address, int port) {}

    private record Open(ProxySocket socket, RoundRobin balancer) {}

    private final NetworkNamespace namespace;
    private final Owner process;
    private final Map<Wanted, Open> open = new LinkedHashMap<>();
    private final Map<Claim, Runnable> held = new LinkedHashMap<>();

    /** A process that serves nothing yet. */
    public ProxySockets(NetworkNamespace namespace, Owner process) {
        this.namespace = Objects.requireNonNull(namespace, "namespace");
        this.process = Objects.requireNonNull(process, "process");
    }

    /**
     * Serves and holds these ports and no others: closes, opens, and tells those that stay about their endpoints.
     *
     * @return EADDRINUSE for each port that somebody else on the node has; all others are served
     */
    public List<SocketFault> sync(List<Wanted> wanted, List<Claim> claims) {
        Set<Wanted> keys = new LinkedHashSet<>();
        wanted.forEach(each -> keys.add(each.key()));
        keep(open, keys, each -> each.socket().close());
        keep(held, claims, Runnable::run);
        List<SocketFault> faults = new ArrayList<>();
        for (Wanted each : wanted) {
            attempt(
                    faults,
                    () -> open.computeIfAbsent(each.key(), this::open)
                            .balancer()
                            .endpoints(each.endpoints()));
        }
        claims.forEach(each -> attempt(faults, () -> held.computeIfAbsent(each, this::hold)));
        return List.copyOf(faults);
    }

    private static <K, V> void keep(Map<K, V> open, Collection<K> wanted, Consumer<V> close) {
        open.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                close.accept(entry.getValue());
            }
            return gone;
        });
    }

    private static void attempt(List<SocketFault> faults, Runnable action) {
        try {
            action.run();
        } catch (SocketFault taken) {
            faults.add(taken);
        }
    }

    /** {@code claimNodePort()}: a socket that nobody reads from, and how it is closed. */
    private Runnable hold(Claim claim) {
        Sockets sockets = namespace.sockets();
        if (claim.protocol() == Protocol.TCP) {
            return sockets.tcp().listen(process, claim.address(), claim.port(), any -> new TcpEvents() {})::close;
        }
        return sockets.udp().bind(process, claim.address(), claim.port(), (socket, from, packet, data) -> {
            // read by nobody
        })::close;
    }

    private Open open(Wanted wanted) {
        RoundRobin balancer = new RoundRobin(namespace.simulation(), wanted.stickiness());
        ProxySocket socket = wanted.protocol() == Protocol.TCP
                ? new TcpProxySocket(namespace, process, wanted.service(), wanted.port(), balancer)
                : new UdpProxySocket(namespace, process, wanted.service(), wanted.port(), balancer);
        return new Open(socket, balancer);
    }
}
