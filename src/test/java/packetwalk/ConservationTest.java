package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;
import packetwalk.net.Udp;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** Over random little networks, broken in random ways: every packet that is sent is delivered or dropped, once. */
class ConservationTest {

    static Stream<Long> seeds() {
        return LongStream.rangeClosed(1, 300).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("packets sent = delivered + dropped, and what comes back through NAT answers what was sent")
    void nothing_is_lost_without_a_step(long seed) {
        Random random = new Random(seed);
        Cluster k8s = build(random);
        List<Netns> places = places(k8s);
        for (int i = 0; i < 12; i++) {
            if (random.nextInt(3) == 0) {
                breakSomething(random, k8s, places);
            }
            Netns from = places.get(random.nextInt(places.size()));
            Netns to = places.get(random.nextInt(places.size()));
            Walk walk = act(random, from, to.address().toString());
            check(walk, seed);
            if (random.nextInt(4) == 0) {
                k8s.advance(Duration.ofSeconds(random.nextInt(400)));
            }
        }
    }

    private static Cluster build(Random random) {
        ClusterScope scope = cluster().seed(random.nextLong());
        for (int node = 0; node < 1 + random.nextInt(3); node++) {
            NodeScope open = scope.node("10.100.0." + (2 + node)).listen(22);
            for (int pod = 0; pod < random.nextInt(3); pod++) {
                open.pod("pod-" + node + "-" + pod).listen(80).listenUdp(53);
            }
        }
        for (int host = 0; host < 1 + random.nextInt(2); host++) {
            DockerHostScope open = scope.dockerHost("10.100.0." + (10 + host));
            open.docker0("172.17." + random.nextInt(2) + ".1/24");
            open.container("c-" + host).listen(80);
            open.container("j-" + host).join("c-" + host).listen(81);
        }
        scope.outside("203.0.113.0/24").host("203.0.113.10").listen(80);
        scope.outside("10.200.0.0/24").host("10.200.0.5").listen(80);
        return scope.cloudRoutes(random.nextInt(4) > 0).up();
    }

    private static List<Netns> places(Cluster k8s) {
        List<Netns> places = new ArrayList<>(k8s.nodes());
        places.addAll(k8s.pods());
        places.addAll(List.of(k8s.router(), k8s.host("203.0.113.10"), k8s.host("10.200.0.5")));
        places.add(k8s.dockerHost("host-1"));
        places.add(k8s.container("c-0"));
        places.add(k8s.container("j-0"));
        return places;
    }

    private static Walk act(Random random, Netns from, String to) {
        return switch (random.nextInt(6)) {
            case 0 -> from.ping(to, 1 + random.nextInt(5));
            case 1 -> from.get("http://" + to);
            case 2 -> from.connect(to, 1 + random.nextInt(100));
            case 3 -> from.send(to, 53, "hello");
            case 4 -> from.traceroute(to);
            default -> from.ping(to);
        };
    }

    private static void breakSomething(Random random, Cluster k8s, List<Netns> places) {
        Netns victim = places.get(random.nextInt(places.size()));
        switch (random.nextInt(6)) {
            case 0 -> victim.iptables("-I INPUT -p icmp -j DROP");
            case 1 -> victim.iptables("-I FORWARD -p tcp --dport 80 -j REJECT");
            case 2 -> victim.sysctl("net.ipv4.ip_forward=" + random.nextInt(2));
            case 3 -> victim.ip("route replace blackhole 10.0." + random.nextInt(3) + ".0/24");
            case 4 -> victim.ip("route replace unreachable 203.0.113.0/24");
            default -> victim.iptables("-t nat -I POSTROUTING -j MASQUERADE");
        }
        k8s.advance(Duration.ofMillis(random.nextInt(1000)));
    }

    /** Each packet of the walk: where it ended. A broadcast ends at many places, so only IP packets count. */
    private static void check(Walk walk, long seed) {
        Map<Integer, List<Step>> ends = new LinkedHashMap<>();
        Set<Integer> sent = new LinkedHashSet<>();
        for (Step step : walk.steps()) {
            boolean delivered = step instanceof Step.Delivered;
            if (step.before() instanceof Packet && step.at().packet() > 0) {
                sent.add(step.at().packet());
                if (delivered || (step instanceof Step.Dropped drop && !copy(drop))) {
                    ends.computeIfAbsent(step.at().packet(), any -> new ArrayList<>())
                            .add(step);
                }
            }
        }
        for (int packet : sent) {
            int count = ends.getOrDefault(packet, List.of()).size();
            assertEquals(
                    1,
                    count,
                    () -> "seed " + seed + ", packet " + packet + ": " + ends.getOrDefault(packet, List.of()) + "\n"
                            + walk);
        }
        assertTrue(walk.outcome().kind() != Outcome.Kind.UNKNOWN, () -> "seed " + seed + "\n" + walk);
        if (walk.answered() && !walk.command().startsWith("traceroute")) {
            answersMatch(walk, seed);
        }
    }

    /** A bridge that does not know where an address is sends copies, and all stations but one throw theirs away. */
    private static boolean copy(Step.Dropped drop) {
        return drop.dropReason() == DropReason.OTHERHOST;
    }

    /** NAT or not, what the sender gets comes from whom it wrote to. */
    private static void answersMatch(Walk walk, long seed) {
        Packet asked = walk.steps(Step.Sent.class).get(0).before();
        if (asked.src().equals(asked.dst())) {
            return; // to itself: both directions have the same addresses
        }
        for (Step.Delivered step : walk.steps(Step.Delivered.class)) {
            Packet packet = step.before();
            boolean back = packet.dst().equals(asked.src()) && step.at().netns().equals(walk.from());
            if (back && packet.protocol() == asked.protocol() && packet.protocol() != Protocol.ICMP) {
                assertEquals(asked.dst(), packet.src(), () -> "seed " + seed + "\n" + walk);
                assertEquals(port(asked, false), port(packet, true), () -> "seed " + seed + "\n" + walk);
            }
        }
    }

    private static int port(Packet packet, boolean source) {
        if (packet.transport() instanceof Tcp tcp) {
            return source ? tcp.srcPort() : tcp.dstPort();
        }
        return packet.transport() instanceof Udp udp ? source ? udp.srcPort() : udp.dstPort() : 0;
    }
}
