package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.ended;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.program.HttpServer;
import packetwalk.proxy.LocalDetector;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyOptions;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.iptables.Jump;
import packetwalk.proxy.ipvs.IpvsConfig;
import packetwalk.proxy.ipvs.IpvsJumps;
import packetwalk.proxy.ipvs.IpvsNode;
import packetwalk.proxy.ipvs.IpvsProxier;
import packetwalk.proxy.ipvs.IpvsSync;
import packetwalk.proxy.ipvs.Terminating;
import packetwalk.tools.Shell;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** The articles' service through nodes on which kube-proxy's ipvs mode was applied, command by command. */
class KubeIpvsTest {

    private static final String VIP = "10.3.241.152";
    private static final String SERVICE = "http://" + VIP + "/";
    private static final int NODE_PORT = 32213;
    private static final String OUTSIDE = "203.0.113.10";
    private static final Owner TEST = new Owner(7, "test");

    private final Cluster k8s = cluster()
            .node("10.100.0.2")
            .pod("server-1")
            .listen(8080)
            .node("10.100.0.3")
            .pod("server-2")
            .listen(8080)
            .pod("client")
            .outside("203.0.113.0/24")
            .host(OUTSIDE)
            .up();
    private final List<Node> nodes = List.of(k8s.node("10.100.0.2"), k8s.node("10.100.0.3"));
    private final Node node2 = nodes.get(1);
    private final Map<Node, Terminating> terminating = new HashMap<>();
    private ServiceBuilder service = service();
    private List<String> pods = List.of("10.0.1.2", "10.0.2.2");

    private static ServiceBuilder service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("service-test")
                .endMetadata()
                .withNewSpec()
                .withType("NodePort")
                .withClusterIP(VIP)
                .withClusterIPs(VIP)
                .addNewPort()
                .withPort(80)
                .withNodePort(NODE_PORT)
                .withProtocol("TCP")
                .endPort()
                .endSpec();
    }

    private EndpointSlice slice() {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("service-test-1")
                .addToLabels("kubernetes.io/service-name", "service-test")
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("")
                .withPort(8080)
                .withProtocol("TCP")
                .endPort()
                .withEndpoints(pods.stream()
                        .map(each -> new EndpointBuilder()
                                .withAddresses(each)
                                .withNodeName(each.startsWith("10.0.1.") ? "node-1" : "node-2")
                                .build())
                        .toList())
                .build();
    }

    @BeforeEach
    void start() {
        for (Node node : nodes) {
            IpvsSync.start(IpvsConfig.DEFAULT).forEach(each -> run(node, each));
            Shell shell = new Shell(node.namespace());
            TreeSet<String> chains = new TreeSet<>();
            for (Jump jump : IpvsJumps.ALL) {
                if (chains.add(jump.newChain())) {
                    shell.run(jump.newChain());
                }
                shell.run(jump.insert());
            }
        }
        sync(true);
    }

    private static void run(Node node, IpvsSync.Command command) {
        new Shell(node.namespace()).run(command.line(), command.input());
    }

    private void sync(boolean first) {
        nodes.forEach(node -> sync(node, first));
    }

    private void sync(Node node, boolean first) {
        NodeConfig config = config(node);
        ProxyView view = ProxyView.of(config, List.of(service.build()), List.of(slice()));
        IpvsSync sync = IpvsSync.of(
                IpvsProxier.wanted(config, IpvsConfig.DEFAULT, view),
                IpvsNode.of(node.namespace()),
                IpFamily.IPV4,
                IpvsConfig.DEFAULT,
                terminating.getOrDefault(node, Terminating.NONE),
                first);
        sync.commands().forEach(each -> run(node, each));
        terminating.put(node, sync.terminating());
    }

    private NodeConfig config(Node node) {
        NetworkNamespace namespace = node.namespace();
        List<InterfaceAddress> addresses = namespace.devices().stream()
                .filter(device -> !device.name().equals(IpvsProxier.DEVICE))
                .flatMap(device -> device.addresses().stream())
                .toList();
        String name = node == node2 ? "node-2" : "node-1";
        return NodeConfig.of(name, node.address())
                .withAddresses(addresses)
                .with(ProxyOptions.DEFAULT.withLocalDetector(
                        LocalDetector.cidr(node == node2 ? "10.0.2.0/24" : "10.0.1.0/24")));
    }

    private void endpoints(String... addresses) {
        pods = List.of(addresses);
        sync(false);
    }

    private Walk get() {
        return k8s.pod("client").get(SERVICE);
    }

    private static String answer(Walk walk) {
        answered(walk);
        return walk.outcome().text().replaceFirst(".*: ", "");
    }

    private Set<String> answers(Netns from, String url) {
        TreeSet<String> answers = new TreeSet<>();
        IntStream.range(0, 4).forEach(i -> answers.add(answer(from.get(url))));
        return answers;
    }

    @Test
    @DisplayName("S3, S4 by IPVS: either pod answers at the service's address, and sees the client's own")
    void cluster_ip() {
        assertEquals(
                Set.of("server-1 (you are 10.0.2.3)", "server-2 (you are 10.0.2.3)"),
                answers(k8s.pod("client"), SERVICE));
        String listed = node2.sh("ipvsadm -Ln").text();
        assertTrue(listed.contains("""
                TCP  10.3.241.152:80 rr
                  -> 10.0.1.2:8080                Masq    1      0          2        \s
                  -> 10.0.2.2:8080                Masq    1      0          2        \s
                TCP  10.100.0.3:32213 rr
                """), listed);
        assertTrue(node2.ip("addr show kube-ipvs0").text().contains("inet 10.3.241.152/32 scope global kube-ipvs0"));
    }

    @Test
    @DisplayName("a node's own call is masqueraded, or the answer would not come back")
    void from_the_node() {
        assertEquals(Set.of("server-1 (you are 10.100.0.3)", "server-2 (you are 10.0.2.1)"), answers(node2, SERVICE));
        node2.iptables("-t nat -F KUBE-MARK-MASQ");
        ended(
                Outcome.Kind.TIMED_OUT,
                List.of(node2.connect(VIP, 80), node2.connect(VIP, 80)).stream()
                        .filter(walk -> walk.outcome().kind() == Outcome.Kind.TIMED_OUT)
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    @DisplayName("I5: every node answers at the node port, by a pod on either; the pod sees the node")
    void node_port() {
        String url = "http://10.100.0.3:" + NODE_PORT + "/";
        assertEquals(
                Set.of("server-1 (you are 10.100.0.3)", "server-2 (you are 10.0.2.1)"),
                answers(k8s.host(OUTSIDE), url));
        answered(k8s.host(OUTSIDE).get("http://10.100.0.2:" + NODE_PORT + "/"));
    }

    @Test
    @DisplayName("externalTrafficPolicy Local: only this node's pod answers, and sees the client")
    void local_policy() {
        service = service().editSpec().withExternalTrafficPolicy("Local").endSpec();
        sync(false);
        assertEquals(
                Set.of("server-2 (you are " + OUTSIDE + ")"),
                answers(k8s.host(OUTSIDE), "http://10.100.0.3:" + NODE_PORT + "/"));
    }

    @Test
    @DisplayName("session affinity: one client, one pod")
    void affinity() {
        service = service().editSpec().withSessionAffinity("ClientIP").endSpec();
        sync(false);
        assertEquals(1, answers(k8s.pod("client"), SERVICE).size());
        assertTrue(node2.sh("ipvsadm -Ln").text().contains("TCP  10.3.241.152:80 rr persistent 10800\n"));
    }

    @Test
    @DisplayName("no endpoints: the client is refused at once, on cluster IP and node port")
    void no_endpoints() {
        endpoints();
        ended(Outcome.Kind.REFUSED, get());
        ended(Outcome.Kind.REFUSED, k8s.host(OUTSIDE).connect("10.100.0.3", NODE_PORT));
    }

    @Test
    @DisplayName("a port that the Service does not have is rejected, though a process of the node listens there")
    void host_port_at_virtual_address() {
        new HttpServer(9999, "node").start(node2.namespace(), TEST);
        answered(k8s.pod("client").get("http://10.100.0.3:9999/"));
        ended(Outcome.Kind.REFUSED, k8s.pod("client").connect(VIP, 9999));
        node2.iptables("-F KUBE-IPVS-FILTER");
        answered(k8s.pod("client").get("http://" + VIP + ":9999/"));
    }

    @Test
    @DisplayName("an endpoint that is removed finishes its connections: weight 0, then gone at a minute's check")
    void graceful() {
        StringBuilder heard = new StringBuilder();
        TcpSocket socket = k8s.pod("client")
                .namespace()
                .sockets()
                .tcp()
                .connect(TEST, IpAddress.parse(VIP), 80, new TcpEvents() {
                    @Override
                    public void received(TcpSocket from, Bytes data) {
                        heard.append(data.text().replaceFirst("(?s).*\r\n\r\n", ""));
                    }
                });
        k8s.advance(Duration.ofMillis(20));
        String busy = node2.sh("ipvsadm -Lcn").text().contains("10.0.2.2:8080") ? "10.0.2.2" : "10.0.1.2";
        String other = busy.equals("10.0.2.2") ? "10.0.1.2" : "10.0.2.2";
        endpoints(other);
        assertTrue(node2.sh("ipvsadm -Ln").text().contains(busy + ":8080                Masq    0      1"));
        socket.send(Bytes.of("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
        k8s.advance(Duration.ofSeconds(1));
        assertTrue(heard.toString().contains("you are 10.0.2.3"), heard::toString);

        socket.close();
        k8s.advance(Duration.ofMinutes(3));
        Terminating.Check check = terminating.get(node2).check(IpvsNode.of(node2.namespace()));
        new Shell(node2.namespace()).run("ipvsadm -R", check.ipvsadm());
        assertFalse(node2.sh("ipvsadm -Ln").text().contains(busy + ":8080"), check::ipvsadm);
    }

    @Test
    @DisplayName("a load balancer's source ranges let in whom they name, and the node only if they name it")
    void source_ranges() {
        service = service()
                .editSpec()
                .withType("LoadBalancer")
                .withLoadBalancerSourceRanges("10.100.0.1/32")
                .endSpec()
                .withNewStatus()
                .withNewLoadBalancer()
                .addNewIngress()
                .withIp("35.184.97.156")
                .endIngress()
                .endLoadBalancer()
                .endStatus();
        sync(false);
        k8s.router().ip("route add 35.184.97.156/32 via 10.100.0.3");
        answered(k8s.router().get("http://35.184.97.156/"));
        ended(Outcome.Kind.TIMED_OUT, k8s.pod("client").connect("35.184.97.156", 80));
        ended(Outcome.Kind.TIMED_OUT, node2.connect("35.184.97.156", 80));
    }

    @Test
    @DisplayName("a Service that has gone leaves nothing behind")
    void gone() {
        service = service().editSpec().withType("ExternalName").endSpec();
        sync(false);
        assertEquals("", node2.sh("ipvsadm -S").text());
        assertFalse(node2.ip("addr show kube-ipvs0").text().contains("inet "));
        assertFalse(node2.sh("ipset list KUBE-CLUSTER-IP").text().contains(VIP));
    }
}
