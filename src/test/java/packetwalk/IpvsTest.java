package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.program.UdpEchoServer;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/**
 * Packets through virtual servers that are set up by hand as kube-proxy does: the articles' service on two nodes, its
 * address on a dummy device, its pods as real servers by NAT.
 */
class IpvsTest {

    private static final String VIP = "10.3.241.152";
    private static final String SERVICE = "http://" + VIP + "/";
    private static final Owner TEST = new Owner(7, "test");

    private final Cluster k8s = cluster()
            .node("10.100.0.2")
            .pod("server-1")
            .listen(8080)
            .node("10.100.0.3")
            .pod("server-2")
            .listen(8080)
            .pod("client")
            .up();
    private final Node node1 = k8s.node("10.100.0.2");
    private final Node node2 = k8s.node("10.100.0.3");

    @BeforeEach
    void setUp() {
        for (Node node : List.of(node1, node2)) {
            node.sh("ip link add kube-ipvs0 type dummy");
            node.sh("ip addr add " + VIP + "/32 dev kube-ipvs0");
            node.sh("sysctl -w net.ipv4.vs.conntrack=1");
            node.iptables("-t nat -I POSTROUTING -m mark --mark 0x4000/0x4000 -j MASQUERADE");
        }
        serve("rr");
    }

    private void serve(String options) {
        ipvsadm("-A -t " + VIP + ":80 -s " + options);
        ipvsadm("-a -t " + VIP + ":80 -r 10.0.1.2:8080 -m");
        ipvsadm("-a -t " + VIP + ":80 -r 10.0.2.2:8080 -m");
    }

    private String ipvsadm(String line) {
        return node2.sh("ipvsadm " + line).text();
    }

    private Walk get() {
        return k8s.pod("client").get(SERVICE);
    }

    private static String answer(Walk walk) {
        answered(walk);
        return walk.outcome().text().replaceFirst(".*: ", "");
    }

    private List<String> answers(int count) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(answer(get()).replaceFirst(" .*", ""));
        }
        return answers;
    }

    /** A client that keeps its connection and remembers what became of it. */
    private final class Client implements TcpEvents {
        private final TcpSocket socket;
        private String heard = "";
        private @Nullable Errno failure;

        Client() {
            socket = k8s.pod("client").namespace().sockets().tcp().connect(TEST, IpAddress.parse(VIP), 80, this);
            k8s.advance(Duration.ofMillis(20));
        }

        /** The host name that answers one more request on the same connection; what went wrong if nobody does. */
        String ask() {
            heard = "";
            if (failure == null) {
                socket.send(Bytes.of("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
                k8s.advance(Duration.ofSeconds(5));
            }
            return failure != null ? failure.name() : heard.isEmpty() ? "silence" : heard;
        }

        @Override
        public void received(TcpSocket from, Bytes data) {
            heard = data.text()
                    .replaceFirst("(?s).*\r\n\r\n", "")
                    .replaceFirst(" .*", "")
                    .strip();
        }

        @Override
        public void failed(TcpSocket from, Errno errno) {
            failure = errno;
        }
    }

    @Test
    @DisplayName("round robin begins with the last added real server; servers see the client's own address")
    void round_robin() {
        assertEquals(List.of("server-2", "server-1", "server-2", "server-1"), answers(4));
        assertEquals("server-2 (you are 10.0.2.3)", answer(get()));
    }

    @Test
    @DisplayName("the walk says which virtual server, which scheduler, which real server, and why")
    void explained() {
        get();
        Walk walk = get();

        List<Step.Balanced> steps = walk.steps(Step.Balanced.class);
        assertEquals("scheduled", steps.get(0).event());
        assertEquals("10.0.1.2:8080 Masq weight 1", steps.get(0).decision());
        assertEquals(
                "TCP  10.3.241.152:80 rr: next in the list after 10.0.2.2:8080",
                steps.get(0).reason());
        assertEquals("balanced", steps.get(1).event());
        assertTrue(steps.get(1).decision().contains("10.3.241.152:80 10.0.1.2:8080"), walk::text);
        assertEquals(
                "[dst 10.3.241.152 -> 10.0.1.2, dport 80 -> 8080, ttl 64 -> 63]",
                walk.steps(Step.Translated.class).get(0).changes().toString(),
                "IPVS routes it, though ip_forward has no say in it");
    }

    @Test
    @DisplayName("connections are active until the first FIN, and remembered for two minutes; ipvsadm prints both")
    void listed() {
        get();
        Client client = new Client();

        assertEquals("""
                IP Virtual Server version 1.2.1 (size=4096)
                Prot LocalAddress:Port Scheduler Flags
                  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
                TCP  10.3.241.152:80 rr
                  -> 10.0.1.2:8080                Masq    1      1          0        \s
                  -> 10.0.2.2:8080                Masq    1      0          1
                """, ipvsadm("-Ln") + "\n");
        String state = ipvsadm("-Lcn");
        assertTrue(state.contains("TCP 14:59  ESTABLISHED 10.0.2.3:"), state);
        assertTrue(state.contains("TCP 01:59  TIME_WAIT   10.0.2.3:"), state);

        k8s.advance(Duration.ofMinutes(2));
        assertFalse(ipvsadm("-Lcn").contains("TIME_WAIT"));
        assertTrue(ipvsadm("-Ln").contains("-> 10.0.2.2:8080                Masq    1      0          0"));
        assertEquals("server-1", client.ask());
    }

    @Test
    @DisplayName("packets and bytes are counted for both, and rates fall by a quarter every two seconds")
    void counted() {
        get();

        String stats = ipvsadm("-Ln --stats");
        assertTrue(stats.contains("""
                TCP  10.3.241.152:80                     1        6        4      395      309
                  -> 10.0.1.2:8080                       0        0        0        0        0
                  -> 10.0.2.2:8080                       1        6        4      395      309"""), stats);
        k8s.advance(Duration.ofSeconds(2));
        assertTrue(ipvsadm("-Ln --rate")
                .contains("10.0.2.2:8080                       0        1        0       49       39"));
        ipvsadm("-Z");
        assertTrue(ipvsadm("-Ln --stats")
                .contains("10.3.241.152:80                     0        0        0        0        0"));
    }

    @Test
    @DisplayName("a node's own request has the virtual address as its source, so kube-proxy masquerades it")
    void from_the_node() {
        assertEquals("server-2 (you are 10.3.241.152)", answer(node2.get(SERVICE)));
        ended(Outcome.Kind.TIMED_OUT, node2.get(SERVICE)); // server-1's answer never comes to this node

        node2.iptables("-t nat -A OUTPUT -s " + VIP + " -j MARK --set-xmark 0x4000/0x4000");
        assertEquals("server-2 (you are 10.0.2.1)", answer(node2.get(SERVICE)));
        assertEquals("server-1 (you are 10.100.0.3)", answer(node2.get(SERVICE)));
    }

    @Test
    @DisplayName(
            "a node port is a virtual server at the node's address; masqueraded, the answer comes back by the node")
    void node_port() {
        ipvsadm("-A -t 10.100.0.3:32213 -s rr");
        ipvsadm("-a -t 10.100.0.3:32213 -r 10.0.1.2:8080 -m");
        node2.iptables("-t nat -A PREROUTING -p tcp --dport 32213 -j MARK --set-xmark 0x4000/0x4000");

        Walk walk = node1.get("http://10.100.0.3:32213/");

        assertEquals("server-1 (you are 10.100.0.3)", answer(walk));
        assertTrue(walk.steps(Step.Translated.class).stream()
                .anyMatch(step -> step.event().equals("MASQUERADE")));
    }

    @Test
    @DisplayName("hairpin: a pod that is sent to itself hears nothing until KUBE-LOOP-BACK has it masqueraded")
    void hairpin() {
        ipvsadm("-d -t " + VIP + ":80 -r 10.0.1.2:8080");
        ended(Outcome.Kind.TIMED_OUT, k8s.pod("server-2").connect(VIP, 80));

        node2.sh("bridge link set dev " + port("server-2") + " hairpin on");
        node2.sh("ipset create KUBE-LOOP-BACK hash:ip,port,ip");
        node2.sh("ipset add KUBE-LOOP-BACK 10.0.2.2,tcp:8080,10.0.2.2");
        node2.iptables("-t nat -I POSTROUTING -m set --match-set KUBE-LOOP-BACK dst,dst,src -j MASQUERADE");
        assertEquals("server-2 (you are 10.0.2.1)", answer(k8s.pod("server-2").get(SERVICE)));
    }

    /** The bridge's port behind which a pod is. */
    private String port(String pod) {
        String peer = k8s.pod(pod).ip("-o link show dev veth0").text().replaceFirst("(?s).*@if([0-9]+):.*", "$1");
        return node2.ip("-o link").lines().stream()
                .filter(line -> line.startsWith(peer + ": "))
                .findFirst()
                .orElseThrow()
                .replaceFirst("^[0-9]+: ([^@]+)@.*", "$1");
    }

    @Test
    @DisplayName("session affinity: a client stays for its timeout, counted from its last connection")
    void persistence() {
        ipvsadm("-E -t " + VIP + ":80 -s rr -p 300");

        assertEquals(List.of("server-2", "server-2", "server-2"), answers(3));
        assertTrue(ipvsadm("-Ln").contains("TCP  10.3.241.152:80 rr persistent 300"));
        assertTrue(
                ipvsadm("-Lcn").contains("TCP 04:59  ASSURED     10.0.2.3:0         10.3.241.152:80    10.0.2.2:8080"));
        k8s.advance(Duration.ofSeconds(299));
        assertEquals(List.of("server-2"), answers(1));
        k8s.advance(Duration.ofSeconds(301));
        assertEquals(List.of("server-1"), answers(1));
    }

    @Test
    @DisplayName("a persistence template outlives its server's weight, unless expire_quiescent_template says no")
    void quiescent_template() {
        ipvsadm("-E -t " + VIP + ":80 -s rr -p 300");
        assertEquals(List.of("server-2"), answers(1));
        ipvsadm("-e -t " + VIP + ":80 -r 10.0.2.2:8080 -m -w 0");
        assertEquals(List.of("server-2"), answers(1));
        node2.sh("sysctl -w net.ipv4.vs.expire_quiescent_template=1");
        assertEquals(List.of("server-1"), answers(1));
        assertTrue(ipvsadm("-Lcn").contains("10.3.241.152:65535 10.0.2.2:65535"), "the old one waits for its end");
    }

    @Test
    @DisplayName("without real servers a client is refused, by ICMP from the virtual address")
    void no_destination() {
        ipvsadm("-d -t " + VIP + ":80 -r 10.0.1.2:8080");
        ipvsadm("-e -t " + VIP + ":80 -r 10.0.2.2:8080 -m -w 0");

        Walk walk = get();

        ended(Outcome.Kind.REFUSED, walk);
        Step.Dropped dropped = droppedBy(DropReason.NETFILTER_DROP, "node-2", walk);
        assertTrue(dropped.reason().contains("TCP  10.3.241.152:80 rr: no destination available"), walk::text);
        ended(Outcome.Kind.REFUSED, node2.get(SERVICE));
    }

    @Test
    @DisplayName("the last virtual server gone, the address is this host's own, and its kernel resets")
    void no_virtual_server() {
        ipvsadm("-C");
        Walk walk = get();
        ended(Outcome.Kind.REFUSED, walk);
        assertEquals(List.of(), walk.steps(Step.Balanced.class));
    }

    @Test
    @DisplayName("graceful termination: with weight 0 the open connection goes on, new ones go elsewhere")
    void drained() {
        Client client = new Client();
        assertEquals("server-2", client.ask());

        ipvsadm("-e -t " + VIP + ":80 -r 10.0.2.2:8080 -m -w 0");
        assertEquals(List.of("server-1", "server-1"), answers(2));
        assertEquals("server-2", client.ask());
    }

    @Test
    @DisplayName("a real server taken away: its packets are dropped, and come through again when it is back")
    void taken_away() {
        Client client = new Client();
        ipvsadm("-d -t " + VIP + ":80 -r 10.0.2.2:8080");
        assertEquals("silence", client.ask());
        ipvsadm("-a -t " + VIP + ":80 -r 10.0.2.2:8080 -m");
        k8s.advance(Duration.ofSeconds(10));
        assertEquals("server-2", client.heard, "the segment that was sent again");
        assertTrue(
                ipvsadm("-Ln").contains("10.0.2.2:8080                Masq    1      1"),
                "from the trash, with its connection");
    }

    @Test
    @DisplayName("with expire_nodest_conn the connections of one taken away end, and the client is told")
    void taken_away_at_once() {
        node2.sh("sysctl -w net.ipv4.vs.expire_nodest_conn=1");
        Client client = new Client();
        ipvsadm("-d -t " + VIP + ":80 -r 10.0.2.2:8080");
        k8s.advance(Duration.ofMillis(5));
        assertFalse(ipvsadm("-Lcn").contains("10.0.2.2"));
        assertEquals("ECONNRESET", client.ask());
    }

    @Test
    @DisplayName(
            "datagrams keep their server for five minutes; an ICMP error of a real server seems to come from the virtual one")
    void datagrams() {
        new UdpEchoServer(53).start(k8s.pod("server-1").namespace(), TEST);
        ipvsadm("-A -u " + VIP + ":53 -s rr");
        ipvsadm("-a -u " + VIP + ":53 -r 10.0.1.2:53 -m");
        answered(k8s.pod("client").send(VIP, 53, "hello"));
        assertTrue(ipvsadm("-Lc").contains("UDP 04:59  UDP         10.0.2.3:"), ipvsadm("-Lc"));

        ipvsadm("-A -u " + VIP + ":54 -s rr");
        ipvsadm("-a -u " + VIP + ":54 -r 10.0.1.2:54 -m");
        Walk refused = k8s.pod("client").send(VIP, 54, "hello");
        ended(Outcome.Kind.REFUSED, refused);
    }

    @Test
    @DisplayName("an SCTP INIT is scheduled; sent again it belongs to the same connection")
    void sctp() {
        ipvsadm("-A --sctp-service " + VIP + ":7777 -s rr");
        ipvsadm("-a --sctp-service " + VIP + ":7777 -r 10.0.1.2:7777 -m");
        sendInit();
        String first = ipvsadm("-Lcn");
        assertTrue(
                first.contains("SCTP 00:03  INIT1       10.0.2.3:4000      10.3.241.152:7777  10.0.1.2:7777"), first);
        sendInit();
        String again = ipvsadm("-Lcn");
        assertTrue(again.contains("SCTP 01:00  INIT        10.0.2.3:4000 "), again);
        assertTrue(ipvsadm("-Ln").contains("-> 10.0.1.2:7777                Masq    1      0          1"));
    }

    private void sendInit() {
        NetworkNamespace client = k8s.pod("client").namespace();
        Packet init = Packet.of(k8s.pod("client").address(), IpAddress.parse(VIP), new Sctp(4000, 7777));
        client.ipv4().send(client.simulation().nextPacket(), init, Optional.of(TEST));
        k8s.advance(Duration.ofMillis(10));
    }

    @Test
    @DisplayName(
            "connection tracking keeps what IPVS forwards if net.ipv4.vs.conntrack = 1, and else knows nothing of it")
    void tracked() {
        get();
        String flow = node2.conntrack().text();
        assertTrue(flow.contains("dst=10.3.241.152"), flow);
        assertTrue(flow.contains("src=10.0.2.2 dst=10.0.2.3 sport=8080"), flow);

        node2.sh("conntrack -F");
        node2.sh("sysctl -w net.ipv4.vs.conntrack=0");
        answered(get());
        answered(get());
        assertFalse(
                node2.conntrack().text().contains("dst=10.3.241.152"),
                node2.conntrack().text());
    }

    @Test
    @DisplayName("-m ipvs knows what IPVS sent on or back, and of what goes to a real server by which virtual one")
    void matched() {
        node2.iptables("-t mangle -A POSTROUTING -m ipvs --ipvs");
        node2.iptables("-t mangle -A POSTROUTING -m ipvs --vaddr " + VIP + " --vport 80 --vmethod MASQ");
        node2.iptables("-t mangle -A POSTROUTING -m ipvs --vdir ORIGINAL --vproto 6");
        node2.iptables("-t mangle -A POSTROUTING -m ipvs ! --ipvs");
        get();

        String rules = node2.iptables("-t mangle -nvL POSTROUTING").text();
        List<String> counted = rules.lines()
                .skip(2)
                .map(line -> line.strip().replaceAll("^(\\d+).*0/0 +", "$1 "))
                .toList();
        assertEquals(
                List.of("10 ipvs", "6 vaddr " + VIP + " vport 80 vmethod MASQ", "6 vproto 6 vdir ORIGINAL", "0 ! ipvs"),
                counted,
                "six packets go to the real server, four come back");
        assertTrue(node2.sh("iptables-save -t mangle")
                .text()
                .contains("-A POSTROUTING -m ipvs --vaddr " + VIP + " --vport 80 --vmethod MASQ\n"));
    }

    @Test
    @DisplayName("a mark can be a virtual server")
    void by_mark() {
        ipvsadm("-C");
        node2.iptables("-t mangle -A PREROUTING -d " + VIP + " -p tcp --dport 80 -j MARK --set-mark 7");
        ipvsadm("-A -f 7 -s wlc");
        ipvsadm("-a -f 7 -r 10.0.1.2:8080 -m");
        assertEquals(List.of("server-1"), answers(1));
        assertTrue(ipvsadm("-Ln").contains("FWM  7 wlc\n"));
    }

    @Test
    @DisplayName("what is not modelled is UNKNOWN by name when a packet meets it, and listed before")
    void unknown() {
        ipvsadm("-e -t " + VIP + ":80 -r 10.0.1.2:8080 -m -w 0");
        ipvsadm("-E -t " + VIP + ":80 -s lblc");
        Walk walk = k8s.pod("client").connect(VIP, 80);
        assertTrue(
                droppedBy(DropReason.UNKNOWN, "node-2", walk).reason().contains("IPVS scheduler lblc is not modelled"));

        ipvsadm("-C");
        ipvsadm("-A -t " + VIP + ":80 -s rr");
        ipvsadm("-a -t " + VIP + ":80 -r 10.0.1.2 -g");
        assertTrue(ipvsadm("-Ln").contains("-> 10.0.1.2:80                  Route   1"));
        walk = k8s.pod("client").connect(VIP, 80);
        assertTrue(droppedBy(DropReason.UNKNOWN, "node-2", walk)
                .reason()
                .contains("IPVS forwarding method Route is not modelled"));
    }

    @Test
    @DisplayName("a dummy device has no carrier to lose; its addresses are the host's, up or down")
    void dummy() {
        String link = node2.sh("ip link show kube-ipvs0").text();
        assertTrue(link.contains("kube-ipvs0: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN"), link);
        node2.sh("ip link set kube-ipvs0 up");
        link = node2.sh("ip link show kube-ipvs0").text();
        assertTrue(
                link.contains("kube-ipvs0: <BROADCAST,NOARP,UP,LOWER_UP> mtu 1500 qdisc noqueue state UNKNOWN"), link);
        assertEquals(List.of("server-2"), answers(1));
    }

    @Test
    @DisplayName("a node answers ARP for a virtual address, unless arp_ignore says otherwise, as strict ARP does")
    void strict_arp() {
        answered(node1.arping("10.100.0.3"));
        node1.sh("ip addr del " + VIP + "/32 dev kube-ipvs0");
        node1.sh("ip route add " + VIP + "/32 dev eth0");
        answered(node1.arping(VIP));
        node2.sh("sysctl -w net.ipv4.conf.all.arp_ignore=1");
        node2.sh("sysctl -w net.ipv4.conf.all.arp_announce=2");
        ended(Outcome.Kind.TIMED_OUT, node1.arping(VIP));
    }
}
