package packetwalk.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;

/**
 * Packets a second while nobody watches.
 *
 * <p>A packet is one datagram, or one segment, of a connection that was there before: from the socket of one pod to
 * the socket of the other, past every hook, route, neighbour and device between them. They go to and fro: half of them
 * are the server's answers.
 */
public class PacketBench {

    /** A datagram there, and the same datagram back. */
    @Benchmark
    @OperationsPerInvocation(2)
    public long datagrams(Datagrams state) {
        return state.exchange();
    }

    /** A data segment there, and its acknowledgement back. */
    @Benchmark
    @OperationsPerInvocation(2)
    public long segments(Segments state) {
        return state.exchange();
    }

    /** A client that sends datagrams, and a server that sends them back. */
    @State(Scope.Thread)
    public static class Datagrams {

        @Param
        private Way way;

        private TwoPods pods;
        private UdpSocket socket;
        private long sent;
        private long answered;

        /** Makes the connection known everywhere on the way. */
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
                            (own, from, packet, data) -> own.send(from, data));
            socket = pods.client().sockets().udp().bind(TwoPods.PROCESS, IpAddress.ANY_V4, 0, this::count);
            TwoPods.check(way, pods.watch(this::exchange));
            TwoPods.warmUp(this::exchange);
        }

        private void count(UdpSocket own, Object from, Object packet, Bytes data) {
            answered++;
        }

        long exchange() {
            socket.send(pods.target(), TwoPods.DATA);
            sent++;
            pods.simulation().settle();
            if (answered != sent) {
                throw new IllegalStateException(answered + " answers to " + sent + " datagrams");
            }
            return answered;
        }
    }

    /** A client that sends data, and a server that reads it. */
    @State(Scope.Thread)
    public static class Segments {

        @Param("SERVICE")
        private Way way;

        private TwoPods pods;
        private TcpSocket socket;
        private long sent;
        private long read;

        /** Makes the connection. */
        @Setup
        public void open() {
            pods = new TwoPods(way, Protocol.TCP);
            pods.server()
                    .sockets()
                    .tcp()
                    .listen(TwoPods.PROCESS, IpAddress.ANY_V4, pods.target().port(), accepted -> new TcpEvents() {
                        @Override
                        public void received(TcpSocket from, Bytes data) {
                            read += data.length();
                        }
                    });
            socket = connect();
            pods.simulation().settle();
            TwoPods.check(way, pods.watch(this::exchange));
            TwoPods.warmUp(this::exchange);
        }

        private TcpSocket connect() {
            return pods.client()
                    .sockets()
                    .tcp()
                    .connect(
                            TwoPods.PROCESS,
                            pods.target().address(),
                            pods.target().port(),
                            new TcpEvents() {});
        }

        long exchange() {
            socket.send(TwoPods.DATA);
            sent += TwoPods.DATA.length();
            pods.simulation().settle();
            if (read != sent) {
                throw new IllegalStateException(read + " bytes read of " + sent);
            }
            return read;
        }
    }
}
