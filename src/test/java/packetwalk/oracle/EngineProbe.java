package packetwalk.oracle;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.PingSocket;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.Packet;

/** Sends one probe from a socket of the engine, and says in the words of probes.py what the socket was told. */
final class EngineProbe {

    /** Longer than ARP takes to give up, shorter than TCP waits before it sends again. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Owner ROOT = process(0);

    private final NetworkNamespace from;
    private final Map<String, EngineConnection.Kept> kept;
    private final BooleanSupplier arpWaits;
    private String outcome = "";
    private Runnable hangUp = () -> {};
    private int port;
    private boolean waited;

    /** @param kept connections that outlive their probe, by name */
    EngineProbe(NetworkNamespace from, Map<String, EngineConnection.Kept> kept, BooleanSupplier arpWaits) {
        this.from = from;
        this.kept = kept;
        this.arpWaits = arpWaits;
    }

    String outcome() {
        return outcome.isEmpty() ? "timeout" : outcome;
    }

    /** Whether ARP kept some packet waiting, and perhaps gave up. */
    boolean waited() {
        return waited;
    }

    int port() {
        return port;
    }

    void run(Statement.Question question) {
        try {
            if (question instanceof Statement.Inject inject) {
                inject.packets().forEach(this::inject);
                await();
            } else if (question instanceof Statement.Probe probe) {
                switch (probe.kind()) {
                    case CONNECTS -> connect(probe);
                    case SAYS -> say(probe);
                    case SENDS -> send(probe);
                    case PINGS -> ping(probe);
                }
            }
        } catch (SocketFault fault) {
            told(fault.errno().name());
        }
    }

    /** Ends a connection that nobody keeps; what comes of that is no part of the probe. */
    void hangUp() {
        hangUp.run();
        from.simulation().settle();
    }

    private static Owner process(int user) {
        return new Owner(1, "probe", user, user);
    }

    private void told(String words) {
        outcome = outcome.isEmpty() ? words : outcome;
    }

    private void await() {
        // time stands still unless ARP waits: connections would age and segments be sent again, here but not there
        from.simulation().settle();
        waited = arpWaits.getAsBoolean();
        if (waited) {
            from.simulation().advance(PATIENCE);
        }
    }

    private void inject(Packet packet) {
        port = InjectedPacket.ports(packet).get(0);
        int id = from.simulation().nextPacket();
        from.trace().sent(id, packet, ROOT, "raw");
        told(from.stack(packet.family())
                .sendUnbound(id, packet, Optional.of(ROOT))
                .map(Errno::name)
                .orElse("sent"));
    }

    private void connect(Statement.Probe probe) {
        EngineConnection events = new EngineConnection(this::told);
        TcpSocket socket = from.sockets().tcp().connect(process(probe.how().user()), probe.to(), probe.port(), events);
        port = socket.local().port();
        await();
        if (probe.how().connection().isEmpty()) {
            hangUp = socket::close;
        } else {
            kept.put(probe.how().connection(), new EngineConnection.Kept(socket, events));
        }
    }

    private void say(Statement.Probe probe) {
        String name = probe.how().connection();
        EngineConnection.Kept connection = Optional.ofNullable(kept.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no connection " + name + " is kept"));
        port = connection.socket().local().port();
        connection.events().hear(this::told);
        connection.socket().send(Bytes.zeros(probe.how().size()));
        await();
    }

    private void send(Statement.Probe probe) {
        UdpSocket.Events events = new UdpSocket.Events() {
            @Override
            public void received(UdpSocket socket, Endpoint sender, Packet packet, Bytes data) {
                told("answered from " + sender);
            }

            @Override
            public void unreachable(UdpSocket socket, Packet error, Packet cause, Errno errno) {
                told(errno + " by icmp " + EngineEvents.icmp((IcmpError) error.transport()) + " from " + error.src());
            }
        };
        Statement.Sending how = probe.how();
        UdpSocket socket = from.sockets().udp().bind(process(how.user()), how.address(), how.from(), events);
        port = socket.local().port();
        try {
            for (int ttl : how.ttls()) {
                socket.send(new Endpoint(probe.to(), probe.port()), Bytes.zeros(how.size()), ttl);
            }
        } catch (SocketFault fault) {
            told(fault.errno().name());
        }
        await(); // even a refused one may have made an error that looks for its socket
        socket.close();
    }

    private void ping(Statement.Probe probe) {
        PingSocket socket = from.sockets().ping(process(probe.how().user()), new PingSocket.Events() {
            @Override
            public void replied(Packet reply, IcmpEcho echo) {
                told("answered from " + reply.src() + " ttl " + reply.ttl());
            }

            @Override
            public void unreachable(Packet error, int seq) {
                told("icmp " + EngineEvents.icmp((IcmpError) error.transport()) + " from " + error.src());
            }
        });
        port = socket.id();
        try {
            socket.send(probe.to(), 1, probe.how().ttl());
            await();
        } finally {
            socket.close();
        }
    }
}
