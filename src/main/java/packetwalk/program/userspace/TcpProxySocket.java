package packetwalk.program.userspace;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpListener;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/**
 * Accepts connections, one after the other connects each to an endpoint, and copies bytes both ways: {@code tcpProxySocket}
 * of Kubernetes pkg/proxy/userspace/proxysocket.go. When one side has no more to send, both connections are closed:
 * {@code copyBytes()} knows no half-closed ones.
 */
final class TcpProxySocket implements ProxySocket {

    /** How long an endpoint may take to answer, first to last: {@code EndpointDialTimeouts}. */
    private static final List<Duration> DIAL_TIMEOUTS =
            List.of(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));

    private final NetworkNamespace namespace;
    private final Owner process;
    private final String service;
    private final RoundRobin balancer;
    private final TcpListener listener;
    private final Queue<Session> accepted = new ArrayDeque<>();
    private boolean dialling;

    /** Serves {@code service}, named as kube-proxy does, on {@code port}. */
    TcpProxySocket(NetworkNamespace namespace, Owner process, String service, int port, RoundRobin balancer) {
        this.namespace = namespace;
        this.process = process;
        this.service = service;
        this.balancer = balancer;
        this.listener = namespace.sockets().tcp().listen(process, IpAddress.ANY_V4, port, Session::new);
    }

    /** Accepts no more; connections that were made go on. */
    @Override
    public void close() {
        listener.close();
    }

    /** Takes the next connection from the listener's queue: the loop of {@code ProxyLoop()} dials one at a time. */
    private void acceptNext() {
        Session next = dialling ? null : accepted.poll();
        if (next != null) {
            dialling = true;
            next.dial();
        }
    }

    /** A client's connection and the endpoint's. */
    private final class Session implements TcpEvents {
        private final TcpSocket client;
        private @Nullable TcpSocket endpoint;
        private Simulation.@Nullable Timer patience;
        private Bytes unsent = Bytes.EMPTY;
        private int attempts;
        private boolean clientDone;
        private boolean copying;

        Session(TcpSocket client) {
            this.client = client;
        }

        @Override
        public void connected(TcpSocket socket) {
            accepted.add(this);
            acceptNext();
        }

        /** {@code TryConnectEndpoints()}: the next endpoint, until all attempts are used up. */
        void dial() {
            Optional<RoundRobin.Choice> next = attempts < DIAL_TIMEOUTS.size()
                    ? balancer.next(client.remote().address(), attempts > 0)
                    : Optional.empty();
            if (next.isEmpty()) {
                client.handled(
                        "closed",
                        service,
                        attempts == 0
                                ? "it has no endpoint"
                                : "no endpoint could be reached in " + attempts + " attempts");
                client.close();
                dialled();
                return;
            }
            Duration timeout = DIAL_TIMEOUTS.get(attempts++);
            Endpoint to = next.get().endpoint();
            client.handled("picked", service + " -> " + to, next.get().why());
            try {
                endpoint = namespace.sockets().tcp().connect(process, to.address(), to.port(), new ToEndpoint());
                patience = namespace.simulation().after(timeout.toNanos(), this::lostPatience);
            } catch (SocketFault noWay) {
                dial();
            }
        }

        private void lostPatience() {
            if (endpoint != null) {
                endpoint.close();
            }
            dial();
        }

        private void dialled() {
            if (patience != null) {
                patience.cancel();
            }
            dialling = false;
            acceptNext();
        }

        @Override
        public void received(TcpSocket socket, Bytes data) {
            unsent = unsent.plus(data);
            pass();
        }

        @Override
        public void peerClosed(TcpSocket socket) {
            clientDone = true;
            pass();
        }

        @Override
        public void failed(TcpSocket socket, Errno errno) {
            clientDone = true;
            pass();
        }

        /** What the client has said, once there is somebody to say it to. */
        private void pass() {
            TcpSocket to = endpoint;
            if (!copying || to == null) {
                return;
            }
            if (!unsent.isEmpty()) {
                write(to, unsent);
                unsent = Bytes.EMPTY;
            }
            if (clientDone) {
                closeBoth();
            }
        }

        private void write(TcpSocket to, Bytes data) {
            try {
                to.send(data);
            } catch (SocketFault broken) {
                closeBoth();
            }
        }

        private void closeBoth() {
            client.close();
            if (endpoint != null) {
                endpoint.close();
            }
        }

        private final class ToEndpoint implements TcpEvents {
            @Override
            public void connected(TcpSocket socket) {
                copying = true;
                pass();
                dialled();
            }

            @Override
            public void received(TcpSocket socket, Bytes data) {
                write(client, data);
            }

            @Override
            public void peerClosed(TcpSocket socket) {
                closeBoth();
            }

            @Override
            public void failed(TcpSocket socket, Errno errno) {
                if (copying) {
                    closeBoth();
                    return;
                }
                if (patience != null) {
                    patience.cancel();
                }
                dial();
            }
        }
    }
}
