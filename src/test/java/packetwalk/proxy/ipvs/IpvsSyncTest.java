package packetwalk.proxy.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.linux.ipvs.ServiceKey;
import packetwalk.linux.ipvs.VirtualServerSpec;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Protocol;
import packetwalk.proxy.Objects;
import packetwalk.proxy.ProxyView;

/** From what a node has to what it is to have: which commands, and who waits for its last connection. */
class IpvsSyncTest {

    private static final IpAddress VIP = IpAddress.parse("172.30.0.10");
    private static final IpvsNode FRESH = new IpvsNode(Map.of(), false, Set.of());

    private static IpvsWanted wanted(String protocol, String... pods) {
        EndpointSlice slice = Objects.slice(protocol, pods);
        ProxyView view =
                ProxyView.of(Objects.NODE, List.of(Objects.web(protocol).build()), List.of(slice));
        return IpvsProxier.wanted(Objects.NODE, IpvsConfig.DEFAULT, view);
    }

    private static ServiceKey key(String protocol) {
        return ServiceKey.of(Protocol.named(protocol).orElseThrow(), VIP, 80);
    }

    private static IpvsWanted.Endpoint pod(String address) {
        return new IpvsWanted.Endpoint(IpAddress.parse(address), 8080);
    }

    /** A node with ns/web behind these pods, each written {@code ADDRESS weight connections}. */
    private static IpvsNode node(String protocol, String... pods) {
        Map<IpvsWanted.Endpoint, IpvsNode.Real> real = new LinkedHashMap<>();
        for (String each : pods) {
            String[] words = each.split(" ");
            real.put(pod(words[0]), new IpvsNode.Real(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
        }
        VirtualServerSpec spec = VirtualServerSpec.of(key(protocol), "rr");
        return new IpvsNode(Map.of(key(protocol), new IpvsNode.Present(spec, real)), true, new TreeSet<>(Set.of(VIP)));
    }

    private static IpvsSync sync(IpvsWanted wanted, IpvsNode node, Terminating terminating, boolean first) {
        return IpvsSync.of(wanted, node, IpFamily.IPV4, IpvsConfig.DEFAULT, terminating, first);
    }

    private static String ipvsadm(IpvsSync sync) {
        StringBuilder lines = new StringBuilder();
        for (IpvsSync.Command each : sync.commands()) {
            lines.append(each.line().startsWith("ipvsadm") ? each.input() : "");
        }
        return lines.toString();
    }

    @Test
    @DisplayName("on a fresh node: device, virtual servers, addresses, sets, then rules that ask the sets")
    void fresh() {
        IpvsSync sync = sync(wanted("TCP", "10.0.0.1", "10.0.1.1"), FRESH, Terminating.NONE, true);
        assertEquals(
                List.of(
                        "ip link add kube-ipvs0 type dummy",
                        "ipvsadm -R",
                        "ip -batch -",
                        "ipset restore -exist",
                        "iptables-restore --noflush --counters"),
                sync.commands().stream().map(IpvsSync.Command::line).toList());
        assertEquals("""
                -A -t 172.30.0.10:80 -s rr
                -a -t 172.30.0.10:80 -r 10.0.0.1:8080 -m -w 1
                -a -t 172.30.0.10:80 -r 10.0.1.1:8080 -m -w 1
                """, ipvsadm(sync));
        assertEquals(
                "addr add 172.30.0.10/32 dev kube-ipvs0\n",
                sync.commands().get(2).input());
        String sets = sync.commands().get(3).input();
        assertTrue(sets.contains("create KUBE-CLUSTER-IP hash:ip,port family inet hashsize 1024 maxelem 65536\n"));
        assertTrue(sets.contains("add KUBE-CLUSTER-IP 172.30.0.10,tcp:80\n"));
        assertTrue(sets.contains("add KUBE-LOOP-BACK 10.0.0.1,tcp:8080,10.0.0.1\n"));
    }

    @Test
    @DisplayName("what is there already is left alone; at the first sync weights are set right")
    void nothing_to_do() {
        IpvsWanted wanted = wanted("TCP", "10.0.0.1", "10.0.1.1");
        IpvsNode node = node("TCP", "10.0.0.1 1 5", "10.0.1.1 0 0");
        assertEquals("", ipvsadm(sync(wanted, node, Terminating.NONE, false)));
        assertEquals(
                "-e -t 172.30.0.10:80 -r 10.0.1.1:8080 -m -w 1\n", ipvsadm(sync(wanted, node, Terminating.NONE, true)));
    }

    @Test
    @DisplayName("an endpoint that goes has weight 0 until its connections have ended; one without goes at once")
    void graceful() {
        IpvsNode node = node("TCP", "10.0.0.1 1 3", "10.0.1.1 1 0", "10.0.1.2 1 1");
        IpvsSync sync = sync(wanted("TCP", "10.0.1.2"), node, Terminating.NONE, false);
        assertEquals(
                "-e -t 172.30.0.10:80 -r 10.0.0.1:8080 -m -w 0\n-d -t 172.30.0.10:80 -r 10.0.1.1:8080\n",
                ipvsadm(sync));
        assertEquals(
                Set.of(new Terminating.Item(key("TCP"), pod("10.0.0.1"))),
                sync.terminating().items());

        IpvsNode waiting = node("TCP", "10.0.0.1 0 2", "10.0.1.2 1 1");
        assertEquals("", ipvsadm(sync(wanted("TCP", "10.0.1.2"), waiting, sync.terminating(), false)));
        assertEquals("", sync.terminating().check(waiting).ipvsadm());
        assertEquals(sync.terminating(), sync.terminating().check(waiting).left());

        Terminating.Check check = sync.terminating().check(node("TCP", "10.0.0.1 0 0", "10.0.1.2 1 1"));
        assertEquals("-d -t 172.30.0.10:80 -r 10.0.0.1:8080\n", check.ipvsadm());
        assertEquals(Terminating.NONE, check.left());
        assertEquals(Terminating.NONE, sync.terminating().check(FRESH).left(), "somebody else took it away");
    }

    @Test
    @DisplayName("an endpoint that comes back while it waits is taken away and added anew")
    void comes_back() {
        Terminating waiting = new Terminating(Set.of(new Terminating.Item(key("TCP"), pod("10.0.0.1"))));
        IpvsSync sync = sync(wanted("TCP", "10.0.0.1"), node("TCP", "10.0.0.1 0 2"), waiting, false);
        assertEquals(
                "-d -t 172.30.0.10:80 -r 10.0.0.1:8080\n-a -t 172.30.0.10:80 -r 10.0.0.1:8080 -m -w 1\n",
                ipvsadm(sync));
        assertEquals(Terminating.NONE, sync.terminating());
    }

    @Test
    @DisplayName("datagrams do not wait")
    void udp() {
        IpvsSync sync = sync(wanted("UDP"), node("UDP", "10.0.0.1 1 9"), Terminating.NONE, false);
        assertEquals("-d -u 172.30.0.10:80 -r 10.0.0.1:8080\n", ipvsadm(sync));
    }

    @Test
    @DisplayName(
            "a Service that has gone takes its virtual server and its address along, unless they are somebody else's")
    void gone() {
        IpvsWanted nothing = IpvsProxier.wanted(Objects.NODE, IpvsConfig.DEFAULT, ProxyView.EMPTY);
        IpvsNode node = node("TCP", "10.0.0.1 1 3");
        IpvsSync sync = sync(nothing, node, Terminating.NONE, false);
        assertEquals("-D -t 172.30.0.10:80\n", ipvsadm(sync));
        assertTrue(sync.commands().stream()
                .anyMatch(each -> each.input().equals("addr del 172.30.0.10/32 dev kube-ipvs0\n")));

        IpvsConfig excluding = new IpvsConfig("rr", false, List.of(Cidr.parse("172.30.0.0/16")), 0, 0, 0);
        assertEquals("", ipvsadm(IpvsSync.of(nothing, node, IpFamily.IPV4, excluding, Terminating.NONE, false)));
    }

    @Test
    @DisplayName("at its start kube-proxy sets what IPVS needs, and with strict ARP what ARP needs")
    void start() {
        List<String> lines = IpvsSync.start(new IpvsConfig("rr", true, List.of(), 900, 120, 300)).stream()
                .map(IpvsSync.Command::line)
                .toList();
        assertTrue(lines.containsAll(List.of(
                "sysctl -w net.ipv4.vs.conntrack=1",
                "sysctl -w net.ipv4.vs.expire_nodest_conn=1",
                "sysctl -w net.ipv4.conf.all.arp_ignore=1",
                "sysctl -w net.ipv4.conf.all.arp_announce=2",
                "ipvsadm --set 900 120 300")));
        assertEquals(4, IpvsSync.start(IpvsConfig.DEFAULT).size());
    }

    @Test
    @DisplayName("what is wanted is a value: nobody changes it afterwards")
    void unchangeable() {
        IpvsWanted wanted = wanted("TCP", "10.0.0.1");
        assertThrows(UnsupportedOperationException.class, () -> wanted.servers().clear());
        assertThrows(UnsupportedOperationException.class, () -> wanted.bound().clear());
    }
}
