package packetwalk.program;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.trace.Outcome;

/**
 * {@code traceroute -n -q 1}: datagrams to unlikely ports with TTL 1, 2, 3 …; each router on the way tells that it
 * dropped one, and the destination that nobody listens.
 */
public final class Traceroute {

    private static final int FIRST_PORT = 33434;
    private static final int MAX_HOPS = 30;
    private static final long WAIT = Duration.ofSeconds(5).toNanos();

    private final NetworkNamespace from;
    private final IpAddress dst;
    private final StringBuilder output = new StringBuilder();
    private @Nullable Packet answer;

    private Traceroute(NetworkNamespace from, IpAddress dst) {
        this.from = from;
        this.dst = dst;
    }

    /** Runs it in {@code from}; comes back when it has ended, in virtual time. */
    public static Result run(NetworkNamespace from, IpAddress dst) {
        return new Traceroute(from, dst).run();
    }

    private Result run() {
        output.append("traceroute to " + dst + " (" + dst + "), " + MAX_HOPS + " hops max, "
                + (dst.family().header() + 40) + " byte packets\n");
        UdpSocket socket = from.sockets()
                .udp()
                .bind(new Owner(1, "traceroute"), dst.family().any(), 0, new UdpSocket.Events() {
                    @Override
                    public void received(UdpSocket own, Endpoint peer, Packet packet, Bytes data) {
                        answer = packet;
                    }

                    @Override
                    public void unreachable(UdpSocket own, Packet error, Packet cause, Errno errno) {
                        answer = error;
                    }
                });
        try {
            return probe(socket);
        } catch (SocketFault fault) {
            String text = "connect: " + fault.errno().words();
            return Result.of(Result.kind(fault.errno()), text, text);
        } finally {
            socket.close();
        }
    }

    private Result probe(UdpSocket socket) {
        for (int ttl = 1; ttl <= MAX_HOPS; ttl++) {
            answer = null;
            long sent = from.simulation().now();
            socket.send(new Endpoint(dst, FIRST_PORT + ttl - 1), Bytes.zeros(32), ttl);
            from.simulation().runUntil(() -> answer != null, sent + WAIT);
            Packet heard = answer;
            if (heard == null) {
                output.append(String.format(Locale.ROOT, "%2d  *\n", ttl));
                continue;
            }
            double millis = (from.simulation().now() - sent) / 1e6;
            output.append(String.format(Locale.ROOT, "%2d  %s  %.3f ms%s\n", ttl, heard.src(), millis, mark(heard)));
            if (!(heard.transport() instanceof IcmpError error)) {
                return finish(Outcome.Kind.ANSWERED, "an answer from " + dst, ttl);
            }
            if (error.kind().isPortUnreachable() && heard.src().equals(dst)) {
                return finish(Outcome.Kind.ANSWERED, dst + " reached", ttl);
            }
            if (!error.kind().isHopsExceeded()) {
                return finish(Outcome.Kind.UNREACHABLE, heard.src() + " says there is no way to " + dst, ttl);
            }
        }
        return Result.of(Outcome.Kind.TIMED_OUT, dst + " not reached in " + MAX_HOPS + " hops", output.toString());
    }

    /** traceroute's marks behind a hop that refused: {@code !N} net, {@code !H} host, {@code !X} prohibited. */
    private static String mark(Packet heard) {
        if (!(heard.transport() instanceof IcmpError error)) {
            return "";
        }
        return switch (error.kind()) {
            case NET_UNREACHABLE, V6_NO_ROUTE -> " !N";
            case HOST_UNREACHABLE, V6_ADDR_UNREACHABLE -> " !H";
            case PROTOCOL_UNREACHABLE, V6_UNKNOWN_NEXT_HEADER -> " !P";
            case FRAGMENTATION_NEEDED, V6_PACKET_TOO_BIG -> " !F";
            case V6_NOT_NEIGHBOUR -> " !S";
            case NET_PROHIBITED,
                    HOST_PROHIBITED,
                    ADMIN_PROHIBITED,
                    V6_ADM_PROHIBITED,
                    V6_POLICY_FAIL,
                    V6_REJECT_ROUTE -> " !X";
            case REDIRECT_HOST, PORT_UNREACHABLE, TTL_EXCEEDED, V6_PORT_UNREACHABLE, V6_HOP_LIMIT -> "";
        };
    }

    private Result finish(Outcome.Kind kind, String text, int hops) {
        return Result.of(kind, text + " in " + hops + (hops == 1 ? " hop" : " hops"), output.toString());
    }
}
