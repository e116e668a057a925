package packetwalk;

import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.trace.Walk;

/**
 * Virtual servers that are set up by hand as kube-proxy does: the articles' service on two nodes, its address on a dummy
 * device, its pods as real servers by NAT.
 */
abstract class IpvsService {

    static final String VIP = "10.3.241.152";
    static final String SERVICE = "http://" + VIP + "/";
    static final Owner TEST = new Owner(7, "test");

    final Cluster k8s = cluster()
            .node("10.100.0.2")
            .pod("server-1")
            .listen(8080)
            .node("10.100.0.3")
            .pod("server-2")
            .listen(8080)
            .pod("client")
            .up();
    final Node node1 = k8s.node("10.100.0.2");
    final Node node2 = k8s.node("10.100.0.3");

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

    void serve(String options) {
        ipvsadm("-A -t " + VIP + ":80 -s " + options);
        ipvsadm("-a -t " + VIP + ":80 -r 10.0.1.2:8080 -m");
        ipvsadm("-a -t " + VIP + ":80 -r 10.0.2.2:8080 -m");
    }

    String ipvsadm(String line) {
        return node2.sh("ipvsadm " + line).text();
    }

    Walk get() {
        return k8s.pod("client").get(SERVICE);
    }

    static String answer(Walk walk) {
        answered(walk);
        return walk.outcome().text().replaceFirst(".*: ", "");
    }

    List<String> answers(int count) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(answer(get()).replaceFirst(" .*", ""));
        }
        return answers;
    }

    /** A client that keeps its connection and remembers what became of it. */
    final class Client implements TcpEvents {
        private final TcpSocket socket;
        String heard = "";
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
}
