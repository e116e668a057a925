package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpLayer;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Udp;
import packetwalk.program.UdpEchoServer;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** Connection tracking and NAT on a machine that masquerades for its containers. */
class ConntrackTest {

    private static final String SERVER = "203.0.113.10";
    private static final Owner TEST = new Owner(9, "test");

    private final Cluster world = cluster()
            .dockerHost("10.100.0.2")
            .container("a")
            .container("b")
            .outside("203.0.113.0/24")
            .host(SERVER)
            .listen(80)
            .up();
    private final Conntrack table =
            world.dockerHost("host-1").namespace().netfilter().conntrack();

    private Connection only() {
        assertEquals(1, table.connections().size(), () -> table.connections().toString());
        return table.connections().get(0);
    }

    private void serveUdp() {
        new UdpEchoServer(53).start(world.host(SERVER).namespace(), TEST);
    }

    @Test
    @DisplayName("an echo is kept for 30 s after its last packet")
    void icmp_timeout() {
        answered(world.container("a").ping(SERVER));

        assertEquals(29, table.secondsLeft(only()));
        world.advance(Duration.ofSeconds(29));
        assertEquals(1, table.size());
        world.advance(Duration.ofSeconds(1));
        assertEquals(0, table.size());
    }

    @Test
    @DisplayName("a datagram is kept for 30 s, answered or not; a stream of more than two seconds for 120 s")
    void udp_timeouts() {
        world.host(SERVER).iptables("-A INPUT -p udp -j DROP");
        ended(Outcome.Kind.TIMED_OUT, world.container("a").send(SERVER, 53, "x"));
        assertTrue(only().toString().contains("[UNREPLIED]"), only()::toString);
        world.advance(Duration.ofSeconds(26));
        assertEquals(0, table.size(), "30 s less the 5 s that nc waited");

        world.host(SERVER).iptables("-D INPUT -p udp -j DROP");
        serveUdp();
        answered(world.container("a").send(SERVER, 53, "x"));
        world.advance(Duration.ofSeconds(29));
        assertEquals(1, table.size());
        world.advance(Duration.ofSeconds(1));
        assertEquals(0, table.size());

        UdpSocket socket = world.container("a")
                .namespace()
                .sockets()
                .udp()
                .bind(TEST, IpAddress.ANY_V4, 0, (own, from, packet, data) -> {});
        socket.send(new Endpoint(IpAddress.parse(SERVER), 53), Bytes.of("x"));
        world.advance(Duration.ofSeconds(3));
        assertFalse(only().assured(), "one answer, and nothing since");
        socket.send(new Endpoint(IpAddress.parse(SERVER), 53), Bytes.of("x"));
        world.advance(Duration.ofSeconds(119));
        assertTrue(only().assured());
        world.advance(Duration.ofSeconds(2));
        assertEquals(0, table.size());
    }

    @Test
    @DisplayName("a connection that was opened is kept for five days, one that was closed for 120 s")
    void tcp_timeouts() {
        answered(world.container("a").get("http://" + SERVER));
        assertEquals("TIME_WAIT", only().protocolState());
        assertEquals(119, table.secondsLeft(only()));
        world.advance(Duration.ofSeconds(120));
        assertEquals(0, table.size());

        world.container("a").namespace().sockets().tcp().connect(TEST, IpAddress.parse(SERVER), 80, new TcpEvents() {});
        world.advance(Duration.ofSeconds(1));
        assertEquals("ESTABLISHED", only().protocolState());
        assertTrue(only().assured());
        world.advance(Duration.ofHours(119));
        assertEquals(1, table.size());
        world.advance(Duration.ofHours(1));
        assertEquals(0, table.size());
    }

    @Test
    @DisplayName("a refused connection leaves nothing behind, and one that is cut is kept for 10 s")
    void refused_and_reset() {
        ended(Outcome.Kind.REFUSED, world.container("a").connect(SERVER, 81));
        assertEquals(0, table.size());

        TcpLayer tcp = world.container("a").namespace().sockets().tcp();
        TcpSocket socket = tcp.connect(TEST, IpAddress.parse(SERVER), 80, new TcpEvents() {});
        world.advance(Duration.ofSeconds(1));
        socket.abort();
        world.advance(Duration.ofMillis(1));
        assertEquals("CLOSE", only().protocolState());
        world.advance(Duration.ofSeconds(10));
        assertEquals(0, table.size());
    }

    @Test
    @DisplayName("what is dropped on its way leaves no connection behind")
    void dropped_is_not_kept() {
        world.dockerHost("host-1").iptables("-A FORWARD -p icmp -j DROP");

        droppedBy(DropReason.NETFILTER_DROP, "host-1", world.container("a").ping(SERVER));

        assertEquals(0, table.size());
    }

    @Test
    @DisplayName("a reply undoes NAT exactly: the client gets the addresses and ports that it wrote to")
    void replies_undo_nat() {
        serveUdp();
        for (Walk walk : List.of(
                world.container("a").get("http://" + SERVER),
                world.container("b").send(SERVER, 53, "x"),
                world.container("a").ping(SERVER))) {
            answered(walk);
            List<Step.Sent> sent = walk.steps(Step.Sent.class).stream()
                    .filter(step -> step.at().netns().equals(walk.from()))
                    .toList();
            List<Step.Delivered> back = walk.steps(Step.Delivered.class).stream()
                    .filter(step -> step.at().netns().equals(walk.from()))
                    .toList();
            Ends asked = Ends.of(sent.get(0).before());
            for (Step.Delivered reply : back) {
                assertEquals(asked, Ends.of(reply.before()).swapped(), walk::text);
            }
            assertTrue(!back.isEmpty(), walk::text);
        }
    }

    /** Who speaks with whom. */
    private record Ends(IpAddress src, int srcPort, IpAddress dst, int dstPort) {
        static Ends of(Packet packet) {
            int from = packet.transport() instanceof Tcp tcp ? tcp.srcPort() : 0;
            int to = packet.transport() instanceof Tcp tcp ? tcp.dstPort() : 0;
            if (packet.transport() instanceof Udp udp) {
                from = udp.srcPort();
                to = udp.dstPort();
            }
            return new Ends(packet.src(), from, packet.dst(), to);
        }

        Ends swapped() {
            return new Ends(dst, dstPort, src, srcPort);
        }
    }

    @Test
    @DisplayName("two containers with one source port: the second is given another, and each gets its own answer")
    void port_clash() {
        List<String> heard = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        world.host(SERVER)
                .namespace()
                .sockets()
                .udp()
                .bind(TEST, IpAddress.ANY_V4, 53, (socket, from, packet, data) -> {
                    seen.add(from.port());
                    socket.send(from, data);
                });
        for (String name : List.of("a", "b")) {
            UdpSocket socket = world.container(name)
                    .namespace()
                    .sockets()
                    .udp()
                    .bind(TEST, IpAddress.ANY_V4, 5000, (own, from, packet, data) -> heard.add(name + data.text()));
            socket.send(new Endpoint(IpAddress.parse(SERVER), 53), Bytes.of(" asked"));
        }
        world.advance(Duration.ofSeconds(1));

        assertEquals(List.of("a asked", "b asked"), heard);
        assertEquals(5000, seen.get(0), "the first keeps its port");
        assertNotEquals(5000, seen.get(1));
        assertTrue(seen.get(1) >= 1024, "a port of the same class");
    }

    @Test
    @DisplayName("an ICMP error comes back through NAT to who caused it, with the packet that it wrote quoted")
    void icmp_error_through_nat() {
        Walk walk = world.container("a").send(SERVER, 5353, "x");

        ended(Outcome.Kind.REFUSED, walk);
        Step.Delivered error = walk.steps(Step.Delivered.class).get(0);
        assertEquals("a", error.at().netns());
        assertTrue(
                error.reason().contains("172.17.0.2.") && error.reason().contains("> " + SERVER + ".5353"), walk::text);
    }

    @Test
    @DisplayName("an answer that nobody asked for is INVALID and is not rewritten")
    void stray_answer_is_invalid() {
        world.dockerHost("host-1").iptables("-A FORWARD -m conntrack --ctstate INVALID -j DROP");
        world.router().ip("route add 172.17.0.0/24 via 10.100.0.2");
        answered(world.router().ping("172.17.0.2"));
        Packet stray = Packet.of(IpAddress.parse(SERVER), IpAddress.parse("172.17.0.2"), segment());
        world.container("a").namespace().ipv4().send(0, TcpLayer.resetOf(stray, segment()), Optional.empty());
        Walk walk = world.container("a").ping(SERVER);

        droppedBy(DropReason.NETFILTER_DROP, "host-1", walk);
        answered(walk);
    }

    private static Tcp segment() {
        return new Tcp(80, 4000, 1, 1, Set.of(Tcp.Flag.ACK), Bytes.EMPTY);
    }
}
