package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import packetwalk.agent.ProxyMode;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.program.UdpEchoServer;
import packetwalk.tools.Shell;

/** Datagrams of one socket that all begin its connection, since br_netfilter has them wait for ARP: nf_ct_resolve_clash(). */
class ClashTest {

    private static final Owner TEST = new Owner(9, "test");
    private static final Endpoint SERVICE = new Endpoint(IpAddress.parse("10.96.9.9"), 53);

    private final Cluster world =
            cluster().node("10.100.0.2").pod("client").pod("one").pod("other").up();
    private final NetworkNamespace node = world.node("10.100.0.2").namespace();
    private final Conntrack table = node.netfilter().conntrack();
    private final Shell prompt = new Shell(node);
    private final List<String> heard = new ArrayList<>();
    private UdpSocket client;

    @BeforeEach
    void serve() {
        for (String name : List.of("one", "other")) {
            new UdpEchoServer(53).start(world.pod(name).namespace(), TEST);
        }
        client = world.pod("client")
                .namespace()
                .sockets()
                .udp()
                .bind(TEST, IpAddress.ANY_V4, 5000, (own, from, packet, data) -> heard.add(data.text() + " " + from));
    }

    private String address(String pod) {
        return world.pod(pod).address().toString();
    }

    private void translate(String condition, String pod) {
        prompt.run("iptables -t nat -A PREROUTING -d 10.96.9.9 -p udp " + condition + " -j DNAT --to-destination "
                + address(pod));
    }

    private void ask(String... questions) {
        for (String each : questions) {
            client.send(SERVICE, Bytes.of(each));
        }
        world.advance(Duration.ofMillis(500));
    }

    private void counted(String expected) {
        assertTrue(prompt.run("conntrack -S").contains(expected), () -> prompt.run("conntrack -S"));
    }

    @Test
    @DisplayName("both to one server: the second datagram takes the first one's connection, and counts there")
    void merged() {
        translate("", "one");

        ask("A", "AAAA");

        assertEquals(List.of("A 10.96.9.9:53", "AAAA 10.96.9.9:53"), heard);
        assertEquals(1, table.connections().size());
        assertEquals(2, table.connections().get(0).packets(false));
        assertEquals(2, table.connections().get(0).packets(true));
        counted("insert_failed=0 drop=0 early_drop=0 error=0 search_restart=0 clash_resolve=1");
    }

    @Test
    @DisplayName("to two servers: the second connection is found by answers alone, not listed, and gone after a second")
    void kept_beside() {
        translate("-m statistic --mode nth --every 2 --packet 0", "one");
        translate("", "other");

        ask("A", "AAAA");

        assertEquals(
                List.of("A 10.96.9.9:53", "AAAA 10.96.9.9:53"),
                heard.stream().sorted().toList());
        assertEquals(1, table.connections().size());
        assertEquals(2, table.size(), "nf_conntrack_count has both");
        counted("insert_failed=0 drop=0 early_drop=0 error=0 search_restart=0 clash_resolve=1");
        world.advance(Duration.ofSeconds(1));
        assertEquals(1, table.size());
    }

    @Test
    @DisplayName("conntrack -F forgets also the one that conntrack -L does not show")
    void flushed() {
        translate("-m statistic --mode nth --every 2 --packet 0", "one");
        translate("", "other");
        ask("A", "AAAA");

        prompt.run("conntrack -F");

        assertEquals(0, table.size());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "a pod's first request by name is answered at once, in every proxy mode, though CoreDNS is on its own node")
    void first_request_by_name(ProxyMode mode) {
        Cluster shop = cluster()
                .proxyMode(mode)
                .node("10.100.0.2")
                .pod("client")
                .node("10.100.0.3")
                .pod("web")
                .label("app", "web")
                .listen(8080)
                .service("shop")
                .selector("app", "web")
                .port(80, 8080)
                .up();
        Duration before = shop.now();

        answered(shop.pod("client").curl("http://shop/"));

        Duration took = shop.now().minus(before);
        assertTrue(took.compareTo(Duration.ofMillis(100)) < 0, took::toString);
    }
}
