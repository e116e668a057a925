package packetwalk.vectors;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import packetwalk.fabric.Fabric;
import packetwalk.fabric.Machine;
import packetwalk.fabric.Segment;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Veth;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.proxy.NodeConfig;
import packetwalk.tools.Shell;
import packetwalk.trace.At;
import packetwalk.trace.Topology;

/**
 * The machines of a scenario: the node, with kube-proxy's rules and its pods; another node with the endpoints that are
 * not local; a router with an outside host behind it; and the rest of the world, which hears what nobody here knows.
 */
final class FlowWorld {

    static final String REST_OF_THE_WORLD = "rest-of-the-world";

    private static final long FIRST_MAC = 0x0a00_0000_0000L;

    private final Fabric fabric;
    private final NodeConfig config;
    private final Placement placement;
    private final Segment lan;
    private final Machine node;
    private final Machine other;
    private final Machine router;
    private final Machine outside;
    private final Map<IpAddress, NetworkNamespace> pods = new HashMap<>();
    private long macs;

    private FlowWorld(Scenario scenario, IpAddress source, long seed) {
        this.config = scenario.node();
        this.fabric = new Fabric(seed, config.family() == IpFamily.IPV4);
        this.placement = new Placement(scenario, List.of(source));
        this.lan = fabric.segment("lan");
        this.node = onLan(config.nodeName(), Topology.Kind.NODE, placement.nodeAddress());
        this.other = onLan("other-node", Topology.Kind.NODE, placement.otherNode());
        this.router = onLan("router", Topology.Kind.ROUTER, placement.router());
        onLan(REST_OF_THE_WORLD, Topology.Kind.OUTSIDE_HOST, placement.restOfTheWorld());
        this.outside = fabric.addMachine("outside", Topology.Kind.OUTSIDE_HOST);
        Segment beyond = fabric.segment("outside");
        fabric.connect(router, "eth1", placement.routerOutside(), beyond);
        fabric.connect(outside, "eth0", placement.outsideHost(), beyond);
    }

    /** The machines of {@code scenario}, and somebody to send from {@code source}. */
    static FlowWorld of(Scenario scenario, IpAddress source, long seed) {
        FlowWorld world = new FlowWorld(scenario, source, seed);
        world.routes(scenario);
        world.placement.pods().forEach(world::pod);
        world.rules(scenario);
        return world;
    }

    private Machine onLan(String name, Topology.Kind kind, InterfaceAddress address) {
        Machine machine = fabric.addMachine(name, kind);
        fabric.connect(machine, "eth0", address, lan);
        return machine;
    }

    private void routes(Scenario scenario) {
        List.of(node, other, router).forEach(machine -> run(machine, "sysctl -w " + placement.forwarding()));
        placement.furtherAddresses().forEach(each -> run(node, "ip addr add " + each + " dev eth0"));
        run(node, "ip route add default via " + placement.restOfTheWorld().address());
        run(other, "ip route add default via " + config.nodeIp());
        run(router, "ip route add default via " + config.nodeIp());
        run(outside, "ip route add default via " + placement.routerOutside().address() + " dev eth0");
        for (IpAddress source : placement.outside()) {
            Cidr alone = Cidr.of(source);
            run(node, "ip route add " + alone + " via " + placement.router().address());
            run(
                    router,
                    "ip route add " + alone + " via " + placement.outsideHost().address() + " dev eth1");
        }
        if (scenario.mode() == KubeProxyMode.IPTABLES && config.servesLocalhost()) {
            run(node, "sysctl -w net.ipv4.conf.all.route_localnet=1");
        }
    }

    /** A pod by a veth pair and a route of its own, as the plugin ptp makes it. */
    private void pod(IpAddress ip, boolean local) {
        Machine machine = local ? node : other;
        NetworkNamespace pod = machine.addNamespace("pod-" + ip);
        String device = "veth" + pods.size();
        InterfaceAddress address = new InterfaceAddress(ip, ip.family().bits());
        InterfaceAddress gateway = placement.podGateway();
        Veth veth = Veth.pair(machine.host(), device, mac(), pod, "eth0", mac());
        veth.addAddress(gateway);
        veth.setUp(true);
        veth.peer().setUp(true);
        veth.peer().addAddress(address);
        run(machine, "ip route add " + address + " dev " + device);
        Shell shell = new Shell(pod);
        shell.run("ip route add " + gateway + " dev eth0");
        shell.run("ip route add default via " + gateway.address() + " dev eth0");
        if (!local) {
            run(
                    node,
                    "ip route add " + address + " via " + placement.otherNode().address());
        }
        pods.put(ip, pod);
    }

    /** As kube-proxy does it. */
    private void rules(Scenario scenario) {
        scenario.mode().preparation(scenario).forEach(command -> run(node, command.line()));
        KubeProxyMode.Command rules = scenario.mode().rules(scenario);
        new Shell(node.host()).run(rules.line(), rules.input());
    }

    private MacAddress mac() {
        return new MacAddress(FIRST_MAC + ++macs);
    }

    private static void run(Machine machine, String command) {
        new Shell(machine.host()).run(command);
    }

    /** Who sends from {@code source}. */
    NetworkNamespace sender(IpAddress source) {
        NetworkNamespace pod = pods.get(source);
        return placement.isNode(source) ? node.host() : pod != null ? pod : outside.host();
    }

    /** Whether something that happened at {@code at} happened where {@code endpoint} lives. */
    boolean isHome(At at, String endpoint) {
        IpAddress ip = FlowProbe.address(endpoint);
        NetworkNamespace pod = pods.get(ip);
        return at.netns().equals(pod == null ? At.HOST_NETNS : pod.name()) && (pod != null || placement.isNode(ip));
    }

    Fabric fabric() {
        return fabric;
    }

    /** Without its connections, so that the next packet is a first one. */
    FlowWorld forgetting() {
        run(node, "conntrack -F");
        return this;
    }
}
