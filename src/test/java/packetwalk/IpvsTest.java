package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.droppedBy;
import static packetwalk.WalkAssertions.ended;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.program.UdpEchoServer;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** Packets through virtual servers: who is chosen, what the walk says, what the tools print. */
class IpvsTest extends IpvsService {

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
        ipvsadm("-a -t " + VIP + ":80 -r 10.0.1.2 -i");
        assertTrue(ipvsadm("-Ln").contains("-> 10.0.1.2:80                  Tunnel  1"));
        walk = k8s.pod("client").connect(VIP, 80);
        assertTrue(droppedBy(DropReason.UNKNOWN, "node-2", walk)
                .reason()
                .contains("IPVS forwarding method Tunnel is not modelled"));
    }

    @Test
    @DisplayName(
            "direct routing: the packet goes as it is to the real server's MAC address, and its answer must not come by the director")
    void directRouting() {
        ipvsadm("-C");
        ipvsadm("-A -t " + VIP + ":80 -s rr");
        ipvsadm("-a -t " + VIP + ":80 -r 10.100.0.2 -g");
        Walk walk = k8s.pod("client").connect(VIP, 80);
        Step.Dropped end = walk.steps(Step.Dropped.class).stream()
                .filter(step -> step.dropReason() == DropReason.NO_SOCKET)
                .findFirst()
                .orElseThrow();
        assertEquals("node-1", end.at().host());
        assertEquals(VIP, ((Packet) end.before()).dst().toString());
        assertTrue(
                walk.steps(Step.Dropped.class).stream()
                        .anyMatch(step -> step.dropReason() == DropReason.IP_LOCAL_SOURCE
                                && step.at().host().equals("node-2")),
                "an answer that passes the director has its own address as source");
        assertTrue(walk.steps().stream()
                .filter(step -> step.at().host().equals("node-2"))
                .anyMatch(step ->
                        step.event().equals("transmitted") && step.decision().endsWith("> " + "02:42:0a:64:00:02")));
        assertTrue(walk.steps().stream().noneMatch(step -> step.event().equals("DNAT")), "nothing was translated");
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
