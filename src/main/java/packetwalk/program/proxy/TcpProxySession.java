package packetwalk.program.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.ProxyHeader;
import packetwalk.time.Simulation;

/** One connection through a {@link TcpProxy}: the client's, and the one to a server. */
final class TcpProxySession implements TcpEvents {

    /** How long the proxy waits before it tries the same server again: haproxy's turn-around. */
    private static final Duration TURNAROUND = Duration.ofSeconds(1);

    private final NetworkNamespace namespace;
    private final Owner process;
    private final TcpSocket client;
    private final TcpProxy.Chooser chooser;
    private final TcpProxy.Settings settings;
    private final BiConsumer<TcpProxySession, TcpProxy.Ended> log;
    private final long started;
    private final List<Endpoint> tried = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private @Nullable TcpSocket server;
    private Simulation.@Nullable Timer patience;
    private Simulation.@Nullable Timer silence;
    private Bytes unsent = Bytes.EMPTY;
    private boolean copying;
    private boolean clientDone;
    private boolean serverDone;
    private boolean over;

    TcpProxySession(
            NetworkNamespace namespace,
            Owner process,
            TcpSocket client,
            TcpProxy.Chooser chooser,
            TcpProxy.Settings settings,
            BiConsumer<TcpProxySession, TcpProxy.Ended> log) {
        this.namespace = namespace;
        this.process = process;
        this.client = client;
        this.chooser = chooser;
        this.settings = settings;
        this.log = log;
        this.started = namespace.simulation().now();
    }

    /** Who it goes to; empty while nobody has been chosen. */
    Optional<Endpoint> server() {
        return Optional.ofNullable(server).map(TcpSocket::remote);
    }

    // -- finding a server

    @Override
    public void connected(TcpSocket socket) {
        heardOf();
        dial();
    }

    private void dial() {
        if (over) {
            return;
        }
        Optional<TcpProxy.Choice> next =
                tried.size() > settings.retries() ? Optional.empty() : chooser.choose(client.remote(), tried);
        if (next.isEmpty()) {
            client.close();
            end(tried.isEmpty() ? "no server is left to choose" : "no server took it: " + String.join(", ", failures));
            return;
        }
        Endpoint to = next.get().server();
        client.handled("proxied", to, next.get().why());
        boolean again = !tried.isEmpty() && tried.get(tried.size() - 1).equals(to);
        if (again) {
            namespace.simulation().after(TURNAROUND.toNanos(), () -> connect(to));
        } else {
            connect(to);
        }
    }

    private void connect(Endpoint to) {
        if (over) {
            return;
        }
        tried.add(to);
        try {
            server = namespace.sockets().tcp().connect(process, to.address(), to.port(), new ServerSide());
            patience = namespace
                    .simulation()
                    .after(
                            settings.connectTimeout().toNanos(),
                            () -> unreached("no answer within "
                                    + settings.connectTimeout().toMillis() + " ms"));
        } catch (SocketFault fault) {
            unreached(fault.errno().words());
        }
    }

    private void unreached(String why) {
        failures.add(tried.get(tried.size() - 1) + " (" + why + ")");
        forget(patience);
        if (server != null) {
            server.abort();
            server = null;
        }
        dial();
    }

    private void begin() {
        forget(patience);
        copying = true;
        settings.header()
                .map(version -> ProxyHeader.of(
                        version,
                        client.remote().address(),
                        client.remote().port(),
                        client.local().address(),
                        client.local().port()))
                .ifPresent(header -> write(server, header.bytes()));
        pass();
    }

    // -- copying

    @Override
    public void received(TcpSocket socket, Bytes data) {
        heardOf();
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
        if (server != null) {
            server.abort();
        }
        String where = copying || tried.isEmpty()
                ? ""
                : ", while " + tried.get(tried.size() - 1) + " had not accepted"
                        + (failures.isEmpty() ? "" : " and after " + String.join(", ", failures));
        end("the client's side failed: " + errno.words() + where);
    }

    /** What the client has said, once there is somebody to say it to. */
    private void pass() {
        if (!copying || over) {
            return;
        }
        if (!unsent.isEmpty()) {
            Bytes data = unsent;
            unsent = Bytes.EMPTY;
            write(server, data);
        }
        if (clientDone && server != null) {
            server.shutdown();
            finish();
        }
    }

    private void write(@Nullable TcpSocket to, Bytes data) {
        try {
            if (to != null) {
                to.send(data);
            }
        } catch (SocketFault broken) {
            cut("one side had closed when the other sent more");
        }
    }

    /** Both sides have said all. */
    private void finish() {
        if (clientDone && serverDone && !over) {
            client.close();
            if (server != null) {
                server.close();
            }
            end("both sides have closed");
        }
    }

    // -- its end

    /** Ends it at once, with a reset to either side. */
    void cut(String why) {
        if (!over) {
            client.abort();
            if (server != null) {
                server.abort();
            }
            end(why);
        }
    }

    private void heardOf() {
        forget(silence);
        silence = namespace
                .simulation()
                .after(
                        settings.idleTimeout().toNanos(),
                        () -> cut(
                                "nothing was said for " + settings.idleTimeout().toSeconds() + " s"));
    }

    private static void forget(Simulation.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void end(String how) {
        if (!over) {
            over = true;
            forget(patience);
            forget(silence);
            long now = namespace.simulation().now();
            log.accept(this, new TcpProxy.Ended(client.remote(), server(), started, now, how));
        }
    }

    private final class ServerSide implements TcpEvents {
        @Override
        public void connected(TcpSocket socket) {
            begin();
        }

        @Override
        public void received(TcpSocket socket, Bytes data) {
            heardOf();
            write(client, data);
        }

        @Override
        public void peerClosed(TcpSocket socket) {
            serverDone = true;
            client.shutdown();
            finish();
        }

        @Override
        public void failed(TcpSocket socket, Errno errno) {
            if (over) {
                return;
            }
            if (!copying) {
                server = null;
                unreached(errno.words());
                return;
            }
            client.abort();
            end("the server's side failed: " + errno.words());
        }
    }
}
