package packetwalk.program.userspace;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.time.Simulation;

/**
 * Passes datagrams on, with a socket of its own for each client, so that answers find back: {@code udpProxySocket} of
 * Kubernetes pkg/proxy/userspace/proxysocket.go.
 */
final class UdpProxySocket implements ProxySocket, UdpSocket.Events {

    /** How long a client that is silent, and is not answered, keeps its endpoint: {@code --udp-timeout}. */
    private static final long IDLE_TIMEOUT = Duration.ofMillis(250).toNanos();

    private final NetworkNamespace namespace;
    private final Owner process;
    private final String service;
    private final RoundRobin balancer;
    private final UdpSocket socket;
    private final Map<Endpoint, Client> clients = new LinkedHashMap<>();

    /** Serves {@code service}, named as kube-proxy does, on {@code port}. */
    UdpProxySocket(NetworkNamespace namespace, Owner process, String service, int port, RoundRobin balancer) {
        this.namespace = namespace;
        this.process = process;
        this.service = service;
        this.balancer = balancer;
        this.socket = namespace.sockets().udp().bind(process, IpAddress.ANY_V4, port, this);
    }

    /** Takes no more, and what its clients have open is broken. */
    @Override
    public void close() {
        socket.close();
        List.copyOf(clients.values()).forEach(Client::end);
    }

    @Override
    public void received(UdpSocket own, Endpoint from, Packet packet, Bytes data) {
        Client known = clients.get(from);
        if (known != null) {
            known.pass(data);
            return;
        }
        Optional<RoundRobin.Choice> next = balancer.next(from.address(), false);
        if (next.isEmpty()) {
            own.handled(packet, "ignored", service, "it has no endpoint");
        }
        next.ifPresent(choice -> {
            own.handled(packet, "picked", service + " -> " + choice.endpoint(), choice.why());
            Client client = new Client(from, choice.endpoint());
            clients.put(from, client);
            client.pass(data);
        });
    }

    /** One client's way to its endpoint and back. */
    private final class Client implements UdpSocket.Events {
        private final Endpoint client;
        private final Endpoint endpoint;
        private final UdpSocket onward;
        private Simulation.@Nullable Timer idle;

        Client(Endpoint client, Endpoint endpoint) {
            this.client = client;
            this.endpoint = endpoint;
            this.onward = namespace.sockets().udp().bind(process, IpAddress.ANY_V4, 0, this);
        }

        void pass(Bytes data) {
            stayAwake();
            send(onward, endpoint, data);
        }

        @Override
        public void received(UdpSocket own, Endpoint from, Packet packet, Bytes data) {
            // a connected socket hears its peer only
            if (from.equals(endpoint)) {
                stayAwake();
                send(socket, client, data);
            }
        }

        @Override
        public void unreachable(UdpSocket own, Packet error, Packet cause, Errno errno) {
            end();
        }

        private void send(UdpSocket by, Endpoint to, Bytes data) {
            try {
                by.send(to, data);
            } catch (SocketFault noWay) {
                end();
            }
        }

        private void stayAwake() {
            if (idle != null) {
                idle.cancel();
            }
            idle = namespace.simulation().after(IDLE_TIMEOUT, this::end);
        }

        void end() {
            if (idle != null) {
                idle.cancel();
            }
            onward.close();
            clients.remove(client, this);
        }
    }
}
