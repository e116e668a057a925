package packetwalk.program;

import java.time.Duration;
import java.util.function.Consumer;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;

/**
 * One probe, as the kubelet sends it: a connection, perhaps a request over it, and an answer within a time limit. It does
 * not wait; who asked is told.
 */
public final class ProbeClient implements TcpEvents {

    private static final Owner KUBELET = new Owner(499, "kubelet");

    private final Bytes request;
    private final Consumer<Boolean> told;
    private Bytes answer = Bytes.EMPTY;
    private boolean done;

    private ProbeClient(Bytes request, Consumer<Boolean> told) {
        this.request = request;
        this.told = told;
    }

    /** Tells whether {@code GET path} is answered with 200 to 399 within {@code timeout}. */
    public static void http(
            NetworkNamespace from, IpAddress to, int port, String path, Duration timeout, Consumer<Boolean> told) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + to + ":" + port
                + "\r\nUser-Agent: kube-probe/1.37\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        send(from, to, port, timeout, new ProbeClient(Bytes.of(request), told));
    }

    /** Tells whether a connection opens within {@code timeout}. */
    public static void tcp(NetworkNamespace from, IpAddress to, int port, Duration timeout, Consumer<Boolean> told) {
        send(from, to, port, timeout, new ProbeClient(Bytes.EMPTY, told));
    }

    private static void send(NetworkNamespace from, IpAddress to, int port, Duration timeout, ProbeClient probe) {
        if (port < 1) {
            probe.tell(false); // a name that the container gives to none of its ports
            return;
        }
        try {
            TcpSocket socket = from.sockets().tcp().connect(KUBELET, to, port, probe);
            from.simulation().after(timeout.toNanos(), () -> {
                if (!probe.done) {
                    socket.abort();
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
    public void connected(TcpSocket socket) {
        if (request.isEmpty()) {
            socket.close();
            tell(true);
        } else {
            socket.send(request);
        }
    }

    @Override
    public void received(TcpSocket socket, Bytes data) {
        answer = answer.plus(data);
        if (Http.isComplete(answer)) {
            socket.close();
            int status = Http.status(answer);
            tell(status >= 200 && status < 400);
        }
    }

    @Override
    public void peerClosed(TcpSocket socket) {
        socket.close();
        tell(false);
    }

    @Override
    public void failed(TcpSocket socket, Errno errno) {
        tell(false);
    }
}
