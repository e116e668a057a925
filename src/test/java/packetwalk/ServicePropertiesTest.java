package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.agent.ProxyMode;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/**
 * What holds of a Service whatever happens to it: drawn sequences of create, delete, scale, kill, fall ill, recover, and of a
 * node that loses its power and gets it back.
 */
class ServicePropertiesTest {

    private static final String VIP = "10.3.241.152";
    private static final int STEPS = 12;

    /** Each pod with its condition Ready, and until when it lives if it has to go. */
    private static final String CONDITIONS = "get pods -l app=web -o jsonpath='{range .items[*]}{.metadata.name} "
            + "{.status.conditions[?(@.type==\"Ready\")].status} {.metadata.deletionTimestamp}staying{\"\\n\"}{end}'";

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({
        "IPTABLES, 1",
        "IPTABLES, 2",
        "IPTABLES, 3",
        "NFTABLES, 1",
        "NFTABLES, 2",
        "NFTABLES, 3",
        "IPVS, 1",
        "IPVS, 2",
        "IPVS, 3",
        "USERSPACE, 1",
        "USERSPACE, 2"
    })
    void whatever_happens_rules_answers_and_connections_are_those_of_ready_pods(ProxyMode mode, long seed) {
        Life life = new Life(mode, seed);
        for (int step = 0; step < STEPS; step++) {
            String done = life.happen();
            life.check(mode + ", seed " + seed + ", step " + step + ": " + done);
        }
    }

    /** One cluster and what befalls it. */
    private static final class Life {
        private final Random random;
        private final ProxyMode mode;
        private final Cluster k8s;
        private final Set<Node> dark = new LinkedHashSet<>();
        private boolean served = true;
        private boolean killed;

        Life(ProxyMode mode, long seed) {
            this.mode = mode;
            this.random = new Random(seed * 0x9E3779B97F4A7C15L);
            this.k8s = cluster()
                    .seed(seed)
                    .proxyMode(mode)
                    .node("10.100.0.2")
                    .pod("client")
                    .node("10.100.0.3")
                    .node("10.100.0.4")
                    .deployment("web")
                    .replicas(3)
                    .listen(8080)
                    .readinessProbe("/healthz", 8080)
                    .service("web")
                    .clusterIp(VIP)
                    .selector("app", "web")
                    .port(80, 8080)
                    .up();
            k8s.advance(Duration.ofSeconds(15));
        }

        private List<Pod> web() {
            return k8s.pods().stream()
                    .filter(pod -> "web".equals(pod.labels().get("app")) && !dark.contains(pod.node()))
                    .toList();
        }

        private Set<String> ready() {
            return k8s.kubectl(CONDITIONS).lines().stream()
                    .filter(line -> line.endsWith(" True staying"))
                    .map(line -> line.replaceFirst(" .*", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Something happens, and time enough passes for everybody to hear of it; connections that may stay do. */
        String happen() {
            Open open = served && !ready().isEmpty() ? new Open() : null;
            String before = open == null ? "" : open.ask();
            String done = act();
            k8s.advance(Duration.ofSeconds(45 + random.nextInt(20)));
            boolean lives = web().stream().anyMatch(pod -> pod.name().equals(before)) && !killed;
            boolean virtual = mode == ProxyMode.IPVS && !served; // its connections go with the virtual server
            if (open != null && lives && !virtual) {
                assertEquals(before, open.ask(), "the connection that was open before: " + done);
            }
            return done;
        }

        private String act() {
            killed = false;
            List<Pod> pods = web();
            int what = random.nextInt(8);
            if (what == 0 || pods.isEmpty()) {
                return kubectl("scale deployment web --replicas=" + (1 + random.nextInt(5)));
            }
            Pod any = pods.get(random.nextInt(pods.size()));
            switch (what) {
                case 1 -> any.delete();
                case 2 -> any.answerWith("/healthz", 503);
                case 3 -> pods.forEach(pod -> pod.answerWith("/healthz", 200));
                case 4 -> {
                    killed = true;
                    any.container("web").kill();
                }
                case 5 -> {
                    return power();
                }
                case 6 -> {
                    return serve();
                }
                default -> {
                    return kubectl("cordon node-" + (2 + random.nextInt(2)));
                }
            }
            return what + " " + any.name();
        }

        private String kubectl(String line) {
            k8s.kubectl(line);
            return line;
        }

        /** The client's own node stays on. */
        private String power() {
            Node node = k8s.nodes().get(1 + random.nextInt(2));
            if (dark.remove(node)) {
                node.powerOn();
                return "power on " + node.name();
            }
            dark.add(node);
            node.powerOff();
            return "power off " + node.name();
        }

        private String serve() {
            served = !served;
            if (!served) {
                k8s.service("web").delete();
                return "delete service";
            }
            k8s.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {clusterIP: %s, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
                """.formatted(VIP));
            return "create service";
        }

        void check(String when) {
            k8s.advance(Duration.ofSeconds(20));
            Set<String> endpoints = served ? new TreeSet<>(k8s.service("web").endpoints()) : Set.of();
            Set<String> ready = ready();
            assertEquals(ready.size(), served ? endpoints.size() : ready.size(), when);
            for (Node node : k8s.nodes()) {
                if (!dark.contains(node) && mode != ProxyMode.USERSPACE) {
                    assertEquals(endpoints, named(node), () -> when + "; rules of " + node.name());
                }
            }
            Set<String> answered =
                    k8s.pod("client").load("http://" + VIP + "/", 15).answers().keySet();
            assertTrue(ready.containsAll(answered), () -> when + "; " + answered + " of " + ready);
            assertEquals(served && !ready.isEmpty(), !answered.isEmpty(), when);
            assertRepliesAreUndone(k8s.pod("client").get("http://" + VIP + "/"), when);
        }

        /** Whatever comes back to the client comes from whom it called, to the port that it called from. */
        private static void assertRepliesAreUndone(Walk walk, String when) {
            List<Packet> replies = walk.steps(Step.Delivered.class).stream()
                    .filter(step -> step.at().space().equals("client"))
                    .map(Step.Delivered::before)
                    .filter(packet -> packet.transport() instanceof Tcp)
                    .toList();
            assertEquals(walk.answered(), !replies.isEmpty(), () -> when + "; " + walk);
            for (Packet reply : replies) {
                Packet sent = walk.connections().get(0).sent();
                Tcp asked = (Tcp) sent.transport();
                Tcp answers = (Tcp) reply.transport();
                assertEquals(
                        sent.dst() + ":" + asked.dstPort() + " > " + sent.src() + ":" + asked.srcPort(),
                        reply.src() + ":" + answers.srcPort() + " > " + reply.dst() + ":" + answers.dstPort(),
                        () -> when + "; " + walk);
            }
        }

        /** The endpoints of the Service that a node's rules, or its virtual server, would send a new connection to. */
        private Set<String> named(Node node) {
            if (mode == ProxyMode.IPTABLES) {
                return matches(node.iptables("nat").text(), "default/web\"? .*--to-destination (\\S+)");
            }
            if (mode == ProxyMode.NFTABLES) {
                return nftables(node.nft("list ruleset").text());
            }
            String table = node.sh("ipvsadm -Ln").text();
            int at = table.indexOf("TCP  " + VIP + ":80 ");
            String ours = at < 0 ? "" : table.substring(at).replaceFirst("(?s)\n[A-Z].*", "");
            return matches(ours, "-> (\\S+) +Masq +1 ");
        }

        /** Those of the chain that the Service's address leads to. */
        private static Set<String> nftables(String ruleset) {
            Set<String> chains = matches(ruleset, VIP + " \\. tcp \\. 80 : goto (\\S+)");
            String rules = chains.stream()
                    .flatMap(chain -> matches(ruleset, "(?s)chain \\Q" + chain + "\\E \\{(.*?)\n\t}").stream())
                    .collect(Collectors.joining());
            return matches(rules.replace(" . ", ":"), "([0-9.]+:[0-9]+)");
        }

        private static Set<String> matches(String text, String pattern) {
            return Pattern.compile(pattern)
                    .matcher(text)
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** A connection that stays open. */
        private final class Open implements TcpEvents {
            private final List<String> heard = new ArrayList<>();
            private @Nullable Errno failure;
            private final TcpSocket socket = k8s.pod("client")
                    .namespace()
                    .sockets()
                    .tcp()
                    .connect(new Owner(7, "test"), IpAddress.parse(VIP), 80, this);

            /** Who answers one more request on it. */
            String ask() {
                heard.clear();
                k8s.advance(Duration.ofMillis(50));
                if (failure == null) {
                    socket.send(Bytes.of("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
                    k8s.advance(Duration.ofSeconds(2));
                }
                return failure != null ? failure.name() : String.join("", heard);
            }

            @Override
            public void received(TcpSocket from, Bytes data) {
                heard.add(data.text()
                        .replaceFirst("(?s).*\r\n\r\n", "")
                        .replaceFirst("(?s) .*", "")
                        .strip());
            }

            @Override
            public void failed(TcpSocket from, Errno errno) {
                failure = errno;
            }
        }
    }
}
