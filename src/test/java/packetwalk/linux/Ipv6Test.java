package packetwalk.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.program.Ping;
import packetwalk.program.PingLine;
import packetwalk.program.Traceroute;
import packetwalk.program.UdpClient;
import packetwalk.program.UdpEchoServer;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.Step;
import packetwalk.trace.Trace;

/** A host, a router and a server of IPv6; what is expected was seen in Linux 6.18. */
class Ipv6Test {

    private static final IpAddress SERVER = IpAddress.parse("fd00:2::2");

    private final Simulation simulation = new Simulation(1);
    private final Trace trace = new Trace();
    private final NetworkNamespace client = new NetworkNamespace(simulation, trace, "client", "host", false);
    private final NetworkNamespace router = new NetworkNamespace(simulation, trace, "router", "host", false);
    private final NetworkNamespace server = new NetworkNamespace(simulation, trace, "server", "host", false);

    Ipv6Test() {
        link(client, "eth0", router, "v0", 1);
        link(server, "eth0", router, "v1", 3);
        run(client, "ip addr add fd00:1::2/64 dev eth0");
        run(router, "ip addr add fd00:1::1/64 dev v0");
        run(router, "ip addr add fd00:2::1/64 dev v1");
        run(server, "ip addr add fd00:2::2/64 dev eth0");
        run(client, "ip -6 route add default via fd00:1::1");
        run(server, "ip -6 route add default via fd00:2::1");
        run(router, "sysctl -w net.ipv6.conf.all.forwarding=1");
    }

    private static void link(NetworkNamespace a, String near, NetworkNamespace b, String far, int number) {
        MacAddress mac = new MacAddress(0x0200_0000_0000L + number);
        Veth veth = Veth.pair(a, near, mac, b, far, new MacAddress(mac.bits() + 1));
        veth.setUp(true);
        veth.peer().setUp(true);
    }

    private static String run(NetworkNamespace namespace, String command) {
        return new Shell(namespace).run(command);
    }

    private String ping(IpAddress dst) {
        return Ping.run(client, dst, PingLine.parse(dst.toString())).output();
    }

    @Test
    @DisplayName("an echo request crosses a router, and neighbours are found on the way")
    void crosses() {
        assertTrue(ping(SERVER).contains("64 bytes from fd00:2::2: icmp_seq=1 ttl=63"), ping(SERVER));
        assertTrue(run(client, "ip -6 neigh").startsWith("fd00:1::1 dev eth0 lladdr 02:00:00:00:00:02 REACHABLE"));
    }

    @Test
    @DisplayName("who is not there is told of by the router, who has no route by the nearest")
    void unreachable() {
        assertTrue(ping(IpAddress.parse("fd00:2::9"))
                .contains("From fd00:1::1 icmp_seq=1 Destination unreachable: Address unreachable"));
        assertTrue(ping(IpAddress.parse("fd00:9::9"))
                .contains("From fd00:1::1 icmp_seq=1 Destination unreachable: No route"));
    }

    @Test
    @DisplayName("a router says that it would tell of a nearer way, and that redirects are not modelled")
    void redirect() {
        run(client, "ip -6 route add fd00:1::9/128 via fd00:1::1");
        trace.start();
        ping(IpAddress.parse("fd00:1::9"));
        List<String> told = trace.stop().stream()
                .filter(step -> step.event().equals("redirected"))
                .map(Step::reason)
                .distinct()
                .toList();
        String why = "redirects of IPv6 are not modelled: Linux would tell fd00:1::2 to send by fd00:1::9";
        assertEquals(List.of(why), told);
    }

    @Test
    @DisplayName("traceroute finds the router by its hop limit, and nc hears of a port that nobody serves")
    void programs() {
        String path = Traceroute.run(client, SERVER).output();
        assertTrue(
                path.startsWith("traceroute to fd00:2::2 (fd00:2::2), 30 hops max, 80 byte packets\n 1  fd00:1::1"),
                path);
        assertTrue(path.contains("\n 2  fd00:2::2"), path);
        assertEquals(
                "nc: Connection refused", UdpClient.run(client, SERVER, 53, "x").output());
        new UdpEchoServer(53).start(server, new Owner(7, "echo"));
        assertEquals("x", UdpClient.run(client, SERVER, 53, "x").output());
    }

    @Test
    @DisplayName("a policy that drops what comes in drops advertisements, too, and nobody is found any more")
    void policy_drops_advertisements() {
        run(client, "ip6tables -P INPUT DROP");
        assertTrue(ping(SERVER).contains("100% packet loss"));
        assertTrue(run(client, "ip -6 neigh").contains("fd00:1::1 dev eth0 FAILED"));
        run(client, "ip6tables -A INPUT -p icmpv6 -j ACCEPT");
        assertTrue(ping(SERVER).contains("1 received"));
    }

    @Test
    @DisplayName("when a device goes down its addresses go, and only the link-local one comes back")
    void addresses_go() {
        run(client, "ip link set eth0 down");
        assertEquals("", run(client, "ip -6 addr show dev eth0"));
        assertEquals("", run(client, "ip -6 route"));
        run(client, "ip link set eth0 up");
        assertTrue(run(client, "ip -6 -br addr show dev eth0").stripTrailing().endsWith("fe80::ff:fe00:1/64"));
        assertEquals("fe80::/64 dev eth0 proto kernel metric 256 pref medium\n", run(client, "ip -6 route"));
    }

    @Test
    @DisplayName("a machine booted with ipv6.disable_ipv6=1 refuses addresses until somebody switches it on")
    void disabled() {
        NetworkNamespace old = new NetworkNamespace(simulation, trace, "old", "host");
        assertThrows(IllegalArgumentException.class, () -> run(old, "ip addr add fd00::1/64 dev lo"));
        assertFalse(run(old, "ip addr").contains("inet6"));
        run(old, "sysctl -w net.ipv6.conf.all.disable_ipv6=0");
        assertTrue(run(old, "ip addr show dev lo").contains("inet6 ::1/128 scope host"));
    }

    @Test
    @DisplayName("routes are told as iproute2 tells them, the tree's nodes behind what is below them")
    void routes() {
        run(client, "ip -6 route add fd00::/16 dev eth0 metric 5");
        run(client, "ip -6 route add unreachable fd00:a::/64");
        assertEquals(
                List.of(
                        "fd00:1::/64 dev eth0 proto kernel metric 256 pref medium",
                        "unreachable fd00:a::/64 dev lo metric 1024 pref medium",
                        "fd00::/16 dev eth0 metric 5 pref medium",
                        "fe80::/64 dev eth0 proto kernel metric 256 pref medium",
                        "default via fd00:1::1 dev eth0 metric 1024 pref medium"),
                run(client, "ip -6 route").lines().toList());
        assertEquals(
                "2001:db8::1 from :: via fd00:1::1 dev eth0 src fd00:1::2 metric 1024 pref medium\n",
                run(client, "ip route get 2001:db8::1"));
        assertEquals("RTNETLINK answers: No route to host\n", run(client, "ip route get fd00:a::1"));
    }

    @Test
    @DisplayName("a server on :: is one for both families, and no other takes its port")
    void both_families() {
        new UdpEchoServer(53).start(server, new Owner(7, "echo"));
        assertThrows(
                SocketFault.class,
                () -> server.sockets().udp().bind(new Owner(8, "other"), IpAddress.ANY_V4, 53, (a, b, c, d) -> {}));
        assertTrue(run(server, "ss -lun").contains("*:53"));
    }
}
