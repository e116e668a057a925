package packetwalk.program;

import java.time.Duration;
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
import packetwalk.trace.Outcome;

/** {@code nc -u}: sends one datagram and waits five seconds for an answer. */
public final class UdpClient {

    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

    private @Nullable Bytes answer;
    private @Nullable Errno failure;

    private UdpClient() {}

    /** Runs it in {@code from}; comes back when it has ended, in virtual time. */
    public static Result run(NetworkNamespace from, IpAddress address, int port, String text) {
        return new UdpClient().exchange(from, new Endpoint(address, port), text);
    }

    private Result exchange(NetworkNamespace from, Endpoint to, String text) {
        UdpSocket socket = from.sockets()
                .udp()
                .bind(new Owner(1, "nc"), to.address().family().any(), 0, new Events());
        try {
            socket.send(to, Bytes.of(text));
            long deadline = from.simulation().now() + PATIENCE;
            from.simulation().runUntil(() -> answer != null || failure != null, deadline);
        } catch (SocketFault fault) {
            failure = fault.errno();
        } finally {
            socket.close();
        }
        if (failure != null) {
            String line = "nc: " + failure.words();
            return Result.of(Result.kind(failure), line, line);
        }
        return answer == null
                ? Result.of(Outcome.Kind.TIMED_OUT, "no answer from " + to + " within 5 s", "")
                : Result.of(Outcome.Kind.ANSWERED, answer.text(), answer.text());
    }

    private final class Events implements UdpSocket.Events {
        @Override
        public void received(UdpSocket socket, Endpoint from, Packet packet, Bytes data) {
            answer = data;
        }

        @Override
        public void unreachable(UdpSocket socket, Packet error, Packet cause, Errno errno) {
            failure = errno;
        }
    }
}
