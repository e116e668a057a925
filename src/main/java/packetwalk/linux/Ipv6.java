package packetwalk.linux;

import static packetwalk.linux.conntrack.Hook.INPUT;
import static packetwalk.linux.conntrack.Hook.PREROUTING;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.linux.conntrack.BridgeInfo;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.netfilter.Netfilter;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.Frame;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.net.Transport;
import packetwalk.time.Simulation;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;
import packetwalk.trace.Tracepoints;

/**
 * The IPv6 paths of one namespace: net/ipv6/ip6_input.c, and where the others begin.
 *
 * <p>Read it as {@link Ipv4}: {@link #receive} -> routeInput ({@link Ipv6Routing}) -> deliver, or
 * {@link Ipv6Forwarding#forward} -> {@link Ipv6Output#output}; what this host itself sends begins at {@link #send}. Left
 * out: extension headers, fragments, groups other than those of neighbour discovery.
 */
public final class Ipv6 implements IpStack {

    private static final String BRIDGE_CALLS = Sysctl.BRIDGE_NF_CALL_IP6TABLES + " = 1";

    private final NetworkNamespace namespace;
    private final Tracepoints trace;
    private final Fib fib;
    private final Addrconf addrconf;
    private final Netfilter netfilter;
    private final Ndisc ndisc;
    private final NeighbourTable neighbours;
    private final Icmpv6 icmp;
    private final Ipv6Routing routing;
    private final Ipv6Forwarding forwarding;
    private final Ipv6Output output;
    private final Ipv6Reject reject;
    private final Surroundings surroundings;

    Ipv6(NetworkNamespace namespace) {
        this.namespace = namespace;
        this.trace = namespace.trace();
        this.fib = Fib.ofIpv6(new NexthopLinks(namespace));
        this.surroundings = new Ipv6Surroundings(namespace, this);
        this.netfilter =
                new Netfilter(IpFamily.IPV6, surroundings, this::refuse, namespace.nft(), namespace.conntrack());
        this.addrconf = new Addrconf(namespace, fib);
        this.ndisc = new Ndisc(namespace, this);
        this.neighbours = new NeighbourTable(namespace, ndisc);
        this.icmp = new Icmpv6(namespace, this, ndisc);
        RouteTrace routeTrace = new RouteTrace(trace, namespace.sysctls());
        this.routing = new Ipv6Routing(namespace, this, routeTrace);
        this.output = new Ipv6Output(namespace, this, routeTrace, icmp, this::deliver);
        this.forwarding = new Ipv6Forwarding(namespace, this, routeTrace, icmp);
        this.reject = new Ipv6Reject(namespace, this, icmp);
    }

    /** Addresses of devices. */
    public Addrconf addrconf() {
        return addrconf;
    }

    Ipv6Routing routing() {
        return routing;
    }

    Ipv6Output output() {
        return output;
    }

    Icmpv6 icmp() {
        return icmp;
    }

    @Override
    public Netfilter netfilter() {
        return netfilter;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public Fib fib() {
        return fib;
    }

    @Override
    public NeighbourTable neighbours() {
        return neighbours;
    }

    @Override
    public List<InterfaceAddress> addresses(NetDevice device) {
        return addrconf.addresses(device);
    }

    @Override
    public void addAddress(NetDevice device, InterfaceAddress address) {
        addrconf.add(device, address);
    }

    @Override
    public void removeAddress(NetDevice device, InterfaceAddress address) {
        addrconf.remove(device, address);
    }

    @Override
    public String bridgeCalls() {
        return BRIDGE_CALLS;
    }

    @Override
    public Simulation simulation() {
        return namespace.simulation();
    }

    @Override
    public Tracepoints trace() {
        return trace;
    }

    @Override
    public int defaultTtl(IpAddress dst) {
        return routing.hopLimit(dst);
    }

    @Override
    public boolean isLocal(IpAddress address) {
        return addrconf.isLocal(address);
    }

    /** {@code ipv6_rcv()}: a frame came up from a device. */
    @Override
    public void receive(NetDevice device, int id, Frame frame, Packet packet, int mark) {
        Skb skb = Skb.incoming(id, frame, packet, device.name());
        skb.mark(mark);
        Optional<DropReason> reason = objection(device, frame, packet);
        if (reason.isPresent()) {
            trace.dropped(id, packet, device.name(), Step.Layer.DEVICE, reason.get(), frame.dst(), "");
            return;
        }
        netfilter.run(PREROUTING, skb, this::routeInput);
    }

    /** {@code ip6_rcv_core()}. */
    private Optional<DropReason> objection(NetDevice device, Frame frame, Packet packet) {
        if (!device.isAddressedBy(frame)) {
            return Optional.of(DropReason.OTHERHOST);
        }
        if (!addrconf.runs(device)) {
            return Optional.of(DropReason.IPV6DISABLED);
        }
        boolean loopback = packet.src().isLoopback() || packet.dst().isLoopback();
        if (packet.src().isMulticast() || (loopback && !(device instanceof Loopback))) {
            return Optional.of(DropReason.IP_INHDR); // IPSTATS_MIB_INHDRERRORS
        }
        return Optional.empty();
    }

    /** What has passed PREROUTING on its bridge: {@code ip_sabotage_in()}. */
    @Override
    public void receiveBridged(Bridge device, Frame frame, Skb skb) {
        Optional<DropReason> reason = objection(device, frame, skb.packet());
        BridgeInfo info = Objects.requireNonNull(skb.bridge(), "it came by a bridge");
        if (info.arrivedBy().isEmpty()) {
            info.arrivedBy(device.name());
        }
        if (reason.isEmpty()) {
            routeInput(skb);
        } else {
            trace.dropped(skb.id(), skb.packet(), device.name(), Step.Layer.DEVICE, reason.get(), frame.dst(), "");
        }
    }

    /** {@code ip6_rcv_finish()}: is it ours? Asked after DNAT, so a Service address needs no route. */
    private void routeInput(Skb skb) {
        InputRoute answer = routing.resolve(skb);
        if (answer.result() != null) {
            routing.routed(skb, answer.result());
        }
        if (answer.route() == null) {
            routing.refuse(skb, answer, icmp);
            return;
        }
        skb.route(answer.route());
        if (answer.route().type() == RouteType.UNICAST) {
            forwarding.forward(skb);
        } else {
            deliver(skb);
        }
    }

    @Override
    public InputRoute resolve(Skb skb) {
        return routing.resolve(skb);
    }

    @Override
    public boolean hearsOf(InputRoute answer) {
        return false;
    }

    @Override
    public void drop(Skb skb, InputRoute answer) {
        routing.drop(skb, answer);
    }

    @Override
    public InputRoute inputRoute(Packet packet, String device, int mark) {
        Frame frame = new Frame(MacAddress.ZERO, MacAddress.ZERO, packet);
        Skb skb = Skb.incoming(0, frame, packet, device);
        skb.mark(mark);
        return routing.resolve(skb);
    }

    @Override
    public RouteResult outputRoute(RouteQuery query) {
        return routing.lookup(query);
    }

    @Override
    public Optional<IpAddress> source(Route route, IpAddress dst) {
        return routing.source(route, dst);
    }

    /** {@code ip6_input()}: the packet is for this host. */
    private void deliver(Skb skb) {
        netfilter.run(INPUT, skb, icmp::deliverLocal);
    }

    @Override
    public IpAddress sourceFor(IpAddress dst, Transport intended) {
        return routing.sourceFor(dst, intended);
    }

    @Override
    public Supplier<IpAddress> flowSource(IpAddress source, IpAddress dst) {
        return routing.flowSource(source, dst);
    }

    @Override
    public int mtu(IpAddress src, IpAddress dst, Transport intended) {
        return routing.mtuOfSent(routing.lookupFor(RouteQuery.output(Packet.of(src, dst, intended), 0))
                .route());
    }

    @Override
    public Optional<Errno> send(int id, Packet packet, Optional<Owner> owner) {
        return output.localOut(Skb.outgoing(id, packet, owner), packet.src());
    }

    @Override
    public Optional<Errno> sendUnbound(int id, Packet packet, Optional<Owner> owner) {
        return output.localOut(Skb.outgoing(id, packet, owner), IpAddress.ANY_V6);
    }

    /** Sends what this host says about {@code cause}; it is related to that one's connection. */
    void answer(int id, Packet packet, Optional<Owner> owner, IpAddress src, Skb cause) {
        output.localOut(Skb.outgoing(id, packet, owner).about(cause), src);
    }

    private void refuse(Skb skb, Hook hook, Verdict verdict) {
        reject.refuse(skb, hook, verdict);
    }
}
