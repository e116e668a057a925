package packetwalk.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Two nodes, {@code node1} 10.100.0.2 and {@code node2} 10.100.0.3, on a segment with {@code router} 10.100.0.1, beyond which is
 * {@code outside} 203.0.113.5, that has a second address. Node n has pods {@code pn1} 10.0.n.2 and up on its {@code cbr0} 10.0.n.1/24. A pod serves
 * 8080, a node itself 9100, each by TCP and UDP.
 */
final class ClusterTopology {

    static final int NODES = 2;
    static final int POD_PORT = 8080;
    static final int NODE_PORT = 9100;
    static final String OUTSIDE = "203.0.113.5";
    static final String OUTSIDE_TOO = "203.0.113.77";
    static final String SERVICES = "10.3.240.0/20";

    /** A pod. */
    record PodAt(String netns, String ip, int node) {}

    private final Draft draft;
    private final List<PodAt> pods = new ArrayList<>();

    ClusterTopology(Draft draft) {
        this.draft = draft;
        for (int node = 1; node <= NODES; node++) {
            int count = 1 + draft.number(2);
            for (int pod = 1; pod <= count; pod++) {
                pods.add(new PodAt("p" + node + pod, "10.0." + node + "." + (pod + 1), node));
            }
        }
    }

    List<PodAt> pods() {
        return List.copyOf(pods);
    }

    static String node(int number) {
        return "node" + number;
    }

    static String nodeIp(int number) {
        return "10.100.0." + (number + 1);
    }

    static String gateway(int node) {
        return "10.0." + node + ".1";
    }

    void build() {
        draft.add("netns lan");
        for (String machine : List.of("router", "outside", node(1), node(2))) {
            draft.netns(machine);
        }
        for (String machine : List.of("router", node(1), node(2))) {
            draft.add("link %s:eth0 lan:%s".formatted(machine, machine));
        }
        draft.add("bridge lan:br0 router node1 node2");
        draft.add("link router:eth1 outside:eth0");
        draft.address("router", "10.100.0.1", 24, "eth0");
        draft.address("router", "203.0.113.1", 24, "eth1");
        draft.address("outside", OUTSIDE, 24, "eth0");
        draft.address("outside", OUTSIDE_TOO, 24, "eth0");
        draft.run("router", "sysctl -w net.ipv4.ip_forward=1");
        draft.run("outside", "ip route add default via 203.0.113.1");
        for (int node = 1; node <= NODES; node++) {
            node(node, pods.stream().filter(new OnNode(node)::holds).toList());
        }
    }

    private record OnNode(int node) {
        boolean holds(PodAt pod) {
            return pod.node() == node;
        }
    }

    private void node(int number, List<PodAt> here) {
        String node = node(number);
        List<String> ports = new ArrayList<>();
        for (PodAt pod : here) {
            draft.netns(pod.netns());
            draft.link(pod.netns(), "eth0", node, pod.netns());
            ports.add(pod.netns());
        }
        draft.bridge(node, "cbr0", ports);
        draft.address(node, nodeIp(number), 24, "eth0");
        draft.address(node, gateway(number), 24, "cbr0");
        draft.run(node, "ip route add default via 10.100.0.1");
        draft.run(node, "sysctl -w net.ipv4.ip_forward=1");
        if (draft.chance(80)) {
            draft.run(node, "sysctl -w net.bridge.bridge-nf-call-iptables=1");
        }
        if (draft.chance(80)) {
            ports.forEach(port -> draft.run(node, "bridge link set dev " + port + " hairpin on"));
        }
        draft.run("router", "ip route add 10.0.%d.0/24 via %s".formatted(number, nodeIp(number)));
        for (PodAt pod : here) {
            draft.address(pod.netns(), pod.ip(), 24, "eth0");
            draft.run(pod.netns(), "ip route add default via " + gateway(number));
            serve(pod.netns(), POD_PORT);
        }
        serve(node, NODE_PORT);
    }

    private void serve(String netns, int port) {
        draft.add(netns + " serves tcp " + port);
        draft.add(netns + " serves udp " + port);
    }
}
