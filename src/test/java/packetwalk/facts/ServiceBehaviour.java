package packetwalk.facts;

import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import packetwalk.Cluster;
import packetwalk.Netns;
import packetwalk.Pod;
import packetwalk.agent.ProxyMode;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** Two pods {@code web-1} and {@code web-2} on two nodes, clients on each, a third node, a visitor from outside. */
abstract class ServiceBehaviour {

    static final String WEB = """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              selector: {app: web}
              clusterIP: 10.3.241.152
            """;

    final Cluster k8s = cluster()
            .node("10.100.0.2")
            .proxyMode(mode())
            .pod("web-1")
            .label("app", "web")
            .listen(8080)
            .listen("admin", 9090)
            .listenUdp(8080)
            .pod("neighbour")
            .node("10.100.0.3")
            .proxyMode(mode())
            .pod("web-2")
            .label("app", "web")
            .listen(8080)
            .listen("admin", 9090)
            .listenUdp(8080)
            .pod("client")
            .node("10.100.0.4")
            .proxyMode(mode())
            .outside("203.0.113.0/24")
            .host("203.0.113.10")
            .name("visitor")
            .up();
    final Pod client = k8s.pod("client");

    /** How kube-proxy works. */
    ProxyMode mode() {
        return ProxyMode.IPTABLES;
    }

    void service(String spec) {
        k8s.apply(WEB + spec.indent(2));
        pass(2);
    }

    void pass(int seconds) {
        k8s.advance(Duration.ofSeconds(seconds));
    }

    static Outcome.Kind kind(Walk walk) {
        return walk.outcome().kind();
    }

    static Set<String> answers(Netns from, String url) {
        Set<String> names = new TreeSet<>(from.load(url, 12).answers().keySet());
        return names;
    }
}
