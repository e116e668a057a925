package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import packetwalk.facts.Articles;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** Route types, routing rules and TTL, as packets meet them at the router and at home. */
class RoutesByPacketTest {

    private final Cluster k8s = Articles.cluster().up();
    private final Pod client = k8s.pod("client");

    static Stream<Arguments> routeTypes() {
        return Stream.of(
                arguments("unreachable", DropReason.IP_INNOROUTES, Outcome.Kind.UNREACHABLE, "Host Unreachable"),
                arguments("prohibit", DropReason.IP_INNOROUTES, Outcome.Kind.UNREACHABLE, "Packet filtered"),
                arguments("blackhole", DropReason.IP_BLACKHOLE, Outcome.Kind.TIMED_OUT, "100% packet loss"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routeTypes")
    @DisplayName("a route that forbids ends packets at the router, each in its own way")
    void forbidding_route_on_the_way(String type, DropReason reason, Outcome.Kind kind, String words) {
        k8s.router().ip("route add " + type + " 10.0.1.2");

        Walk walk = client.ping("10.0.1.2");

        ended(kind, walk);
        droppedBy(reason, "router", walk);
        assertTrue(
                (walk.outcome().text() + walk.output()).contains(words), () -> words + " is not in " + walk.output());
    }

    static Stream<Arguments> routeTypesAtHome() {
        return Stream.of(
                arguments("unreachable", "No route to host", Outcome.Kind.UNREACHABLE),
                arguments("prohibit", "Permission denied", Outcome.Kind.UNREACHABLE),
                arguments("blackhole", "Invalid argument", Outcome.Kind.UNREACHABLE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routeTypesAtHome")
    @DisplayName("at home a route that forbids fails the call at once, with its own errno")
    void forbidding_route_at_home(String type, String words, Outcome.Kind kind) {
        client.ip("route add " + type + " 10.0.1.2");

        Walk walk = client.connect("10.0.1.2", 8080);

        ended(kind, walk);
        assertTrue(walk.outcome().text().contains(words), walk::text);
        assertEquals(0L, k8s.now().toNanos(), "no time passed");
    }

    @Test
    @DisplayName("without any route: Network is unreachable, and ICMP net unreachable from a router")
    void no_route() {
        assertTrue(client.ping("192.0.2.1").outcome().text().contains("Destination Net Unreachable"));
        client.ip("route del default");
        assertTrue(client.ping("192.0.2.1").outcome().text().contains("Network is unreachable"));
    }

    @Test
    @DisplayName("throw lets the next rule answer; a rule of lower number goes first")
    void throw_and_priorities() {
        k8s.router().ip("route add blackhole 10.0.1.0/24 table 100");
        k8s.router().ip("rule add from 10.0.2.3 lookup 100 priority 1000");
        droppedBy(DropReason.IP_BLACKHOLE, "router", client.ping("10.0.1.2"));
        answered(k8s.pod("server-2").ping("10.0.1.2"));

        k8s.router().ip("route add throw 10.0.1.0/24 table 99");
        k8s.router().ip("rule add from all lookup 99 priority 900");
        droppedBy(DropReason.IP_BLACKHOLE, "router", client.ping("10.0.1.2"));

        k8s.router().ip("rule add from 10.0.2.3 lookup main priority 950");
        answered(client.ping("10.0.1.2"));

        k8s.router().ip("rule del priority 950");
        k8s.router().ip("rule del priority 1000");
        answered(client.ping("10.0.1.2"));
    }

    @ParameterizedTest(name = "TTL {0}")
    @ValueSource(ints = {1, 2, 3})
    @DisplayName("a packet whose TTL runs out is reported by the machine where it does")
    void ttl_expires(int ttl) {
        String[] machines = {"node-2", "router", "node-1"};
        String[] reporters = {"10.0.2.1", "10.100.0.1", "10.100.0.2"};

        Walk walk = client.ping("10.0.1.2", ttl);

        ended(Outcome.Kind.UNREACHABLE, walk);
        droppedBy(DropReason.IP_TTL_EXPIRED, machines[ttl - 1], walk);
        assertTrue(walk.outcome().text().contains("From " + reporters[ttl - 1]), walk::text);
        assertTrue(walk.outcome().text().contains("Time to live exceeded"), walk::text);
    }

    @Test
    @DisplayName("three routers on the way: a TTL of 4 arrives as 1, and traceroute lists them")
    void ttl_just_suffices() {
        Walk walk = client.ping("10.0.1.2", 4);
        answered(walk);
        assertEquals(1, WalkAssertions.asReceived(walk).ttl());

        String listed = client.traceroute("10.0.1.2").output();
        assertTrue(
                listed.matches(
                        "(?s).* 1  10\\.0\\.2\\.1 .* 2  10\\.100\\.0\\.1 .* 3  10\\.100\\.0\\.2 .* 4  10\\.0\\.1\\.2 .*"),
                listed);
    }

    @Test
    @DisplayName("net.ipv4.icmp_echo_ignore_all = 1 keeps the kernel from answering")
    void echo_ignore_all() {
        k8s.pod("server-1").sysctl("-w net.ipv4.icmp_echo_ignore_all=1");

        ended(Outcome.Kind.TIMED_OUT, client.ping("10.0.1.2"));
        answered(client.get("http://10.0.1.2:8080"));
    }

    @Test
    @DisplayName("a datagram to a port that nobody bound is answered: port unreachable, Connection refused")
    void port_unreachable() {
        Walk walk = client.send("10.0.1.2", 5353, "hello");

        ended(Outcome.Kind.REFUSED, walk);
        droppedBy(DropReason.NO_SOCKET, "server-1", walk);
        assertTrue(walk.outcome().text().contains("Connection refused"), walk::text);
    }

    @Test
    @DisplayName("a rule with a part that the engine does not model makes the walk UNKNOWN, with the part's name")
    void unmodelled_rule() {
        k8s.node("node-1").iptables("-A FORWARD -p tcp -m cpu --cpu 0 -j DROP");

        Walk walk = client.get("http://10.0.1.2:8080");

        ended(Outcome.Kind.UNKNOWN, walk);
        assertTrue(walk.outcome().text().contains("cpu"), walk::text);
        droppedBy(DropReason.UNKNOWN, "node-1", walk);
        answered(client.ping("10.0.1.2"));
    }

    @Test
    @DisplayName("an address that comes is known to routing at once, also after somebody asked in vain")
    void a_new_address_is_known_at_once() {
        Netns node = k8s.node("10.100.0.2");
        node.ip("route del default");
        assertTrue(node.ping("192.168.7.2").output().contains("Network is unreachable"));

        node.ip("addr add 192.168.7.1/24 dev eth0");

        assertTrue(
                node.ping("192.168.7.2").output().contains("From 192.168.7.1 icmp_seq=1 Destination Host Unreachable"));
    }
}
