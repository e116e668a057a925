package packetwalk.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import packetwalk.linux.Bridge;
import packetwalk.linux.NeighbourState;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Veth;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.At;
import packetwalk.trace.Step;
import packetwalk.trace.Trace;

/** A case in the engine; each namespace is a machine of its own. */
final class EngineWorld implements World {

    private static final String ARP = "sysctl -w net.ipv4.neigh.default.retrans_time_ms=20"
            + " net.ipv4.neigh.default.mcast_solicit=1 net.ipv4.neigh.default.proxy_delay=0";
    private static final long FIRST_MAC = 0x0a00_0000_0000L;

    private final Simulation simulation;
    private final Trace trace = new Trace();
    private final Map<String, NetworkNamespace> namespaces = new LinkedHashMap<>();
    private final Map<String, EngineConnection.Kept> kept = new HashMap<>();
    private final Set<String> sentAgain = new HashSet<>();
    private long macs;

    EngineWorld(long seed) {
        simulation = new Simulation(seed);
    }

    private NetworkNamespace namespace(String name) {
        return Optional.ofNullable(namespaces.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no netns " + name + " in this case"));
    }

    private MacAddress mac() {
        return new MacAddress(FIRST_MAC + ++macs);
    }

    @Override
    public void netns(String name, boolean ipv6) {
        NetworkNamespace namespace = new NetworkNamespace(simulation, trace, name, At.HOST_NETNS, !ipv6);
        // as kernel/namespace.py pins them; ARP gives up before TCP sends again
        new Shell(namespace).run(ARP);
        if (ipv6) {
            new Shell(namespace).run(ARP.replace("ipv4", "ipv6"));
            namespace.sysctls().set(Sysctl.BRIDGE_NF_CALL_IP6TABLES, 0);
        }
        namespace.sysctls().set(Sysctl.BRIDGE_NF_CALL_IPTABLES, 0);
        for (String device : List.of("all", "default")) {
            namespace.sysctls().set("net.ipv4.conf." + device + ".send_redirects", 0);
            namespace.sysctls().set("net.ipv4.conf." + device + ".accept_redirects", 0);
        }
        namespaces.put(name, namespace);
    }

    @Override
    public void link(Statement.Port one, Statement.Port other) {
        Veth veth =
                Veth.pair(namespace(one.netns()), one.device(), mac(), namespace(other.netns()), other.device(), mac());
        veth.setUp(true);
        veth.peer().setUp(true);
    }

    @Override
    public void bridge(Statement.Bridge bridge) {
        NetworkNamespace namespace = namespace(bridge.device().netns());
        Bridge device = new Bridge(namespace, bridge.device().device(), mac());
        bridge.ports().forEach(port -> device.attach(device(namespace, port)));
        device.setUp(true);
    }

    @Override
    public void vxlan(Statement.Vxlan vxlan) {
        String device = vxlan.device().device();
        String make = "ip link add %s address %s type vxlan %s".formatted(device, vxlan.address(), vxlan.options());
        Shell shell = new Shell(namespace(vxlan.device().netns()));
        shell.run(make);
        shell.run("ip link set " + device + " up");
    }

    private static NetDevice device(NetworkNamespace namespace, String name) {
        return namespace
                .device(name)
                .orElseThrow(() -> new IllegalArgumentException("no device " + name + " in " + namespace.host()));
    }

    @Override
    public void run(String netns, String command, String input) {
        new Shell(namespace(netns)).run(command, input);
    }

    @Override
    public boolean refuses(String netns, String command, String input) {
        NetworkNamespace namespace = namespace(netns);
        try {
            new Shell(namespace).run(command, input);
            return false;
        } catch (IllegalArgumentException refusal) {
            return true;
        }
    }

    @Override
    public String serve(Statement.Serve serve) {
        try {
            EngineServer.start(namespace(serve.netns()), serve);
            return "ok";
        } catch (SocketFault fault) {
            return fault.errno().name();
        }
    }

    @Override
    public void close(Statement.Close close) {
        Optional.ofNullable(kept.remove(close.connection()))
                .orElseThrow(() -> new IllegalArgumentException("no connection " + close.connection() + " is kept"))
                .socket()
                .close();
        simulation.settle();
    }

    @Override
    public void forget() {
        namespaces.keySet().forEach(netns -> run(netns, "conntrack -F", ""));
    }

    @Override
    public void pass(Duration span) {
        simulation.advance(span);
    }

    @Override
    public List<String> counters() {
        List<String> lines = new ArrayList<>();
        namespaces.forEach((netns, namespace) -> lines.addAll(counters(netns, namespace)));
        return lines.stream().sorted().toList();
    }

    private static List<String> counters(String netns, NetworkNamespace namespace) {
        List<String> lines = new ArrayList<>(RuleCounters.of(netns, new Shell(namespace).run("iptables-save -c")));
        if (namespace.hasIpv6()) {
            lines.addAll(RuleCounters.of(netns + " ip6", new Shell(namespace).run("ip6tables-save -c")));
        }
        return lines;
    }

    /** Sends one probe and tells all that was seen of it. */
    Observation probe(Statement.Question question) {
        EngineProbe sender = new EngineProbe(namespace(question.netns()), kept, this::arpWaits);
        trace.start();
        sender.run(question);
        simulation.settle();
        List<Step> steps = trace.stop();
        sender.hangUp();
        boolean injected = question instanceof Statement.Inject;
        Map<String, List<String>> connections = new TreeMap<>();
        namespaces.forEach((name, namespace) -> {
            List<String> tuples = Observation.sorted(
                    new Shell(namespace).run("conntrack -L").lines().toList());
            if (!tuples.isEmpty()) {
                connections.put(name, tuples);
            }
        });
        return new Observation(
                sender.outcome(),
                sender.port(),
                EngineEvents.of(steps, this::onBridgePort, sender.port(), sentAgain, injected),
                connections,
                EngineEvents.routeErrors(steps),
                sender.waited(),
                EngineEvents.unknown(steps));
    }

    private boolean arpWaits() {
        return namespaces.values().stream()
                .flatMap(namespace -> Stream.of(IpFamily.values())
                        .filter(family -> family == IpFamily.IPV4 || namespace.hasIpv6())
                        .flatMap(family -> namespace.stack(family).neighbours().entries().stream()))
                .anyMatch(neighbour -> neighbour.state() == NeighbourState.INCOMPLETE);
    }

    private boolean onBridgePort(Step step) {
        return namespace(step.at().host())
                .device(step.at().device())
                .flatMap(NetDevice::bridge)
                .isPresent();
    }
}
