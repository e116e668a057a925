package packetwalk.cloud;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/** One health check: a connection, perhaps a request, and within its time a verdict with its reason. */
final class HealthProbe implements TcpEvents {

    private static final Owner CHECKER = new Owner(601, "health-check");
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})[^\r]*\r\n.*", Pattern.DOTALL);

    /**
     * What a check found.
     *
     * @param why in words, such as {@code 503 from /healthz}
     */
    record Verdict(boolean passed, String why) {}

    private final HealthCheck check;
    private final Bytes request;
    private final Consumer<Verdict> told;
    private @Nullable TcpSocket socket;
    private Simulation.@Nullable Timer patience;
    private Bytes answer = Bytes.EMPTY;
    private boolean done;

    private HealthProbe(HealthCheck check, IpAddress to, Consumer<Verdict> told) {
        this.check = check;
        this.told = told;
        this.request = check.path().isEmpty()
                ? Bytes.EMPTY
                : Bytes.of("GET " + check.path() + " HTTP/1.1\r\nHost: " + to + ":" + check.port()
                        + "\r\nUser-Agent: GoogleHC/1.0\r\nConnection: close\r\n\r\n");
    }

    /** Sends one; {@code told} hears of it once, later. */
    static void send(NetworkNamespace from, HealthCheck check, IpAddress to, Consumer<Verdict> told) {
        HealthProbe probe = new HealthProbe(check, to, told);
        probe.patience = from.simulation()
                .after(
                        check.timeout().toNanos(),
                        () -> probe.fail("no answer within " + check.timeout().toMillis() + " ms"));
        try {
            probe.socket = from.sockets().tcp().connect(CHECKER, to, check.port(), probe);
        } catch (SocketFault fault) {
            probe.fail(fault.errno().words());
        }
    }

    private void fail(String why) {
        if (socket != null && !done) {
            socket.abort();
        }
        tell(new Verdict(false, why + " on port " + check.port()));
    }

    private void tell(Verdict verdict) {
        if (!done) {
            done = true;
            Optional.ofNullable(patience).ifPresent(Simulation.Timer::cancel);
            told.accept(verdict);
        }
    }

    @Override
    public void connected(TcpSocket own) {
        if (request.isEmpty()) {
            own.close();
            tell(new Verdict(true, "port " + check.port() + " accepts connections"));
        } else {
            own.send(request);
        }
    }

    @Override
    public void received(TcpSocket own, Bytes data) {
        answer = answer.plus(data);
        Matcher line = STATUS_LINE.matcher(answer.text());
        if (line.matches()) {
            own.close();
            String status = line.group(1);
            tell(new Verdict(status.equals("200"), status + " from port " + check.port() + " " + check.path()));
        }
    }

    @Override
    public void peerClosed(TcpSocket own) {
        own.close();
        tell(new Verdict(false, "no HTTP answer from port " + check.port()));
    }

    @Override
    public void failed(TcpSocket own, Errno errno) {
        tell(new Verdict(false, errno.words() + " on port " + check.port()));
    }
}
