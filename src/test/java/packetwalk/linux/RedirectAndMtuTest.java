package packetwalk.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.program.Ping;
import packetwalk.program.PingLine;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.At;
import packetwalk.trace.Step;
import packetwalk.trace.Trace;

/**
 * What ICMP teaches a host about its ways: a host whose default router is not the nearest one to 10.9.0.0/24, behind
 * a link that takes 1400 bytes. Each print was compared with that of Linux 6.18 in the same topology.
 */
class RedirectAndMtuTest {

    private static final IpAddress FAR = IpAddress.parse("10.9.0.2");

    private final Simulation simulation = new Simulation(5);
    private final Trace trace = new Trace();
    private final NetworkNamespace lan = netns("lan");
    private final NetworkNamespace host = netns("host");
    private final NetworkNamespace router = netns("router");
    private final NetworkNamespace nearer = netns("nearer");
    private final NetworkNamespace far = netns("far");
    private long macs;

    private NetworkNamespace netns(String name) {
        return new NetworkNamespace(simulation, trace, name, At.HOST_NETNS);
    }

    private MacAddress mac() {
        return new MacAddress(0x0a00_0000_0000L + ++macs);
    }

    private static String sh(NetworkNamespace where, String command) {
        return new Shell(where).run(command);
    }

    @BeforeEach
    void build() {
        Bridge bridge = new Bridge(lan, "br0", mac());
        bridge.setUp(true);
        for (NetworkNamespace each : List.of(host, router, nearer)) {
            Veth port = Veth.pair(lan, "to-" + each.host(), mac(), each, "eth0", mac());
            port.setUp(true);
            bridge.attach(port);
            port.peer().setUp(true);
        }
        Veth behind = Veth.pair(nearer, "eth1", mac(), far, "eth0", mac());
        behind.setUp(true);
        behind.peer().setUp(true);
        sh(host, "ip -batch -", "addr add 10.0.0.1/24 dev eth0\nroute add default via 10.0.0.2");
        sh(router, "ip -batch -", "addr add 10.0.0.2/24 dev eth0\nroute add 10.9.0.0/24 via 10.0.0.3");
        sh(nearer, "ip -batch -", "addr add 10.0.0.3/24 dev eth0\naddr add 10.9.0.1/24 dev eth1");
        sh(nearer, "ip link set eth1 mtu 1400");
        sh(far, "ip -batch -", "addr add 10.9.0.2/24 dev eth0\nroute add default via 10.9.0.1");
        sh(router, "sysctl -w net.ipv4.ip_forward=1");
        sh(nearer, "sysctl -w net.ipv4.ip_forward=1");
    }

    private static String sh(NetworkNamespace where, String command, String input) {
        return new Shell(where).run(command, input);
    }

    private List<Step> ping() {
        trace.start();
        Ping.run(host, FAR, PingLine.parse(FAR.toString()));
        return trace.stop();
    }

    private static boolean redirected(List<Step> steps) {
        return steps.stream()
                .anyMatch(step -> step instanceof Step.Transmitted
                        && step.at().host().equals("router")
                        && step.before().summary().contains("redirect 10.9.0.2 to host 10.0.0.3"));
    }

    @Test
    @DisplayName(
            "a router tells of a nearer one; the host asks for its MAC address first and believes the second redirect")
    void a_redirect_is_believed_once_the_gateway_is_known() {
        assertTrue(redirected(ping()));
        assertEquals("10.9.0.2 via 10.0.0.2 dev eth0 src 10.0.0.1 uid 0 \n    cache \n", get());
        simulation.advance(Duration.ofMillis(200));

        assertTrue(redirected(ping()));
        assertTrue(get().startsWith(
                        "10.9.0.2 via 10.0.0.3 dev eth0 src 10.0.0.1 uid 0 \n    cache <redirected> expires "));
        assertFalse(redirected(ping()), "it goes the nearer way");

        simulation.advance(Duration.ofSeconds(301));
        assertTrue(get().contains("via 10.0.0.2"), "it is forgotten after five minutes");
    }

    private String get() {
        return sh(host, "ip route get " + FAR);
    }

    @Test
    @DisplayName(
            "a host with accept_redirects 0 stays with its router, and a router with send_redirects 0 says nothing")
    void settings_forbid_redirects() {
        sh(host, "sysctl -w net.ipv4.conf.all.accept_redirects=0 net.ipv4.conf.eth0.accept_redirects=0");
        ping();
        simulation.advance(Duration.ofMillis(200));
        assertTrue(redirected(ping()));
        assertTrue(get().contains("via 10.0.0.2"));

        sh(router, "sysctl -w net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0");
        simulation.advance(Duration.ofSeconds(30));
        assertFalse(redirected(ping()));
    }

    @Test
    @DisplayName(
            "one that takes no notice is told at doubling intervals, nine times at most, and again after 20.48 s of quiet")
    void redirects_are_few() {
        sh(host, "sysctl -w net.ipv4.conf.all.accept_redirects=0 net.ipv4.conf.eth0.accept_redirects=0");
        int told = 0;
        for (int i = 0; i < 400; i++) {
            told += redirected(ping()) ? 1 : 0;
            simulation.advance(Duration.ofMillis(100));
        }
        assertEquals(9, told);
        simulation.advance(Duration.ofSeconds(21));
        assertTrue(redirected(ping()));
    }

    @Test
    @DisplayName(
            "fragmentation needed names the MTU, TCP sends smaller segments at once, and the host knows for ten minutes")
    void path_mtu() {
        List<Integer> received = new ArrayList<>();
        far.sockets().tcp().listen(TwoMachines.TEST, IpAddress.ANY_V4, 80, accepted -> new Counting(received));
        TcpSocket socket = host.sockets().tcp().connect(TwoMachines.TEST, FAR, 80, new Counting(new ArrayList<>()));
        simulation.settle();

        socket.send(Bytes.zeros(4000));
        simulation.advance(Duration.ofSeconds(1));

        assertEquals(4000, received.stream().mapToInt(Integer::intValue).sum());
        assertEquals(1348, received.stream().mapToInt(Integer::intValue).max().orElseThrow());
        assertTrue(get().matches("(?s).*cache (<redirected> )?expires \\d+sec mtu 1400 \n"), this::get);

        simulation.advance(Duration.ofSeconds(601));
        assertFalse(get().contains("mtu"));
        assertEquals("", sh(host, "ip route flush cache"));
    }

    private record Counting(List<Integer> lengths) implements TcpEvents {
        @Override
        public void received(TcpSocket socket, Bytes data) {
            lengths.add(data.length());
        }
    }
}
