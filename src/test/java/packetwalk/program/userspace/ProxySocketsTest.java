package packetwalk.program.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Inside;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.program.HttpServer;
import packetwalk.program.UdpEchoServer;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** A process on the node accepts for the Service, picks and copies: the user-space mode of kube-proxy. */
class ProxySocketsTest {

    private static final Owner KUBE_PROXY = new Owner(900, "kube-proxy");
    private static final String PROXY = "http://172.17.0.1:10400/";

    private final Cluster world = cluster()
            .dockerHost("10.100.0.2")
            .container("client")
            .container("server-1")
            .container("server-2")
            .up();
    private final NetworkNamespace node = Inside.namespace(world.dockerHost("host-1"));
    private final ProxySockets proxy = new ProxySockets(node, KUBE_PROXY);

    ProxySocketsTest() {
        for (String name : List.of("server-1", "server-2")) {
            new HttpServer(8080, name).start(Inside.namespace(world.container(name)), new Owner(1, "web"));
        }
    }

    private Endpoint endpoint(String name) {
        return new Endpoint(world.container(name).address(), 8080);
    }

    private List<SocketFault> serve(Optional<Duration> stickiness, Endpoint... endpoints) {
        return proxy.sync(
                List.of(new ProxySockets.Wanted(
                        "default/web:http", Protocol.TCP, 10_400, stickiness, List.of(endpoints))),
                List.of());
    }

    private String get() {
        Walk walk = world.container("client").get(PROXY);
        assertTrue(walk.answered(), walk::text);
        return walk.output().split(" ", 2)[0];
    }

    @Test
    void connections_go_round_and_the_server_sees_the_node_as_its_client() {
        serve(Optional.empty(), endpoint("server-1"), endpoint("server-2"));
        Set<String> first = new LinkedHashSet<>(List.of(get(), get()));
        assertEquals(Set.of("server-1", "server-2"), first);
        assertEquals(List.copyOf(first).get(0), get());
        Walk walk = world.container("client").get(PROXY);
        assertTrue(walk.output().contains("(you are 172.17.0.1)"), walk::text);
        assertTrue(walk.reached("host-1"), walk::text);
    }

    @Test
    void a_rule_leads_packets_for_an_address_that_nobody_has_to_the_process() {
        serve(Optional.empty(), endpoint("server-1"));
        world.dockerHost("host-1")
                .iptables(
                        "-t nat -A PREROUTING -d 10.3.241.152/32 -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 10400");
        Walk walk = world.container("client").get("http://10.3.241.152/");
        assertTrue(walk.answered() && walk.natted(), walk::text);
        node.sockets().closeAll(KUBE_PROXY);
        assertEquals(
                Outcome.Kind.REFUSED,
                world.container("client").get("http://10.3.241.152/").outcome().kind());
    }

    @Test
    void a_client_may_be_kept_where_it_was_for_a_while() {
        serve(Optional.of(Duration.ofSeconds(60)), endpoint("server-1"), endpoint("server-2"));
        String first = get();
        for (int i = 0; i < 4; i++) {
            assertEquals(first, get());
        }
        world.advance(Duration.ofSeconds(61));
        assertNotEquals(first, get());
    }

    @Test
    void an_endpoint_that_refuses_or_is_silent_is_passed_over_and_all_dead_ones_end_the_connection() {
        Endpoint refusing = new Endpoint(world.container("server-2").address(), 81);
        Endpoint silent = new Endpoint(IpAddress.parse("172.17.0.99"), 8080);
        serve(Optional.of(Duration.ofHours(3)), refusing, silent, endpoint("server-1"));
        for (int i = 0; i < 3; i++) {
            assertEquals("server-1", get());
        }
        serve(Optional.empty(), refusing);
        assertEquals(
                Outcome.Kind.RESET,
                world.container("client").get(PROXY).outcome().kind());
        serve(Optional.empty());
        String empty = world.container("client").get(PROXY).outcome().text();
        assertEquals("curl: (52) Empty reply from server", empty);
    }

    @Test
    void a_port_that_is_wanted_no_more_is_refused_and_one_that_is_taken_is_told() {
        serve(Optional.empty(), endpoint("server-1"));
        proxy.sync(List.of(), List.of());
        assertEquals(
                Outcome.Kind.REFUSED,
                world.container("client").get(PROXY).outcome().kind());
        new HttpServer(10_400, "other").start(node, new Owner(7, "other"));
        List<SocketFault> faults = serve(Optional.empty());
        assertEquals(Errno.EADDRINUSE, faults.get(0).errno());
    }

    @Test
    void a_node_port_is_held_so_that_nobody_else_takes_it() {
        List<ProxySockets.Claim> claims = List.of(
                new ProxySockets.Claim(Protocol.TCP, IpAddress.ANY_V4, 32_213),
                new ProxySockets.Claim(Protocol.UDP, IpAddress.ANY_V4, 32_213));
        assertEquals(List.of(), proxy.sync(List.of(), claims));
        Owner other = new Owner(7, "other");
        assertThrows(SocketFault.class, () -> new HttpServer(32_213, "other").start(node, other));
        assertThrows(SocketFault.class, () -> new UdpEchoServer(32_213).start(node, other));
        proxy.sync(List.of(), List.of());
        new HttpServer(32_213, "other").start(node, other);
        assertEquals(
                List.of(Errno.EADDRINUSE),
                proxy.sync(List.of(), claims).stream().map(SocketFault::errno).toList());
    }

    @Test
    void datagrams_are_passed_on_and_back_by_a_socket_for_each_client_that_sleeps_after_a_quarter_of_a_second() {
        for (String name : List.of("server-1", "server-2")) {
            new UdpEchoServer(8080).start(Inside.namespace(world.container(name)), new Owner(2, "echo"));
        }
        List<Endpoint> endpoints = List.of(endpoint("server-1"), endpoint("server-2"));
        proxy.sync(
                List.of(new ProxySockets.Wanted("default/echo", Protocol.UDP, 10_401, Optional.empty(), endpoints)),
                List.of());
        Walk first = world.container("client").send("172.17.0.1", 10_401, "hello");
        assertEquals("hello", first.outcome().text());
        assertEquals(2, node.sockets().udp().sockets().size());
        world.advance(Duration.ofMillis(300));
        assertEquals(1, node.sockets().udp().sockets().size());
        Walk second = world.container("client").send("172.17.0.1", 10_401, "hello");
        assertNotEquals(first.reached("server-1"), second.reached("server-1"));
    }

    @Test
    void only_TCP_and_UDP_can_be_proxied() {
        String refused = assertThrows(
                        IllegalArgumentException.class,
                        () -> new ProxySockets.Wanted("default/x", Protocol.ICMP, 10_400, Optional.empty(), List.of()))
                .getMessage();
        assertTrue(refused.contains("use TCP or UDP"), refused);
    }
}
