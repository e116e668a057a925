package packetwalk.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.proxy.NodeConfig;

/**
 * A scenario as a case for {@code ./packetwalk agree}: the machines of {@link FlowWorld} as namespaces, kube-proxy's own
 * rules, the scenario's packets. The kernel's dice cannot be compared with ours, so that the rules are loaded once for
 * each endpoint, every choice forced to that one.
 */
final class FlowCase {

    private static final int FIRST_PORT = 40_000;

    private final Scenario scenario;
    private final NodeConfig node;
    private final Placement placement;
    private final List<String> lines = new ArrayList<>();
    private final String netns;
    private int port = FIRST_PORT;

    private FlowCase(Scenario scenario, List<FlowPacket> packets) {
        this.scenario = scenario;
        this.node = scenario.node();
        this.placement =
                new Placement(scenario, packets.stream().map(FlowPacket::source).toList());
        this.netns = node.family() == IpFamily.IPV4 ? "netns" : "netns6";
    }

    static String text(Scenario scenario, List<FlowPacket> packets) {
        FlowCase made = new FlowCase(scenario, packets);
        made.add("# " + scenario.id() + ": kube-proxy's rules, and the packets of Kubernetes' own test.");
        made.machines();
        made.routes();
        made.pods();
        KubeProxyMode mode = scenario.mode();
        mode.preparation(scenario).forEach(command -> made.add("node$ " + command.line()));
        KubeProxyMode.Command rules = mode.rules(scenario);
        for (int choice = 0; choice < Math.max(1, made.placement.mostEndpoints()); choice++) {
            made.add("", "# each choice falls on endpoint " + (choice + 1));
            made.add("node$ " + rules.line() + " <<EOF", mode.forced(rules.input(), choice) + "EOF");
            packets.forEach(made::probe);
        }
        return String.join("\n", made.lines) + "\n";
    }

    private void add(String... more) {
        lines.addAll(List.of(more));
    }

    private void machines() {
        add(netns + " lan node other router world outside");
        for (String machine : List.of("node", "other", "router", "world")) {
            add("link " + machine + ":eth0 lan:" + machine);
        }
        add("bridge lan:br0 node other router world", "link router:eth1 outside:eth0");
        int number = 0;
        for (boolean local : placement.pods().values()) {
            add(netns + " pod" + number, "link pod" + number + ":eth0 " + machine(local) + ":veth" + number);
            number++;
        }
    }

    private static String machine(boolean local) {
        return local ? "node" : "other";
    }

    private void routes() {
        add("node$ ip addr add " + placement.nodeAddress() + " dev eth0");
        placement.furtherAddresses().forEach(each -> add("node$ ip addr add " + each + " dev eth0"));
        add("other$ ip addr add " + placement.otherNode() + " dev eth0");
        add("router$ ip addr add " + placement.router() + " dev eth0");
        add("router$ ip addr add " + placement.routerOutside() + " dev eth1");
        add("world$ ip addr add " + placement.restOfTheWorld() + " dev eth0");
        add("outside$ ip addr add " + placement.outsideHost() + " dev eth0");
        for (String machine : List.of("node", "other", "router")) {
            add(machine + "$ sysctl -w " + placement.forwarding());
        }
        add("node$ ip route add default via " + placement.restOfTheWorld().address());
        add("other$ ip route add default via " + node.nodeIp(), "router$ ip route add default via " + node.nodeIp());
        add("outside$ ip route add default via " + placement.routerOutside().address() + " dev eth0");
        for (IpAddress source : placement.outside()) {
            Cidr alone = Cidr.of(source);
            add("node$ ip route add " + alone + " via " + placement.router().address());
            add("router$ ip route add " + alone + " via "
                    + placement.outsideHost().address() + " dev eth1");
        }
        if (scenario.mode() == KubeProxyMode.IPTABLES && node.servesLocalhost()) {
            add("node$ sysctl -w net.ipv4.conf.all.route_localnet=1");
        }
    }

    private void pods() {
        InterfaceAddress gateway = placement.podGateway();
        int number = 0;
        for (Map.Entry<IpAddress, Boolean> pod : placement.pods().entrySet()) {
            String machine = machine(pod.getValue());
            Cidr alone = Cidr.of(pod.getKey());
            add(machine + "$ ip addr add " + gateway + " dev veth" + number);
            add(machine + "$ ip route add " + alone + " dev veth" + number);
            add("pod" + number + "$ ip addr add " + alone + " dev eth0");
            add("pod" + number + "$ ip route add " + gateway + " dev eth0");
            add("pod" + number + "$ ip route add default via " + gateway.address() + " dev eth0");
            if (!pod.getValue()) {
                add("node$ ip route add " + alone + " via "
                        + placement.otherNode().address());
            }
            number++;
        }
    }

    private void probe(FlowPacket packet) {
        int pod = List.copyOf(placement.pods().keySet()).indexOf(packet.source());
        String from = placement.isNode(packet.source()) ? "node" : pod >= 0 ? "pod" + pod : "outside";
        add("# " + packet.name());
        add(from + " injects " + packet.protocol() + (packet.protocol().equals("tcp") ? " S " : " ")
                + new Endpoint(packet.source(), port++) + " > "
                + new Endpoint(packet.destination(), packet.port()));
    }
}
