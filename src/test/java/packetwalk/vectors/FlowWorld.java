package packetwalk.vectors;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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
import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.ServicePortName;
import packetwalk.proxy.iptables.IptablesSync;
import packetwalk.proxy.iptables.Jump;
import packetwalk.tools.Shell;
import packetwalk.trace.Topology;

/**
 * The machines of a scenario: the node, with kube-proxy's rules and its pods; another node with the endpoints that are
 * not local; a router with an outside host behind it; and the rest of the world, where what nobody knows is sent.
 */
final class FlowWorld {

    private static final long FIRST_MAC = 0x0a00_0000_0000L;
    private static final InterfaceAddress POD_GATEWAY = InterfaceAddress.parse("169.254.1.1/32");
    private static final InterfaceAddress ROUTER_OUTSIDE = InterfaceAddress.parse("100.64.0.1/24");
    private static final InterfaceAddress OUTSIDE = InterfaceAddress.parse("100.64.0.2/24");

    private final Fabric fabric;
    private final NodeConfig config;
    private final Cidr clusterCidr;
    private final Machine node;
    private final Machine other;
    private final Machine router;
    private final Machine outside;
    private final Map<IpAddress, NetworkNamespace> pods = new HashMap<>();
    private final Map<String, IpAddress> lan = new HashMap<>();
    private long devices;

    private FlowWorld(Scenario scenario, long seed) {
        this.fabric = new Fabric(seed);
        this.config = scenario.node();
        this.clusterCidr = scenario.clusterCidr();
        if (config.family() != IpFamily.IPV4) {
            throw new IllegalArgumentException(scenario.id() + " is of IPv6, which the machines do not speak");
        }
        Segment segment = fabric.segment("lan");
        this.node = fabric.addMachine(config.nodeName(), Topology.Kind.NODE);
        fabric.connect(node, "eth0", new InterfaceAddress(config.nodeIp(), 24), segment);
        this.other = onLan(segment, "other-node", 253);
        this.router = onLan(segment, "router", 254);
        Machine world = onLan(segment, "rest-of-the-world", 252);
        this.outside = fabric.addMachine("outside", Topology.Kind.OUTSIDE_HOST);
        Segment beyond = fabric.segment("outside");
        fabric.connect(router, "eth1", ROUTER_OUTSIDE, beyond);
        fabric.connect(outside, "eth0", OUTSIDE, beyond);
        run(router, "ip route add default via " + config.nodeIp());
        run(outside, "ip route add default via " + ROUTER_OUTSIDE.address());
        run(other, "ip route add default via " + config.nodeIp());
        // takes whatever comes for its own
        run(world, "ip route add local 0.0.0.0/0 dev lo");
    }

    /** The machines of {@code scenario}, and somebody to send from {@code source}. */
    static FlowWorld of(Scenario scenario, IpAddress source, long seed) {
        FlowWorld world = new FlowWorld(scenario, seed);
        ProxyView view = ProxyView.of(scenario.node(), scenario.services(), scenario.slices());
        world.addresses();
        if (world.isPodOfNode(source)) {
            world.pod(source, true);
        }
        world.endpoints(view);
        // a load balancer's address leads to the node, also for one who sends from it
        boolean served = view.ports().values().stream()
                .anyMatch(port -> port.loadBalancerVips().contains(source));
        if (world.isOutside(source) && !served) {
            world.outsideRoute(source);
        }
        world.rules(scenario.sync());
        return world;
    }

    private Machine onLan(Segment segment, String name, int index) {
        Machine machine = fabric.addMachine(name, Topology.Kind.OUTSIDE_HOST);
        Cidr network = Cidr.around(config.nodeIp(), 24);
        Set<IpAddress> taken = new HashSet<>(lan.values());
        config.addresses().forEach(each -> taken.add(each.address()));
        long host = index;
        while (taken.contains(network.host(host))) {
            host--;
        }
        lan.put(name, network.host(host));
        fabric.connect(machine, "eth0", new InterfaceAddress(network.host(host), 24), segment);
        run(machine, "sysctl -w net.ipv4.ip_forward=1");
        return machine;
    }

    private void addresses() {
        for (InterfaceAddress each : config.addresses()) {
            if (!each.address().isLoopback() && !each.address().equals(config.nodeIp())) {
                run(node, "ip addr add " + each.address() + "/32 dev eth0");
            }
        }
        run(node, "sysctl -w net.ipv4.ip_forward=1");
        run(node, "ip route add default via " + lan.get("rest-of-the-world"));
        if (config.servesLocalhost()) {
            run(node, "sysctl -w net.ipv4.conf.all.route_localnet=1");
        }
    }

    private boolean isOfNode(IpAddress ip) {
        return ip.isLoopback()
                || config.addresses().stream().anyMatch(each -> each.address().equals(ip));
    }

    private boolean isPodOfNode(IpAddress ip) {
        return !isOfNode(ip) && clusterCidr.contains(ip);
    }

    private boolean isOutside(IpAddress ip) {
        return !isOfNode(ip) && !clusterCidr.contains(ip);
    }

    private void endpoints(ProxyView view) {
        for (ServicePortName name : view.ports().keySet()) {
            for (ProxyEndpoint endpoint : view.endpoints(name)) {
                if (!isOfNode(endpoint.ip()) && !pods.containsKey(endpoint.ip())) {
                    pod(endpoint.ip(), endpoint.local());
                }
            }
        }
    }

    /** A pod by a veth pair and a route of its own, as the plugin ptp makes it. */
    private void pod(IpAddress ip, boolean local) {
        Machine machine = local ? node : other;
        NetworkNamespace pod = machine.addNamespace("pod-" + ip);
        String device = "veth" + pods.size();
        Veth veth = Veth.pair(machine.host(), device, mac(), pod, "eth0", mac());
        veth.addAddress(POD_GATEWAY);
        veth.setUp(true);
        veth.peer().setUp(true);
        veth.peer().addAddress(new InterfaceAddress(ip, ip.family().bits()));
        run(machine, "ip route add " + ip + "/32 dev " + device);
        Shell shell = new Shell(pod);
        shell.run("ip route add " + POD_GATEWAY + " dev eth0");
        shell.run("ip route add default via " + POD_GATEWAY.address());
        if (!local) {
            run(node, "ip route add " + ip + "/32 via " + lan.get("other-node"));
        }
        pods.put(ip, pod);
    }

    private void outsideRoute(IpAddress source) {
        run(node, "ip route add " + source + "/32 via " + lan.get("router"));
        run(router, "ip route add " + source + "/32 via " + OUTSIDE.address());
    }

    /** As kube-proxy does it: the counters, the jumps, the text. */
    private void rules(IptablesSync sync) {
        if (config.nfacct()) {
            run(node, "nfacct add ct_state_invalid_dropped_pkts");
            run(node, "nfacct add localhost_nps_accepted_pkts");
        }
        Set<String> made = new HashSet<>();
        for (Jump jump : sync.jumps()) {
            if (made.add(jump.newChain())) {
                run(node, jump.newChain());
            }
            run(node, jump.insert());
        }
        new Shell(node.host()).run("iptables-restore --noflush --counters", sync.restore());
    }

    private MacAddress mac() {
        return new MacAddress(FIRST_MAC + ++devices);
    }

    private static void run(Machine machine, String command) {
        new Shell(machine.host()).run(command);
    }

    /** Who sends from {@code source}: the node itself, a pod on it, or the host behind the router. */
    NetworkNamespace sender(IpAddress source) {
        if (isOfNode(source)) {
            return node.host();
        }
        return isOutside(source) ? outside.host() : pods.get(source);
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
