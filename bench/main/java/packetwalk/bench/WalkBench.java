package packetwalk.bench;

import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.trace.Walk;

/**
 * Walks a second.
 *
 * <p>A walk is the first packet of a connection that nobody has seen before, one datagram from pod to pod, with every
 * step recorded, and the {@link Walk} of it made. Nobody reads the text of its steps.
 */
public class WalkBench {

    /** One datagram from a port that is not in use, which the server takes and does not answer. */
    @Benchmark
    public Walk walks(FirstPackets state) {
        return state.walk();
    }

    /** A client that takes another port each time, and a server that is silent. */
    @State(Scope.Thread)
    public static class FirstPackets {

        private static final int FIRST_PORT = 32_768;
        private static final int PORTS = 28_000;

        /** All ports are used once in 56 s: longer than a connection without an answer is remembered. */
        private static final Duration BETWEEN = Duration.ofMillis(2);

        @Param
        private Way way;

        private TwoPods pods;
        private int walks;
        private long taken;

        /** Lets every neighbour on the way be known. */
        @Setup
        public void open() {
            pods = new TwoPods(way, Protocol.UDP);
            pods.server()
                    .sockets()
                    .udp()
                    .bind(
                            TwoPods.PROCESS,
                            IpAddress.ANY_V4,
                            pods.target().port(),
                            (own, from, packet, data) -> taken++);
            walk();
            TwoPods.check(way, walk());
            TwoPods.warmUp(this::walk);
        }

        Walk walk() {
            pods.simulation().advance(BETWEEN);
            int port = FIRST_PORT + walks++ % PORTS;
            Walk walk = pods.watch(() -> {
                UdpSocket socket = pods.client()
                        .sockets()
                        .udp()
                        .bind(TwoPods.PROCESS, IpAddress.ANY_V4, port, (own, from, packet, data) -> {});
                socket.send(pods.target(), TwoPods.DATA);
                socket.close();
            });
            if (taken != walks) {
                throw new IllegalStateException(taken + " taken of " + walks + " datagrams:\n" + walk.text());
            }
            return walk;
        }
    }
}
