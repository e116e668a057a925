package packetwalk.proxy.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.proxy.Objects.NODE;
import static packetwalk.proxy.Objects.slice;
import static packetwalk.proxy.Objects.web;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Inside;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Owner;
import packetwalk.net.IpAddress;
import packetwalk.program.userspace.ProxySockets;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;
import packetwalk.tools.Shell;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** kube-proxy in user-space mode: from Services to rules and ports, and those on a node. */
class UserspaceProxierTest {

    private final AtomicInteger nextPort = new AtomicInteger(10_400);
    private final UserspaceProxier proxier = new UserspaceProxier(NODE, nextPort::getAndIncrement);

    private static ProxyView view(Service service, EndpointSlice... slices) {
        return ProxyView.of(NODE, List.of(service), List.of(slices));
    }

    @Test
    void a_cluster_IP_is_redirected_for_pods_and_sent_to_the_nodes_address_for_the_node_itself() {
        UserspaceSync sync = proxier.sync(view(web("TCP").build(), slice("TCP", "10.0.0.1", "10.0.1.1")));
        assertEquals("""
                *filter
                :KUBE-NODEPORT-NON-LOCAL - [0:0]
                COMMIT
                *nat
                :KUBE-PORTALS-CONTAINER - [0:0]
                :KUBE-PORTALS-HOST - [0:0]
                :KUBE-NODEPORT-CONTAINER - [0:0]
                :KUBE-NODEPORT-HOST - [0:0]
                -A KUBE-PORTALS-CONTAINER -m comment --comment ns/web -p tcp -m tcp --dport 80 -d 172.30.0.10/32 -j REDIRECT --to-ports 10400
                -A KUBE-PORTALS-HOST -m comment --comment ns/web -p tcp -m tcp --dport 80 -d 172.30.0.10/32 -j DNAT --to-destination 192.168.0.2:10400
                COMMIT
                """, sync.restore());
        assertEquals(
                "[10.0.0.1:8080, 10.0.1.1:8080]",
                sync.ports().get(0).endpoints().toString());
        assertEquals(Portal.ALL, sync.portals());
    }

    @Test
    void node_ports_external_and_load_balancer_addresses_get_their_rules() {
        Service service = web("UDP")
                .editSpec()
                .withType("LoadBalancer")
                .withExternalIPs("192.0.2.7")
                .editFirstPort()
                .withNodePort(32_213)
                .endPort()
                .endSpec()
                .withNewStatus()
                .withNewLoadBalancer()
                .addNewIngress()
                .withIp("35.184.97.156")
                .endIngress()
                .endLoadBalancer()
                .endStatus()
                .build();
        String match = " -m comment --comment ns/web -p udp -m udp --dport ";
        List<String> rules = proxier.sync(view(service))
                .restore()
                .lines()
                .filter(line -> line.startsWith("-A"))
                .toList();
        assertEquals(
                List.of(
                        "-A KUBE-NODEPORT-NON-LOCAL" + match + "10400 -m state --state NEW -j ACCEPT",
                        "-A KUBE-PORTALS-CONTAINER" + match + "80 -d 172.30.0.10/32 -j REDIRECT --to-ports 10400",
                        "-A KUBE-PORTALS-HOST" + match
                                + "80 -d 172.30.0.10/32 -j DNAT --to-destination 192.168.0.2:10400",
                        "-A KUBE-PORTALS-CONTAINER" + match
                                + "80 -d 192.0.2.7/32 -m physdev ! --physdev-is-in -j REDIRECT --to-ports 10400",
                        "-A KUBE-PORTALS-CONTAINER" + match
                                + "80 -d 192.0.2.7/32 -m addrtype --dst-type LOCAL -j REDIRECT --to-ports 10400",
                        "-A KUBE-PORTALS-HOST" + match + "80 -d 192.0.2.7/32 -m addrtype --dst-type LOCAL"
                                + " -j DNAT --to-destination 192.168.0.2:10400",
                        "-A KUBE-PORTALS-CONTAINER" + match + "80 -d 35.184.97.156/32 -j REDIRECT --to-ports 10400",
                        "-A KUBE-PORTALS-HOST" + match
                                + "80 -d 35.184.97.156/32 -j DNAT --to-destination 192.168.0.2:10400",
                        "-A KUBE-NODEPORT-CONTAINER" + match + "32213 -j REDIRECT --to-ports 10400",
                        "-A KUBE-NODEPORT-HOST" + match + "32213 -j DNAT --to-destination 192.168.0.2:10400"),
                rules);
    }

    @Test
    void a_port_is_kept_while_only_endpoints_change_and_given_back_with_the_Service() {
        int first = proxier.sync(view(web("TCP").build())).ports().get(0).proxyPort();
        UserspaceSync more = proxier.sync(view(web("TCP").build(), slice("TCP", "10.0.0.1")));
        assertEquals(first, more.ports().get(0).proxyPort());
        assertTrue(proxier.sync(ProxyView.EMPTY).ports().isEmpty());
        assertNotEquals(
                first, proxier.sync(view(web("TCP").build())).ports().get(0).proxyPort());
    }

    @Test
    void affinity_is_the_Services_and_SCTP_is_left_out() {
        Service sticky = web("TCP")
                .editSpec()
                .withSessionAffinity("ClientIP")
                .withNewSessionAffinityConfig()
                .withNewClientIP(600)
                .endSessionAffinityConfig()
                .endSpec()
                .build();
        ProxyPort port = proxier.sync(view(sticky)).ports().get(0);
        assertEquals(Optional.of(Duration.ofMinutes(10)), port.wanted().stickiness());
        assertTrue(proxier.sync(view(web("SCTP").build())).ports().isEmpty());
    }

    @Test
    void a_range_of_ports_that_is_used_up_is_told() {
        UserspaceProxier narrow = new UserspaceProxier(NODE, () -> 10_400);
        Service two = web("TCP")
                .editSpec()
                .editFirstPort()
                .withName("a")
                .endPort()
                .addNewPort()
                .withName("b")
                .withPort(81)
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
        String said = assertThrows(IllegalStateException.class, () -> narrow.sync(view(two)))
                .getMessage();
        assertTrue(said.contains("make --proxy-port-range wider"), said);
    }

    @Test
    void on_a_node_rules_and_process_together_serve_a_cluster_IP_and_without_the_process_nobody_does() {
        Cluster world = cluster()
                .dockerHost("10.100.0.2")
                .container("client")
                .container("web")
                .listen(8080)
                .up();
        NetworkNamespace node = Inside.namespace(world.dockerHost("host-1"));
        NodeConfig config = NodeConfig.of("host-1", IpAddress.parse("10.100.0.2"));
        UserspaceSync sync = new UserspaceProxier(config, () -> 10_400)
                .sync(view(
                        web("TCP").build(),
                        slice("TCP", world.container("web").address().toString())));
        Shell shell = new Shell(node);
        sync.portals().forEach(portal -> {
            shell.run(portal.newChain());
            shell.run(portal.ensure());
            shell.run(portal.check());
        });
        shell.run("iptables-restore --noflush", sync.restore());
        Owner kubeProxy = new Owner(900, "kube-proxy");
        new ProxySockets(node, kubeProxy)
                .sync(sync.ports().stream().map(ProxyPort::wanted).toList(), sync.claims());

        for (Walk walk : List.of(
                world.container("client").get("http://172.30.0.10/"),
                world.dockerHost("host-1").get("http://172.30.0.10/"))) {
            assertTrue(walk.answered() && walk.natted(), walk::text);
        }
        String seen = world.container("client").get("http://172.30.0.10/").output();
        assertTrue(seen.contains("(you are 172.17.0.1)"), seen);
        node.sockets().closeAll(kubeProxy);
        assertEquals(
                Outcome.Kind.REFUSED,
                world.container("client").get("http://172.30.0.10/").outcome().kind());
    }
}
