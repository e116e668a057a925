package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import packetwalk.net.Bytes;
import packetwalk.net.Packet;
import packetwalk.trace.Captured;
import packetwalk.trace.Pcap;
import packetwalk.trace.Walk;

/** What packet sockets see of walks, and of all that runs while a capture stands. */
class CaptureTest {

    private static final String VIRTUAL = "10.3.241.152";

    private static Cluster cluster2() {
        return cluster()
                .node("10.100.0.2")
                .pod("server-1")
                .label("app", "web")
                .listen(8080)
                .node("10.100.0.3")
                .pod("client")
                .service("web")
                .clusterIp(VIRTUAL)
                .selector("app", "web")
                .port(80, 8080)
                .up();
    }

    private static List<String> places(Pcap pcap) {
        return pcap.frames().stream()
                .map(frame -> frame.at().place() + (frame.outgoing() ? " out" : " in"))
                .toList();
    }

    @Test
    void a_packet_of_a_walk_is_seen_once_at_each_device_and_in_each_direction() {
        Cluster k8s = cluster2();
        k8s.pod("client").ping("10.0.1.2");
        Walk walk = k8s.pod("client").ping("10.0.1.2");
        List<String> seen = places(walk.packet(1).pcap()).stream()
                .map(place -> place.replaceAll("veth[0-9a-f]{7}", "vethX"))
                .toList();
        assertEquals(
                List.of(
                        "client/veth0 out",
                        "node-2/vethX in",
                        "node-2/cbr0 in",
                        "node-2/eth0 out",
                        "router/eth0 in",
                        "router/eth0 out",
                        "node-1/eth0 in",
                        "node-1/cbr0 out",
                        "node-1/vethX out",
                        "server-1/veth0 in"),
                seen);
    }

    @Test
    void what_a_host_sends_to_itself_is_seen_when_it_comes_in() {
        Pcap pcap = cluster2().pod("client").ping("127.0.0.1").pcap();
        assertEquals(List.of("client/lo in", "client/lo in"), places(pcap));
        assertEquals(64, ((Packet) pcap.frames().get(0).frame().payload()).ttl());
    }

    @Test
    void packet_sockets_stand_before_the_first_hook_and_behind_the_last() {
        Walk walk = cluster2().pod("client").connect(VIRTUAL, 80);
        answered(walk);
        List<Captured> first = walk.connection(1).pcap().frames();
        assertEquals(VIRTUAL, destination(first, "node-2/veth"), "before PREROUTING");
        assertEquals("10.0.1.2", destination(first, "node-2/cbr0"), "behind PREROUTING of the bridge's port");
        assertEquals("10.0.1.2", destination(first, "node-2/eth0"), "behind POSTROUTING");
    }

    private static String destination(List<Captured> frames, String place) {
        return frames.stream()
                .filter(frame -> frame.at().place().startsWith(place))
                .map(frame -> ((Packet) frame.frame().payload()).dst().toString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void each_frame_has_what_its_packet_met_since_it_was_last_seen_and_the_last_one_its_end() {
        Walk walk = cluster2().pod("client").connect(VIRTUAL, 80);
        int number = walk.connection(1).ways().get(0).packet();
        List<Captured> syn = walk.packet(number).pcap().frames();
        String first = String.join("\n", syn.get(0).decisions());
        assertTrue(first.contains("client sent: nc (opens a connection)"), first);
        String translated = String.join("\n", syn.get(2).decisions());
        assertTrue(
                translated.contains("node-2 DNAT: dst 10.3.241.152 -> 10.0.1.2, dport 80 -> 8080  by ")
                        && translated.contains("-j DNAT --to-destination 10.0.1.2:8080"),
                translated);
        String last = String.join("\n", syn.get(syn.size() - 1).decisions());
        assertTrue(last.contains("server-1 delivered: server-1 (it listens on 0.0.0.0:8080)"), last);
    }

    @Test
    void a_lost_packets_last_frame_says_why() {
        Cluster k8s = cluster2();
        k8s.node("10.100.0.2").iptables("-A FORWARD -d 10.0.1.2 -j DROP");
        List<Captured> frames = k8s.pod("client").ping("10.0.1.2").pcap().frames();
        Captured last = frames.stream()
                .filter(frame -> frame.frame().payload() instanceof Packet)
                .reduce((one, other) -> other)
                .orElseThrow();
        assertEquals("node-1/eth0", last.at().place());
        List<String> ends = last.decisions()
                .subList(last.decisions().size() - 2, last.decisions().size());
        assertTrue(ends.get(0).startsWith("node-1 matched: -d 10.0.1.2/32 -j DROP (FORWARD"), ends.toString());
        assertEquals("node-1 dropped: DROP (NETFILTER_DROP: dropped at FORWARD)", ends.get(1));
    }

    @Test
    void a_capture_sees_whatever_runs_until_it_is_stopped_and_nothing_elsewhere() {
        Cluster k8s = cluster2();
        k8s.pod("client").ping("10.0.1.2");
        Capture capture = k8s.node("10.100.0.3").capture("eth0");
        assertTrue(capture.running());
        k8s.pod("client").ping("10.0.1.2");
        k8s.pod("client").load("http://" + VIRTUAL + "/", 3);
        List<Captured> seen = capture.pcap().frames();
        assertEquals(List.of("node-2/eth0"), capture.pcap().interfaces());
        assertEquals(
                List.of("node-2/eth0 in", "node-2/eth0 out"),
                places(capture.pcap()).stream().distinct().sorted().toList());
        assertFalse(capture.stop().running());
        k8s.pod("client").ping("10.0.1.2");
        assertEquals(seen, capture.pcap().frames());
    }

    @Test
    void a_walk_and_a_capture_of_everything_see_the_same_frames() {
        Cluster k8s = cluster2();
        Capture capture = k8s.capture();
        Walk walk = k8s.pod("client").get("http://web/");
        capture.stop();
        assertEquals(
                walk.pcap().frames().stream().map(Captured::bytes).toList(),
                capture.pcap().frames().stream().map(Captured::bytes).toList());
        assertEquals(places(walk.pcap()), places(capture.pcap()));
    }

    @Test
    void a_capture_of_a_pod_stands_at_its_devices_and_at_those_that_come() {
        Cluster k8s = cluster2();
        Capture capture = k8s.pod("client").capture();
        assertEquals(List.of("client/lo", "client/veth0"), capture.pcap().interfaces());
        assertEquals("0 packets captured", capture.text());
        k8s.pod("client").ping("127.0.0.1");
        assertEquals(2, capture.pcap().frames().size());
    }

    @Test
    void a_device_that_is_not_there_is_refused() {
        Pod client = cluster2().pod("client");
        assertEquals(
                "tcpdump: eth7: No such device exists; client has lo, veth0",
                assertThrows(IllegalArgumentException.class, () -> client.capture("eth7"))
                        .getMessage());
    }

    @Test
    void one_place_can_be_looked_at_alone() {
        Pcap pcap = cluster2().pod("client").ping("10.0.1.2").pcap();
        assertEquals(List.of("router/eth0"), pcap.at("router/eth0").interfaces());
        assertEquals(List.of("server-1/veth0"), pcap.at("server-1").interfaces());
        Throwable refused = assertThrows(IllegalArgumentException.class, () -> pcap.at("eth0"));
        assertTrue(refused.getMessage().startsWith("nothing was captured at eth0; there are client/veth0, "));
    }

    @Test
    void a_connection_can_be_looked_at_alone() {
        Walk walk = cluster2().pod("client").get("http://web/");
        Walk connection = walk.connection(1);
        assertTrue(connection.ways().stream()
                .allMatch(way -> way.content().summary().contains("TCP")));
        assertEquals(walk.connections(), connection.connections());
        assertEquals(
                "connection 2 is not in this walk; it has connections 1 to 1",
                assertThrows(IllegalArgumentException.class, () -> walk.connection(2))
                        .getMessage());
    }

    @Test
    void without_a_carrier_nothing_leaves_and_nothing_is_seen() {
        Cluster k8s = cluster2();
        k8s.node("10.100.0.3").ip("link set eth0 down");
        Walk walk = k8s.router().ping("10.100.0.3");
        k8s.pod("client").ip("neigh add 10.0.2.1 lladdr 02:00:00:00:00:01 dev veth0");
        String port = k8s.topology().machines().stream()
                .flatMap(machine -> machine.spaces().stream())
                .flatMap(space -> space.devices().stream())
                .filter(device -> device.peer().equals("client/veth0"))
                .findFirst()
                .orElseThrow()
                .name();
        k8s.node("10.100.0.3").ip("link set " + port + " down");
        Walk lost = k8s.pod("client").ping("10.0.2.1");
        assertEquals("NO_CARRIER", lost.drop().orElseThrow().dropReason().toString());
        assertEquals(List.of(), lost.pcap().frames());
        assertNotEquals(List.of(), walk.pcap().frames());
    }

    @Test
    void lines_are_tcpdumps_with_the_interface_where_there_are_several() {
        Pcap pcap = cluster2().pod("client").ping("10.0.2.1").pcap();
        String text = pcap.text().replaceAll("veth[0-9a-f]{7}", "veth.......");
        assertTrue(
                text.contains(
                        "00:00:00.000005 node-2/veth....... B   ARP, Request who-has 10.0.2.1 tell 10.0.2.2, length 28"),
                text);
        assertEquals(
                """
                00:00:00.000000 ARP, Request who-has 10.0.2.1 tell 10.0.2.2, length 28
                00:00:00.000010 ARP, Request who-has 10.0.2.1 tell 10.0.2.2, length 28
                00:00:00.000010 ARP, Reply 10.0.2.1 is-at 0a:58:0a:00:02:01, length 28
                00:00:00.000010 IP 10.0.2.2 > 10.0.2.1: ICMP echo request, id 1, seq 1, length 64
                00:00:00.000020 IP 10.0.2.1 > 10.0.2.2: ICMP echo reply, id 1, seq 1, length 64""", pcap.at("client/veth0").text(), "the port's hairpin mode floods a question to who asked, too");
    }

    @Test
    void of_a_long_capture_the_first_lines_are_shown() {
        Cluster k8s = cluster2();
        Capture capture = k8s.capture();
        k8s.pod("client").load("http://" + VIRTUAL + "/", 10);
        List<String> lines = capture.text().lines().toList();
        int frames = capture.pcap().frames().size();
        assertEquals(41, lines.size());
        assertEquals("... and " + (frames - 40) + " more; pcap(file) writes all of them", lines.get(40));
    }

    @Test
    void the_same_seed_gives_the_same_file(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("walk.pcapng");
        Pcap one = cluster2().pod("client").get("http://web/").pcap(file);
        Pcap other = cluster2().pod("client").get("http://web/").pcap();
        assertEquals(one.bytes(), other.bytes());
        assertEquals(one.bytes(), Bytes.of(Files.readAllBytes(file)));
    }

    @Test
    void a_file_that_cannot_be_written_is_refused(@TempDir Path folder) {
        Pcap pcap = cluster2().pod("client").ping("10.0.2.1").pcap();
        Path nowhere = folder.resolve("missing").resolve("walk.pcapng");
        Throwable refused = assertThrows(IllegalArgumentException.class, () -> pcap.write(nowhere));
        assertTrue(refused.getMessage().startsWith("capture " + nowhere + " cannot be written: "));
        assertThrows(IllegalArgumentException.class, () -> pcap.snaplen(13));
    }

    @Test
    void packets_can_be_cut_to_their_headers() {
        Pcap pcap = cluster2().pod("client").get("http://web/").pcap();
        assertTrue(pcap.snaplen(66).bytes().length() < pcap.bytes().length());
    }

    @Test
    void interfaces_of_one_name_are_told_apart_by_their_machines() {
        Cluster k8s = cluster()
                .dockerHost("10.100.0.2")
                .container("web")
                .dockerHost("10.100.0.3")
                .container("web")
                .up();
        Capture capture = k8s.capture();
        k8s.dockerHost("10.100.0.2").container("web").ping("172.17.0.1");
        k8s.dockerHost("10.100.0.3").container("web").ping("172.17.0.1");
        Set<String> names = capture.pcap().interfaces().stream()
                .filter(name -> name.contains("web/"))
                .collect(Collectors.toCollection(HashSet::new));
        assertEquals(2, names.size(), names.toString());
    }
}
