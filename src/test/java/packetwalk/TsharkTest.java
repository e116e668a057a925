package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;
import static packetwalk.WalkAssertions.ended;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import packetwalk.cni.PodNetwork;
import packetwalk.net.Bytes;
import packetwalk.net.Frame;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.net.ProxyHeader;
import packetwalk.net.Sctp;
import packetwalk.net.tcpdump.TcpdumpText;
import packetwalk.trace.At;
import packetwalk.trace.Captured;
import packetwalk.trace.Outcome;
import packetwalk.trace.Pcap;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;

/** What the real tshark and tcpdump read in captures: nothing malformed, every checksum right, every protocol known. */
@Tag("tshark")
class TsharkTest {

    private static final String VIRTUAL = "10.3.241.152";

    @TempDir
    Path folder;

    @BeforeEach
    void tools() {
        assumeTrue(Tshark.missing().isEmpty(), "captures not read: " + Tshark.missing());
    }

    private static ClusterScope described() {
        return cluster()
                .outside("203.0.113.0/24")
                .host("203.0.113.9")
                .name("visitor")
                .node("10.100.0.2")
                .pod("server-1")
                .label("app", "web")
                .listen(8080)
                .node("10.100.0.3")
                .pod("client");
    }

    private static ServiceScope service() {
        return described()
                .service("web")
                .clusterIp(VIRTUAL)
                .selector("app", "web")
                .port(80, 8080);
    }

    /** The whole capture is sound, at each interface nothing is even odd, and tcpdump prints what we print. */
    private Tshark sound(Pcap pcap) {
        String first = pcap.interfaces().get(0);
        Tshark.of(pcap.at(first), folder).isSound(true);
        Tshark tshark = Tshark.of(pcap, folder).isSound(false);
        TcpdumpText tcpdump = new TcpdumpText();
        assertEquals(
                pcap.frames().stream().map(frame -> tcpdump.line(frame.frame())).collect(Collectors.joining("\n")),
                String.join("\n", tshark.tcpdump()));
        return tshark;
    }

    @Test
    void a_ping_from_pod_to_pod_with_the_questions_of_arp() {
        Walk walk = described().up().pod("client").ping("10.0.1.2");
        answered(walk);
        Tshark tshark = sound(walk.pcap());
        assertEquals(10, tshark.count("icmp.type == 8"), "one for each interface and direction");
        assertEquals(10, tshark.count("icmp.type == 0"));
        assertTrue(tshark.count("arp.opcode == 1") > 0 && tshark.count("arp.opcode == 2") > 0);
    }

    @Test
    void there_is_one_description_for_each_interface_with_its_name_and_packets() {
        Walk walk = described().up().pod("client").ping("10.0.1.2");
        List<String> info = Tshark.of(walk.pcap(), folder).capinfos();
        assertTrue(info.contains(
                "Number of interfaces in file: " + walk.pcap().interfaces().size()));
        assertEquals(
                walk.pcap().interfaces(),
                info.stream()
                        .filter(line -> line.strip().startsWith("Name = "))
                        .map(line -> line.strip().substring(7))
                        .toList());
        assertTrue(info.contains("Capture comment:     " + walk.summary()), info.toString());
        assertTrue(info.stream().anyMatch(line -> line.strip().equals("Time precision = nanoseconds (9)")));
    }

    @Test
    void a_service_by_its_name_through_dns_and_dnat() {
        Walk walk = service().up().pod("client").get("http://web/");
        answered(walk);
        Tshark tshark = sound(walk.pcap());
        Set<String> queries = new TreeSet<>(tshark.fields(List.of("dns.qry.name"), "dns.flags.response == 0"));
        assertEquals(Set.of("web.default.svc.cluster.local"), queries);
        assertTrue(tshark.count("http.request.uri == \"/\" and ip.dst == " + VIRTUAL) > 0);
        assertTrue(tshark.count("http.request.uri == \"/\" and ip.dst == 10.0.1.2 and tcp.dstport == 8080") > 0);
        assertTrue(tshark.count("http.response.code == 200") > 0);
        assertEquals(
                "http://web/",
                tshark.fields(List.of("http.request.full_uri"), "http.request").get(0));
    }

    @Test
    void one_packet_has_one_number_wherever_it_is_seen_and_says_what_translated_it() {
        Walk walk = service().up().pod("client").connect(VIRTUAL, 80);
        int syn = walk.connection(1).ways().get(0).packet();
        Tshark tshark = Tshark.of(walk.pcap(), folder);
        List<String> seen = tshark.fields(
                List.of("frame.interface_name", "ip.dst", "frame.comment"), "frame.packet_id == " + syn + " and ip");
        assertEquals(10, seen.size());
        assertTrue(seen.get(0).startsWith("client/veth0\t" + VIRTUAL + "\tclient sent: nc (opens a connection)"));
        assertTrue(seen.get(2).startsWith("node-2/cbr0\t10.0.1.2\t"), seen.get(2));
        assertTrue(seen.get(2).contains("-j DNAT --to-destination 10.0.1.2:8080"), seen.get(2));
    }

    @Test
    void masquerading_through_a_node_port_from_outside() {
        Walk walk =
                service().type("NodePort").nodePort(30080).up().host("visitor").get("http://10.100.0.3:30080/");
        answered(walk);
        Tshark tshark = sound(walk.pcap());
        assertTrue(tshark.count("http.request and ip.src == 203.0.113.9 and tcp.dstport == 30080") > 0);
        assertTrue(tshark.count("http.request and ip.src == 10.100.0.3 and ip.dst == 10.0.1.2") > 0);
    }

    @Test
    void an_ingress_whose_tls_can_be_read_with_the_keys_that_the_capture_has() {
        Cluster k8s = service()
                .ingress("test")
                .className("nginx")
                .tls("secret")
                .host("testhost.com")
                .path("Prefix", "/", "web", 80)
                .tlsSecret("secret", "testhost.com")
                .ingressController("nginx")
                .up();
        String port = k8s.kubectl(
                        "get svc ingress-nginx-controller -n ingress-nginx -o jsonpath={.spec.ports[1].nodePort}")
                .text();
        Walk walk =
                k8s.host("visitor").hostAlias("testhost.com", "10.100.0.2").get("https://testhost.com:" + port + "/");
        answered(walk);
        Tshark tshark = sound(walk.pcap());
        assertTrue(
                tshark.count("tls.handshake.type == 1 and tls.handshake.extensions_server_name == testhost.com") > 0);
        assertTrue(tshark.count("tls.handshake.type == 11") > 0, "a certificate");
        assertTrue(tshark.count("http.request and tls and http.host contains \"testhost.com\"") > 0, "decrypted");
        assertTrue(tshark.count("http.request and !tls and ip.dst == 10.0.1.2") > 0, "in the clear behind nginx");
    }

    @Test
    void errors_of_icmp_quote_what_they_are_about() {
        Cluster k8s = described().up();
        Walk route = k8s.pod("client").traceroute("10.0.1.2");
        Tshark tshark = sound(route.pcap());
        assertTrue(tshark.count("icmp.type == 11 and ip.ttl == 1") > 0);
        assertTrue(tshark.count("icmp.type == 3 and icmp.code == 3 and udp.dstport >= 33434") > 0);
        Walk refused = k8s.pod("client").send("10.0.1.2", 999, "x".repeat(1400));
        ended(Outcome.Kind.REFUSED, refused);
        assertTrue(sound(refused.pcap()).count("icmp and ip.len == 576") > 0, "cut, and sound all the same");
        k8s.node("10.100.0.3").ip("link set eth0 mtu 1400");
        Walk tooBig = k8s.pod("client").send("10.0.1.2", 999, "x".repeat(1400));
        assertTrue(sound(tooBig.pcap()).count("icmp.type == 3 and icmp.code == 4 and icmp.mtu == 1400") > 0);
    }

    @ParameterizedTest
    @EnumSource
    void a_balancer_that_speaks_the_proxy_protocol(ProxyHeader.Version version) {
        Walk walk = cluster()
                .node("10.100.0.2")
                .outside("203.0.113.0/24")
                .host("203.0.113.9")
                .name("visitor")
                .deployment("web")
                .label("app", "web")
                .listen(8080)
                .proxyProtocol()
                .service("web")
                .type("NodePort")
                .selector("app", "web")
                .port(80, 8080)
                .nodePort(30080)
                .balancer("35.184.97.156")
                .port(80, 30080)
                .withoutHealthCheck()
                .proxyProtocol(version)
                .up()
                .host("visitor")
                .get("http://35.184.97.156/");
        answered(walk);
        Tshark tshark = sound(walk.pcap());
        assertTrue(tshark.count("proxy.src.ipv4 == 203.0.113.9 and tcp.dstport == 30080") > 0);
        assertTrue(tshark.count("http.request and ip.src == 203.0.113.9") > 0);
    }

    @Test
    void a_load_balancer_of_the_cloud() {
        Cluster k8s = service().type("LoadBalancer").cloud().up();
        k8s.advance(Duration.ofMinutes(5));
        String address = k8s.kubectl("get svc web -o jsonpath={.status.loadBalancer.ingress[0].ip}")
                .text();
        Walk walk = k8s.host("visitor").get("http://" + address + "/");
        answered(walk);
        assertTrue(sound(walk.pcap()).count("http.request and ip.dst == " + address) > 0);
    }

    @Test
    void ipv6_with_its_neighbour_discovery_and_its_errors() {
        Cluster k8s = described().up();
        Pod client = k8s.pod("client");
        Node node = k8s.node("10.100.0.3");
        for (Netns each : List.of(client, node)) {
            each.sysctl("-w net.ipv6.conf.all.disable_ipv6=0");
            each.sysctl("-w net.ipv6.conf.all.forwarding=1");
        }
        node.ip("-6 addr add fd00:2::1/64 dev cbr0");
        client.ip("-6 addr add fd00:2::2/64 dev veth0");
        client.ip("-6 route add default via fd00:2::1");
        k8s.advance(Duration.ofSeconds(5));
        Walk walk = client.ping("fd00:2::1");
        answered(walk);
        Tshark tshark = sound(walk.pcap());
        assertTrue(tshark.count("icmpv6.type == 128") > 0 && tshark.count("icmpv6.type == 129") > 0);
        assertTrue(tshark.count("icmpv6.nd.ns.target_address == fd00:2::1 and icmpv6.opt.linkaddr") > 0);
        assertTrue(tshark.count("icmpv6.nd.na.target_address == fd00:2::1 and icmpv6.nd.na.flag.r == 1") > 0);
        assertTrue(tshark.count("eth.dst == 33:33:ff:00:00:01 and frame.packet_flags_reception_type == 2") > 0);
        Walk nowhere = client.send("fd00:9::9", 999, "x".repeat(1300));
        assertTrue(sound(nowhere.pcap()).count("icmpv6.type == 1 and icmpv6.code == 0 and ipv6.plen == 1240") > 0);
    }

    @Test
    void what_a_tunnel_carries_is_a_frame_in_a_datagram() {
        Walk walk = service().podNetwork(PodNetwork.VXLAN).up().pod("client").get("http://web/");
        answered(walk);
        sound(walk.pcap());
        Tshark outside = Tshark.of(walk.pcap().at("node-2/eth0"), folder).decoding("udp.port==8472,vxlan");
        outside.isSound(true);
        assertEquals(
                1, outside.count("vxlan.vni == 1 and ip.src == 10.100.0.3 and ip.src == 10.0.2.2 and http.request"));
        assertEquals(
                List.of("node-2,client"),
                outside.fields(List.of("ip.src_host"), "http.request"),
                "what is inside is called by its name, too");
        assertEquals(0, outside.count("tcp and !vxlan"));
        assertTrue(outside.count("vxlan and frame.comment contains \"encapsulated\"") > 0);
        Tshark tunnel = Tshark.of(walk.pcap().at("node-2/flannel.1"), folder);
        assertEquals(1, tunnel.count("http.request and ip.dst == 10.0.1.2"));
    }

    @Test
    void a_load_at_one_nodes_card() {
        Cluster k8s = service().up();
        k8s.pod("client").ping("10.0.1.2");
        Capture capture = k8s.node("10.100.0.3").capture("eth0");
        k8s.pod("client").load("http://" + VIRTUAL + "/", 20);
        Pcap pcap = capture.stop().pcap(folder.resolve("load.pcapng"));
        Tshark tshark = sound(pcap);
        assertEquals(20, tshark.count("http.request"));
        assertEquals(20, tshark.count("http.response.code == 200"));
        assertEquals(
                Set.of("0x00000002\t10.0.2.2", "0x00000005\t10.0.1.2"),
                new TreeSet<>(tshark.fields(List.of("frame.packet_flags", "ip.src"), "tcp")),
                "out what the client says, in what it hears, for this card");
    }

    @Test
    void what_a_host_says_to_itself() {
        Walk walk = described().up().pod("client").ping("127.0.0.1");
        assertEquals(2, sound(walk.pcap()).count("icmp"));
    }

    @Test
    void addresses_are_called_what_people_call_them() {
        Walk walk = described().up().pod("client").ping("10.0.1.2");
        assertEquals(
                "client\tserver-1",
                Tshark.of(walk.pcap(), folder)
                        .fields(List.of("ip.src_host", "ip.dst_host"), "icmp")
                        .get(0));
    }

    @Test
    void sctp_has_its_own_checksum() {
        MacAddress mac = MacAddress.parse("02:42:0a:00:00:02");
        Packet init = Packet.of(IpAddress.parse("10.0.0.2"), IpAddress.parse("10.1.0.2"), new Sctp(5000, 53));
        Captured frame =
                new Captured(new At(0, 1, "node", At.HOST_NETNS, "eth0"), true, new Frame(mac, mac, init), List.of());
        Pcap pcap = new Pcap("", List.of(), List.of(frame), List.of(), Topology.EMPTY);
        assertEquals(1, sound(pcap).count("sctp.chunk_type == 1"));
    }

    @Test
    void cut_packets_are_no_malformed_ones() {
        Walk walk = service().up().pod("client").get("http://web/");
        Tshark tshark = Tshark.of(walk.pcap().snaplen(66), folder);
        assertEquals(0, tshark.count("_ws.malformed"));
        assertTrue(tshark.count("frame.cap_len == 66 and frame.len > 66") > 0);
    }

    @Test
    void an_empty_capture_is_a_file_too() {
        Capture capture = described().up().pod("client").capture();
        Tshark tshark = Tshark.of(capture.pcap(), folder);
        assertEquals(List.of(), tshark.tcpdump());
        assertEquals(Bytes.EMPTY, Bytes.of(String.join("", tshark.fields(List.of("frame.number"), ""))));
    }
}
