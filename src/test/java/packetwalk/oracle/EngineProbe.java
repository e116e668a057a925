package packetwalk.oracle;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.PingSocket;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

/** Sends one probe from a socket of the engine, and says in the words of probes.py what the socket was told. */
final class EngineProbe {

    /** Longer than ARP takes to give up. */
    private static final Duration PATIENCE = Duration.ofMillis(3500);

    private final NetworkNamespace from;
    private final Statement.Probe probe;
    private final BooleanSupplier arpWaits;
    private String outcome = "";
    private int port;
    private boolean waited;

    EngineProbe(NetworkNamespace from, Statement.Probe probe, BooleanSupplier arpWaits) {
        this.from = from;
        this.arpWaits = arpWaits;
        this.probe = probe;
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

    void run() {
        try {
            switch (probe.kind()) {
                case CONNECTS -> connect();
                case SENDS -> send();
                case PINGS -> ping();
            }
        } catch (SocketFault fault) {
            told(fault.errno().name());
        }
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

    private void connect() {
        TcpSocket socket = from.sockets()
                .tcp()
                .connect(new Owner(1, "probe"), probe.to(), probe.port(), new TcpEvents() {
                    @Override
                    public void connected(TcpSocket socket) {
                        told("connected");
                    }

                    @Override
                    public void failed(TcpSocket socket, Errno errno) {
                        told(errno.name());
                    }
                });
        port = socket.local().port();
        await();
        socket.close();
    }

    private void send() {
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
        UdpSocket socket = from.sockets().udp().bind(new Owner(1, "probe"), IpAddress.ANY_V4, probe.from(), events);
        port = socket.local().port();
        try {
            socket.send(new Endpoint(probe.to(), probe.port()), Bytes.of("packetwalk"), probe.ttl());
            await();
        } finally {
            socket.close();
        }
    }

    private void ping() {
        PingSocket socket = from.sockets().ping(new Owner(1, "probe"), new PingSocket.Events() {
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
            socket.send(probe.to(), 1, probe.ttl());
            await();
        } finally {
            socket.close();
        }
    }
}
