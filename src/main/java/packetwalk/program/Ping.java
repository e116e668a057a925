package packetwalk.program;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.PingSocket;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Packet;
import packetwalk.trace.Outcome;

/** {@code ping -c 1}: one echo request, and up to ten seconds for an answer; prints what iputils' ping prints. */
public final class Ping {

    /** How long ping lingers for the last answer when none has come yet: iputils {@code MAXWAIT}, 10 s. */
    private static final long LINGER = Duration.ofSeconds(10).toNanos();

    private final NetworkNamespace from;
    private final IpAddress dst;
    private final PingLine line;
    private final StringBuilder output = new StringBuilder();
    private @Nullable Outcome outcome;

    private Ping(NetworkNamespace from, IpAddress dst, PingLine line) {
        this.from = from;
        this.dst = dst;
        this.line = line;
    }

    /**
     * Runs it in {@code from}; comes back when it has ended, in virtual time.
     *
     * @param dst what the host of {@code line} stands for
     */
    public static Result run(NetworkNamespace from, IpAddress dst, PingLine line) {
        return new Ping(from, dst, line).run();
    }

    private Result run() {
        long start = from.simulation().now();
        PingSocket socket = from.sockets().ping(new Owner(1, "ping"), new PingSocket.Events() {
            @Override
            public void replied(Packet reply, IcmpEcho echo) {
                answered(reply, echo, start);
            }

            @Override
            public void unreachable(Packet error, int seq) {
                refused(error, seq);
            }
        });
        try {
            output.append(head());
            int ttl = line.ttl().orElseGet(() -> from.sysctls().value(Sysctl.IP_DEFAULT_TTL));
            socket.send(dst, 1, ttl, line.size(), line.discovery());
            from.simulation().runUntil(() -> outcome != null, start + LINGER);
        } catch (SocketFault fault) {
            if (fault.errno() == Errno.EMSGSIZE) {
                tooLong(socket.mtu(dst));
                return finish(0);
            }
            String text = "ping: " + (fault.errno().name().equals("EPERM") ? "sendmsg" : "connect") + ": "
                    + fault.errno().words();
            return Result.of(Result.kind(fault.errno()), text, text);
        } finally {
            socket.close();
        }
        return finish(from.simulation().now() - start);
    }

    /** How long the packet is, says only ping of IPv4. */
    private String head() {
        int size = line.size();
        return dst.family() == IpFamily.IPV4
                ? "PING " + dst + " (" + dst + ") " + size + "(" + (size + 28) + ") bytes of data.\n"
                : "PING " + dst + "(" + dst + ") " + size + " data bytes\n";
    }

    /** The host itself knows better: {@code ping4_receive_error_msg}, {@code ping6_receive_error_msg}. */
    private void tooLong(int mtu) {
        String sign = dst.family() == IpFamily.IPV4 ? "=" : ": ";
        String text = "ping: local error: message too long, mtu" + sign + mtu;
        output.append(text).append('\n');
        outcome = new Outcome(Outcome.Kind.UNREACHABLE, text);
    }

    private void answered(Packet reply, IcmpEcho echo, long start) {
        String millis = String.format(Locale.ROOT, "%.3f", (from.simulation().now() - start) / 1e6);
        String text = (echo.data().length() + 8) + " bytes from " + reply.src() + ": icmp_seq=" + echo.seq() + " ttl="
                + reply.ttl() + (line.timed() ? " time=" + millis + " ms" : "");
        output.append(text).append('\n');
        outcome = new Outcome(Outcome.Kind.ANSWERED, text);
    }

    private void refused(Packet packet, int seq) {
        if (packet.transport() instanceof IcmpError error) {
            String text = "From " + packet.src() + " icmp_seq=" + seq + " " + words(error);
            output.append(text).append('\n');
            Outcome.Kind kind = error.kind().isPortUnreachable() ? Outcome.Kind.REFUSED : Outcome.Kind.UNREACHABLE;
            outcome = new Outcome(kind, text);
        }
    }

    /** iputils ping/ping.c {@code pr_icmph}, ping/ping6_common.c {@code pr_icmph6}. */
    private static String words(IcmpError error) {
        return switch (error.kind()) {
            case NET_UNREACHABLE -> "Destination Net Unreachable";
            case HOST_UNREACHABLE -> "Destination Host Unreachable";
            case PROTOCOL_UNREACHABLE -> "Destination Protocol Unreachable";
            case PORT_UNREACHABLE -> "Destination Port Unreachable";
            case FRAGMENTATION_NEEDED -> "Frag needed and DF set (mtu = " + error.mtu() + ")";
            case REDIRECT_HOST -> "Redirect Host(New nexthop: " + error.gateway() + ")";
            case NET_PROHIBITED -> "Destination Net Prohibited";
            case HOST_PROHIBITED -> "Destination Host Prohibited";
            case ADMIN_PROHIBITED -> "Packet filtered";
            case TTL_EXCEEDED -> "Time to live exceeded";
            case V6_NO_ROUTE -> "Destination unreachable: No route";
            case V6_ADM_PROHIBITED -> "Destination unreachable: Administratively prohibited";
            case V6_NOT_NEIGHBOUR -> "Destination unreachable: Beyond scope of source address";
            case V6_ADDR_UNREACHABLE -> "Destination unreachable: Address unreachable";
            case V6_PORT_UNREACHABLE -> "Destination unreachable: Port unreachable";
            case V6_POLICY_FAIL, V6_REJECT_ROUTE ->
                "Destination unreachable: Unknown code " + error.kind().code();
            case V6_PACKET_TOO_BIG -> "Packet too big: mtu=" + error.rest();
            case V6_HOP_LIMIT -> "Time exceeded: Hop limit";
            case V6_UNKNOWN_NEXT_HEADER -> "Parameter problem: Unknown header at " + error.rest();
        };
    }

    private Result finish(long took) {
        Outcome end = outcome;
        if (end == null) {
            end = new Outcome(Outcome.Kind.TIMED_OUT, "no answer from " + dst + " within 10 s");
        }
        boolean received = end.kind() == Outcome.Kind.ANSWERED;
        boolean error = !received && end.kind() != Outcome.Kind.TIMED_OUT;
        output.append("\n--- ").append(dst).append(" ping statistics ---\n");
        output.append("1 packets transmitted, ").append(received ? 1 : 0).append(" received, ");
        output.append(error ? "+1 errors, " : "").append(received ? 0 : 100).append("% packet loss, time 0ms\n");
        if (received && line.timed()) {
            String rtt = String.format(Locale.ROOT, "%.3f", took / 1e6);
            output.append("rtt min/avg/max/mdev = " + rtt + "/" + rtt + "/" + rtt + "/0.000 ms\n");
        }
        return new Result(end, output.toString());
    }
}
