package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.List;
import packetwalk.net.ArpMessage;
import packetwalk.net.Bytes;
import packetwalk.net.Frame;
import packetwalk.net.FramePayload;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.time.Simulation;
import packetwalk.trace.At;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Topology;
import packetwalk.trace.Trace;
import packetwalk.trace.Tracepoints;
import packetwalk.trace.Walk;

/** A cluster as the views see it, and walks through it told step by step: no engine decides anything here. */
final class World {

    static final String ROUTER = "router";
    static final String FAR_ROUTER = "router-10.200.0.1";

    private final List<List<String>> pods;
    private final Simulation simulation = new Simulation(1);
    private final Trace trace = new Trace();
    private int packets;

    /** Nodes 10.100.0.2 and up, with the pods of each list. */
    World(List<List<String>> pods) {
        this.pods = pods;
        trace.start();
    }

    /** {@code nodes} nodes with {@code each} pods called {@code pod-node-number}. */
    static World of(int nodes, int each) {
        List<List<String>> names = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            List<String> own = new ArrayList<>();
            for (int pod = 1; pod <= each; pod++) {
                own.add("pod-" + node + "-" + pod);
            }
            names.add(own);
        }
        return new World(names);
    }

    /** The articles' pods. */
    static World articles() {
        return new World(List.of(List.of("server-1"), List.of("server-2", "client")));
    }

    static String node(int index) {
        return "node 10.100.0." + (index + 2);
    }

    Topology topology() {
        List<Topology.Machine> machines = new ArrayList<>();
        List<Topology.End> lan = new ArrayList<>();
        List<Topology.Device> routerDevices = List.of(nic("eth0", "10.100.0.1/24"), nic("eth1", "10.255.0.1/30"));
        machines.add(new Topology.Machine(
                ROUTER, Topology.Kind.ROUTER, List.of(new Topology.Space(At.HOST_NETNS, routerDevices, List.of()))));
        lan.add(new Topology.End(ROUTER, "eth0"));
        for (int i = 0; i < pods.size(); i++) {
            machines.add(machine(i));
            lan.add(new Topology.End(node(i), "eth0"));
        }
        machines.add(new Topology.Machine(
                FAR_ROUTER,
                Topology.Kind.ROUTER,
                List.of(new Topology.Space(
                        At.HOST_NETNS,
                        List.of(nic("eth0", "10.200.0.1/24"), nic("eth1", "10.255.0.2/30")),
                        List.of()))));
        machines.add(new Topology.Machine(
                "peer",
                Topology.Kind.OUTSIDE_HOST,
                List.of(new Topology.Space(
                        At.HOST_NETNS, List.of(nic("eth0", "10.200.0.9/24")), List.of("httpd :80")))));
        return new Topology(
                machines,
                List.of(
                        new Topology.Segment("10.100.0.0/24", lan),
                        new Topology.Segment(
                                "10.255.0.0/30",
                                List.of(new Topology.End(ROUTER, "eth1"), new Topology.End(FAR_ROUTER, "eth1"))),
                        new Topology.Segment(
                                "10.200.0.0/24",
                                List.of(new Topology.End(FAR_ROUTER, "eth0"), new Topology.End("peer", "eth0")))));
    }

    private Topology.Machine machine(int index) {
        List<Topology.Space> spaces = new ArrayList<>();
        List<Topology.Device> own = new ArrayList<>(List.of(
                nic("eth0", "10.100.0." + (index + 2) + "/24"),
                new Topology.Device(
                        "cbr0",
                        "bridge",
                        "0a:00:00:00:00:01",
                        List.of("10.0." + (index + 1) + ".1/24"),
                        true,
                        "",
                        "")));
        for (int j = 0; j < pods.get(index).size(); j++) {
            String pod = pods.get(index).get(j);
            own.add(new Topology.Device(
                    port(index, j), "veth", "0a:00:00:00:01:01", List.of(), true, "cbr0", pod + "/veth0"));
            spaces.add(new Topology.Space(
                    pod,
                    List.of(
                            new Topology.Device(
                                    "lo", "loopback", "00:00:00:00:00:00", List.of("127.0.0.1/8"), true, "", ""),
                            new Topology.Device(
                                    "veth0",
                                    "veth",
                                    mac(ip(pod)).toString(),
                                    List.of(ip(pod) + "/24"),
                                    true,
                                    "",
                                    "host/" + port(index, j))),
                    List.of("pause", "app :8080")));
        }
        spaces.add(0, new Topology.Space(At.HOST_NETNS, own, List.of()));
        return new Topology.Machine(node(index), Topology.Kind.NODE, spaces);
    }

    private static Topology.Device nic(String name, String address) {
        return new Topology.Device(name, "nic", "0a:00:00:00:02:01", List.of(address), true, "", "");
    }

    private static String port(int node, int pod) {
        return String.format("veth%02x%02x00", node + 1, pod + 1);
    }

    int nodeOf(String pod) {
        for (int i = 0; i < pods.size(); i++) {
            if (pods.get(i).contains(pod)) {
                return i;
            }
        }
        throw new IllegalArgumentException(pod + " is on no node");
    }

    String ip(String pod) {
        int node = nodeOf(pod);
        return "10.0." + (node + 1) + "." + (pods.get(node).indexOf(pod) + 2);
    }

    static MacAddress mac(String ip) {
        return MacAddress.of(IpAddress.parse(ip));
    }

    static Packet ping(String src, String dst, boolean reply) {
        return Packet.of(
                IpAddress.parse(src), IpAddress.parse(dst), new IcmpEcho(reply, IpFamily.IPV4, 1, 1, Bytes.zeros(56)));
    }

    private Tracepoints at(String host, String netns) {
        return new Tracepoints(trace, simulation, host, netns);
    }

    private void wire(Tracepoints from, String out, Tracepoints to, String in, int id, FramePayload payload) {
        Frame frame = new Frame(mac("10.0.0.1"), mac("10.0.0.2"), payload);
        from.transmitted(id, out, frame);
        simulation.carry(10_000, () -> to.received(id, in, frame));
        simulation.settle();
    }

    /** A pod asks the bridge for its MAC address, and is answered. */
    World arp(String pod) {
        int node = nodeOf(pod);
        String gateway = "10.0." + (node + 1) + ".1";
        Tracepoints space = at(node(node), pod);
        Tracepoints host = at(node(node), At.HOST_NETNS);
        ArpMessage question = ArpMessage.request(mac(ip(pod)), IpAddress.parse(ip(pod)), IpAddress.parse(gateway));
        String port = port(node, pods.get(node).indexOf(pod));
        int asked = ++packets;
        wire(space, "veth0", host, port, asked, question);
        host.switched(asked, question, "cbr0", "ff:ff:ff:ff:ff:ff", "a broadcast goes to all ports and up");
        ArpMessage answer = question.answeredBy(mac(gateway));
        int answered = ++packets;
        wire(host, port, space, "veth0", answered, answer);
        return this;
    }

    /** Pod {@code from} sends {@code packet} and it arrives at pod {@code to}, over the router if their nodes differ. */
    World carry(String from, String to, Packet packet) {
        int id = ++packets;
        Packet now = leave(id, from, packet, to);
        int there = nodeOf(to);
        if (there != nodeOf(from)) {
            Tracepoints router = at(ROUTER, At.HOST_NETNS);
            wire(at(node(nodeOf(from)), At.HOST_NETNS), "eth0", router, "eth0", id, now);
            router.routed(
                    id,
                    now,
                    "0: from all lookup local",
                    "main",
                    "10.0." + (there + 1) + ".0/24 via 10.100.0." + (there + 2) + " dev eth0",
                    "the longest prefix that matches " + now.dst());
            router.forwarded(id, now, now.withTtl(now.ttl() - 1));
            now = now.withTtl(now.ttl() - 1);
            Tracepoints host = at(node(there), At.HOST_NETNS);
            wire(router, "eth0", host, "eth0", id, now);
            host.routed(
                    id,
                    now,
                    "0: from all lookup local",
                    "main",
                    "10.0." + (there + 1) + ".0/24 dev cbr0 proto kernel scope link src 10.0." + (there + 1) + ".1",
                    "the longest prefix that matches " + now.dst());
            host.forwarded(id, now, now.withTtl(now.ttl() - 1));
            now = now.withTtl(now.ttl() - 1);
            host.transmitted(id, "cbr0", new Frame(mac("10.0.0.1"), mac("10.0.0.2"), now));
        }
        Tracepoints host = at(node(there), At.HOST_NETNS);
        host.switched(id, now, "cbr0", mac(ip(to)) + " dev " + port(to), "learned from an earlier frame");
        Tracepoints space = at(node(there), to);
        wire(host, port(to), space, "veth0", id, now);
        space.delivered(id, now, "kernel", "echo requests are answered by the kernel");
        return this;
    }

    private String port(String pod) {
        return port(nodeOf(pod), pods.get(nodeOf(pod)).indexOf(pod));
    }

    /** The way from the pod to its node; further to eth0 if the packet is for another node. */
    private Packet leave(int id, String from, Packet packet, String to) {
        int here = nodeOf(from);
        Tracepoints space = at(node(here), from);
        Tracepoints host = at(node(here), At.HOST_NETNS);
        space.sent(id, packet, "ping", "an echo request, sequence 1");
        space.routed(
                id,
                packet,
                "32766: from all lookup main",
                "main",
                "default via 10.0." + (here + 1) + ".1 dev veth0",
                "no other route matches " + packet.dst());
        space.resolved(
                id, packet, "veth0", "10.0." + (here + 1) + ".1 dev veth0 lladdr 0a:00:00:00:00:01 REACHABLE", "");
        wire(space, "veth0", host, port(from), id, packet);
        host.switched(id, packet, "cbr0", "0a:00:00:00:00:01 dev cbr0 self", "the frame is for the bridge itself");
        if (!to.isEmpty() && nodeOf(to) == here) {
            return packet;
        }
        host.received(id, "cbr0", new Frame(mac("10.0.0.1"), mac("10.0.0.2"), packet));
        host.routed(
                id,
                packet,
                "32766: from all lookup main",
                "main",
                "default via 10.100.0.1 dev eth0",
                "no other route matches " + packet.dst());
        Packet now = packet.withTtl(packet.ttl() - 1);
        host.forwarded(id, packet, now);
        host.notDone(
                id,
                now,
                Step.Layer.NETFILTER,
                "no SNAT",
                "-A POSTROUTING ! -d 10.0.0.0/8 -m addrtype ! --dst-type LOCAL -j MASQUERADE",
                now.dst() + " lies in 10.0.0.0/8");
        return now;
    }

    /** The packet leaves through its node and is lost on the router. */
    World lose(String from, Packet packet) {
        int id = ++packets;
        Packet now = leave(id, from, packet, "");
        Tracepoints router = at(ROUTER, At.HOST_NETNS);
        wire(at(node(nodeOf(from)), At.HOST_NETNS), "eth0", router, "eth0", id, now);
        router.dropped(id, now, "", Step.Layer.ROUTING, DropReason.IP_INNOROUTES, "unreachable default", "");
        return this;
    }

    /** The packet leaves the cluster masqueraded, to the outside peer, and its answer comes back. */
    World masquerade(String from, Packet packet) {
        int id = ++packets;
        Tracepoints router = at(ROUTER, At.HOST_NETNS);
        Tracepoints peer = at("peer", At.HOST_NETNS);
        Tracepoints host = at(node(nodeOf(from)), At.HOST_NETNS);
        Packet now = leave(id, from, packet, "");
        Packet nat = now.withSrc(IpAddress.parse("10.100.0." + (nodeOf(from) + 2)));
        host.translated(
                id,
                now,
                nat,
                "MASQUERADE",
                "-A POSTROUTING ! -d 10.0.0.0/8 -m addrtype ! --dst-type LOCAL -j MASQUERADE",
                "the address of eth0");
        wire(host, "eth0", router, "eth0", id, nat);
        router.forwarded(id, nat, nat.withTtl(nat.ttl() - 1));
        Tracepoints far = at(FAR_ROUTER, At.HOST_NETNS);
        wire(router, "eth1", far, "eth1", id, nat.withTtl(nat.ttl() - 1));
        far.forwarded(id, nat.withTtl(nat.ttl() - 1), nat.withTtl(nat.ttl() - 2));
        wire(far, "eth0", peer, "eth0", id, nat.withTtl(nat.ttl() - 2));
        peer.delivered(id, nat.withTtl(nat.ttl() - 2), "kernel", "");
        int back = ++packets;
        Packet reply = ping(nat.dst().toString(), nat.src().toString(), true);
        peer.sent(back, reply, "kernel", "the answer to an echo request");
        wire(peer, "eth0", far, "eth0", back, reply);
        far.forwarded(back, reply, reply.withTtl(63));
        wire(far, "eth1", router, "eth1", back, reply.withTtl(63));
        router.forwarded(back, reply.withTtl(63), reply.withTtl(62));
        wire(router, "eth0", host, "eth0", back, reply.withTtl(62));
        Packet undone = reply.withTtl(62).withDst(packet.src());
        host.translated(back, reply.withTtl(62), undone, "un-SNAT", "the connection's reply tuple", "");
        host.forwarded(back, undone, undone.withTtl(61));
        Packet last = undone.withTtl(61);
        host.transmitted(back, "cbr0", new Frame(mac("10.0.0.1"), mac("10.0.0.2"), last));
        host.switched(back, last, "cbr0", mac(ip(from)) + " dev " + port(from), "learned");
        Tracepoints space = at(node(nodeOf(from)), from);
        wire(host, port(from), space, "veth0", back, last);
        space.delivered(back, last, "ping", "id 1");
        return this;
    }

    Walk walk(String from, String command, Outcome.Kind kind, String outcome) {
        return new Walk(command, from, trace.stop(), new Outcome(kind, outcome), "", topology());
    }

    /** The articles' request between nodes: client pings server-1. */
    static Walk ping() {
        World world = articles();
        return world.arp("client")
                .carry("client", "server-1", ping("10.0.2.3", "10.0.1.2", false))
                .carry("server-1", "client", ping("10.0.1.2", "10.0.2.3", true))
                .walk("client", "ping -c 1 10.0.1.2", Outcome.Kind.ANSWERED, "1 received, 0% loss, rtt 0.160 ms");
    }

    /** A ping that the router has no route for. */
    static Walk lost() {
        Packet packet = ping("10.0.2.3", "172.17.0.2", false);
        return articles()
                .lose("client", packet)
                .lose("client", packet.withId(2))
                .lose("client", packet.withId(3))
                .walk("client", "ping -c 1 172.17.0.2", Outcome.Kind.TIMED_OUT, "0 received, 100% loss");
    }

    /** A ping to the outside, masqueraded. */
    static Walk masqueraded() {
        return articles()
                .masquerade("client", ping("10.0.2.3", "10.200.0.9", false))
                .walk("client", "ping -c 1 10.200.0.9", Outcome.Kind.ANSWERED, "1 received, 0% loss");
    }

    /** Two pods of one node: the router has no part in it. */
    static Walk sameNode() {
        return articles()
                .arp("client")
                .carry("client", "server-2", ping("10.0.2.3", "10.0.2.2", false))
                .carry("server-2", "client", ping("10.0.2.2", "10.0.2.3", true))
                .walk("client", "ping -c 1 10.0.2.2", Outcome.Kind.ANSWERED, "1 received, 0% loss");
    }

    /** Names that mean something in HTML. */
    static Walk odd() {
        World world = new World(List.of(List.of("<b>"), List.of("\"&'")));
        return world.carry("<b>", "\"&'", ping("10.0.1.2", "10.0.2.2", false))
                .walk("<b>", "ping <script>", Outcome.Kind.TIMED_OUT, "<i>nothing</i>");
    }

    /** A question that every pod of the node hears and nobody answers. */
    static Walk flooded() {
        World world = new World(List.of(List.of("a", "b", "c")));
        ArpMessage question =
                ArpMessage.request(mac("10.0.1.2"), IpAddress.parse("10.0.1.2"), IpAddress.parse("10.0.1.9"));
        Tracepoints host = world.at(node(0), At.HOST_NETNS);
        world.wire(world.at(node(0), "a"), "veth0", host, world.port("a"), 1, question);
        host.switched(1, question, "cbr0", "ff:ff:ff:ff:ff:ff", "a broadcast goes to all ports and up");
        for (String pod : List.of("b", "c")) {
            Tracepoints space = world.at(node(0), pod);
            world.wire(host, world.port(pod), space, "veth0", 1, question);
            space.dropped(1, question, "veth0", Step.Layer.NEIGHBOUR, DropReason.ARP_NOT_OURS, "", "");
        }
        return world.walk("a", "arping -c 1 10.0.1.9", Outcome.Kind.TIMED_OUT, "0 received");
    }

    static Walk empty() {
        return new Walk(
                "ping 10.0.0.9",
                "client",
                List.of(),
                new Outcome(Outcome.Kind.UNKNOWN, "-m bpf is not modelled"),
                "",
                Topology.EMPTY);
    }
}
