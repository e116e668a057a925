package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.linux.sysctl.ConntrackSysctl;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.program.UdpEchoServer;
import packetwalk.tools.Shell;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** Where connection tracking ends: full tables, used-up ports, devices that go, settings, zones. */
class ConntrackLimitsTest {

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
    private final NetworkNamespace host = world.dockerHost("host-1").namespace();
    private final Conntrack table = host.netfilter().conntrack();
    private final Shell prompt = new Shell(host);

    private UdpSocket bound(String container, int port) {
        return world.container(container)
                .namespace()
                .sockets()
                .udp()
                .bind(TEST, IpAddress.ANY_V4, port, (own, from, packet, data) -> {});
    }

    private void ask(String container, int from, int to) {
        bound(container, from).send(new Endpoint(IpAddress.parse(SERVER), to), Bytes.of("x"));
        world.advance(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("a full table has no room for another connection, and says so; what is assured stays")
    void table_full() {
        host.sysctls().set(ConntrackSysctl.MAX, 1);
        host.sysctls().set(ConntrackSysctl.BUCKETS, 1);
        world.container("a").namespace().sockets().tcp().connect(TEST, IpAddress.parse(SERVER), 80, event());
        world.advance(Duration.ofSeconds(1));
        assertTrue(table.connections().get(0).assured());

        Walk walk = world.container("b").ping(SERVER);

        droppedBy(DropReason.NETFILTER_DROP, "host-1", walk);
        assertTrue(walk.text().contains("nf_conntrack: table full, dropping packet"), walk::text);
        assertTrue(prompt.run("conntrack -S").contains("drop=1 early_drop=0"), () -> prompt.run("conntrack -S"));
    }

    @Test
    @DisplayName("what is not assured makes room in a full table, if it lies near enough")
    void early_drop() {
        host.sysctls().set(ConntrackSysctl.MAX, 1);
        host.sysctls().set(ConntrackSysctl.BUCKETS, 1);
        answered(world.container("a").ping(SERVER));

        answered(world.container("b").ping(SERVER));

        assertEquals(1, table.size());
        assertEquals("172.17.0.3", table.connections().get(0).original().src().toString());
        assertTrue(prompt.run("conntrack -S").contains("drop=0 early_drop=1"), () -> prompt.run("conntrack -S"));
    }

    @Test
    @DisplayName("the size of the table is the machine's: a container can only read it")
    void machine_setting() {
        Shell inside = new Shell(world.container("a").namespace());

        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> inside.run("sysctl -w net.netfilter.nf_conntrack_max=5"));

        assertTrue(refused.getMessage().contains("it is the machine's"), refused::getMessage);
        prompt.run("sysctl -w net.netfilter.nf_conntrack_max=5");
        assertEquals("5\n", inside.run("sysctl -n net.netfilter.nf_conntrack_max"));
    }

    @Test
    @DisplayName("how long connections are kept is a setting, and holds from the next packet on")
    void timeouts_are_settings() {
        prompt.run("sysctl -w net.netfilter.nf_conntrack_icmp_timeout=5");
        answered(world.container("a").ping(SERVER));

        world.advance(Duration.ofSeconds(4));
        assertEquals(1, table.size());
        world.advance(Duration.ofSeconds(1));
        assertEquals(0, table.size());
        assertEquals("0\n", prompt.run("sysctl -n net.netfilter.nf_conntrack_count"));
    }

    @Test
    @DisplayName("two ports for three clients: the third one's packet is dropped where it would be confirmed")
    void ports_used_up() {
        prompt.run("iptables -t nat -F POSTROUTING");
        prompt.run("iptables -t nat -A POSTROUTING -p udp -j SNAT --to-source 10.100.0.2:7000-7001");
        ask("a", 1, 53);
        ask("a", 2, 53);
        assertEquals(2, table.size());

        Walk walk = world.container("b").send(SERVER, 53, "x");

        droppedBy(DropReason.NETFILTER_DROP, "host-1", walk);
        assertTrue(walk.text().contains("another connection has one of its two tuples"), walk::text);
        assertTrue(prompt.run("conntrack -S").contains("insert_failed=1 drop=1"), () -> prompt.run("conntrack -S"));
    }

    @Test
    @DisplayName("a source keeps its port towards every server; --random gives it another")
    void random_ports() {
        prompt.run("iptables -t nat -F POSTROUTING");
        prompt.run("iptables -t nat -A POSTROUTING -p udp --dport 53 -j MASQUERADE");
        prompt.run("iptables -t nat -A POSTROUTING -p udp --dport 54 -j MASQUERADE --random-fully");
        ask("a", 5000, 53);
        ask("a", 5001, 54);

        assertEquals(5000, table.connections().get(0).reply().dstPort());
        int port = table.connections().get(1).reply().dstPort();
        assertTrue(port != 5001 && port >= 1024, "" + port);
    }

    @Test
    @DisplayName("a masqueraded connection ends with its device, and with its address")
    void masquerading_ends() {
        new UdpEchoServer(53).start(world.host(SERVER).namespace(), TEST);
        ask("a", 5000, 53);
        assertEquals(1, table.size());

        prompt.run("ip addr add 10.100.0.77/24 dev eth0");
        prompt.run("ip addr del 10.100.0.77/24 dev eth0");
        assertEquals(1, table.size(), "another address went");
        prompt.run("ip link set dev eth0 down");

        assertEquals(0, table.size());
    }

    @Test
    @DisplayName("in two zones equal tuples are two connections, and conntrack tells them apart")
    void zones() {
        prompt.run("iptables -t raw -A PREROUTING -p udp --dport 53 -m mark --mark 1 -j CT --zone 5");
        prompt.run("iptables -t mangle -A FORWARD -j CONNMARK --save-mark");
        UdpSocket socket = bound("a", 5000);
        socket.send(new Endpoint(IpAddress.parse(SERVER), 53), Bytes.of("x"));
        world.advance(Duration.ofSeconds(1));
        prompt.run("iptables -t raw -I PREROUTING -j MARK --set-mark 1");
        socket.send(new Endpoint(IpAddress.parse(SERVER), 53), Bytes.of("x"));
        world.advance(Duration.ofSeconds(1));

        assertEquals(2, table.size());
        assertEquals(
                table.connections().get(0).original(),
                table.connections().get(1).original());
        String zone = prompt.run("conntrack -L -w 5");
        assertTrue(zone.contains("sport=5000") && zone.contains("mark=1 zone=5 use=1"), zone);
    }

    @Test
    @DisplayName("what is not to be tracked has no connection, is not translated, and its state is UNTRACKED")
    void untracked() {
        prompt.run("iptables -t raw -A PREROUTING -p icmp -j NOTRACK");
        prompt.run("iptables -A FORWARD -m conntrack --ctstate UNTRACKED -j DROP");

        Walk walk = world.container("a").ping(SERVER);

        ended(Outcome.Kind.TIMED_OUT, walk);
        droppedBy(DropReason.NETFILTER_DROP, "host-1", walk);
        assertEquals(0, walk.steps(Step.Translated.class).size(), walk::text);
        assertEquals(0, table.size());
    }

    private static TcpEvents event() {
        return new TcpEvents() {};
    }
}
