package packetwalk.program;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.linux.socket.TcpState;
import packetwalk.net.IpAddress;
import packetwalk.trace.Outcome;

/**
 * {@code nc -zv}: opens a connection, closes it again at once, and reports what came of it.
 *
 * <p>It has no patience of its own: TCP gives up after 131 s without an answer to a SYN.
 */
public final class TcpClient implements TcpEvents {

    private static final long PATIENCE = Duration.ofMinutes(30).toNanos();

    private boolean done;
    private @Nullable Errno failure;

    private TcpClient() {}

    /** Runs it in {@code from}; comes back when it has ended, in virtual time. */
    public static Result connect(NetworkNamespace from, IpAddress address, int port) {
        Errno errno = new TcpClient().attempt(from, address, port);
        if (errno == null) {
            String text = "Connection to " + address + " " + port + " port [tcp/*] succeeded!";
            return Result.of(Outcome.Kind.ANSWERED, text, text);
        }
        String text = "nc: connect to " + address + " port " + port + " (tcp) failed: " + errno.words();
        return Result.of(Result.kind(errno), text, text);
    }

    private @Nullable Errno attempt(NetworkNamespace from, IpAddress address, int port) {
        try {
            TcpSocket socket = from.sockets().tcp().connect(new Owner(1, "nc"), address, port, this);
            boolean ended =
                    from.simulation().runUntil(() -> done, from.simulation().now() + PATIENCE);
            if (!ended && socket.state() != TcpState.CLOSED) {
                socket.abort();
                return Errno.ETIMEDOUT;
            }
            return failure;
        } catch (SocketFault fault) {
            return fault.errno();
        }
    }

    @Override
    public void connected(TcpSocket socket) {
        socket.close();
        done = true;
    }

    @Override
    public void failed(TcpSocket socket, Errno errno) {
        failure = done ? failure : errno;
        done = true;
    }
}
