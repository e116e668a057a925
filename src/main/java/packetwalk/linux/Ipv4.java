package packetwalk.linux;

import static packetwalk.linux.conntrack.Hook.INPUT;
import static packetwalk.linux.conntrack.Hook.PREROUTING;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.BridgeInfo;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.ipvs.IpvsStack;
import packetwalk.linux.netfilter.Netfilter;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Multipath;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpLayer;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.ArpMessage;
import packetwalk.net.Bytes;
import packetwalk.net.Frame;
import packetwalk.net.IcmpError;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.time.Simulation;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;
import packetwalk.trace.Tracepoints;

/**
 * The IPv4 paths of one namespace, as Linux' diagram has them: net/ipv4/ip_input.c, and where the others begin.
 *
 * <p>Read it in the order in which a packet travels: {@link #receive} -> routeInput ({@link InputRouting}) -> deliver,
 * or {@link Forwarding#forward} -> {@link Output#output}; what this host itself sends begins at {@link #send}, is routed
 * by {@link OutputRouting} and goes by {@link Output#localOut}.
 */
public final class Ipv4 implements IpStack {

    private static final String BRIDGE_CALLS = Sysctl.BRIDGE_NF_CALL_IPTABLES + " = 1";

    private final NetworkNamespace namespace;
    private final Tracepoints trace;
    private final Surroundings surroundings;
    private final Netfilter netfilter;
    private final Icmp icmp;
    private final InputRouting inputRouting;
    private final OutputRouting outputRouting;
    private final Redirects redirects;
    private final Forwarding forwarding;
    private final Output output;
    private final IpvsTransmit ipvsTransmit;

    Ipv4(NetworkNamespace namespace) {
        this.namespace = namespace;
        this.trace = namespace.trace();
        this.surroundings = new Ipv4Surroundings(namespace);
        this.netfilter =
                new Netfilter(IpFamily.IPV4, surroundings, this::refuse, namespace.nft(), namespace.conntrack());
        this.icmp = new Icmp(namespace, this);
        RouteTrace routeTrace = new RouteTrace(trace, namespace.sysctls());
        // any number will do, as long as one seed of the world gives one
        int hashSeed = namespace.toString().hashCode();
        Multipath multipath = new Multipath(namespace.sysctls(), new NexthopLinks(namespace), hashSeed);
        this.inputRouting = new InputRouting(namespace, routeTrace, icmp, multipath);
        this.outputRouting = new OutputRouting(namespace, routeTrace, multipath);
        this.redirects = new Redirects(namespace, icmp);
        this.forwarding = new Forwarding(namespace, routeTrace, icmp, redirects);
        this.output = new Output(namespace, netfilter, outputRouting, routeTrace, icmp, this::deliver);
        this.ipvsTransmit = new IpvsTransmit(namespace, this, output, icmp, routeTrace);
    }

    /** What IPVS asks and has done. */
    IpvsStack ipvsStack() {
        return ipvsTransmit;
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
        return namespace.fib();
    }

    @Override
    public NeighbourTable neighbours() {
        return namespace.neighbours();
    }

    @Override
    public List<InterfaceAddress> addresses(NetDevice device) {
        return device.addresses();
    }

    @Override
    public void addAddress(NetDevice device, InterfaceAddress address) {
        device.addInet(address);
    }

    @Override
    public void removeAddress(NetDevice device, InterfaceAddress address) {
        device.removeInet(address);
    }

    @Override
    public String bridgeCalls() {
        return BRIDGE_CALLS;
    }

    @Override
    public InputRoute resolve(Skb skb) {
        return inputRouting.resolve(skb);
    }

    @Override
    public boolean hearsOf(InputRoute answer) {
        return answer.isNoWay();
    }

    @Override
    public void drop(Skb skb, InputRoute answer) {
        inputRouting.drop(skb, answer);
    }

    /** How this host's own packets are routed, for who asks without sending one. */
    OutputRouting outputRouting() {
        return outputRouting;
    }

    Redirects redirects() {
        return redirects;
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
        return namespace.sysctls().value(Sysctl.IP_DEFAULT_TTL);
    }

    @Override
    public boolean isLocal(IpAddress address) {
        return namespace.fib().addressType(address) == RouteType.LOCAL;
    }

    /** {@code ip_rcv()}: a frame came up from a device. */
    @Override
    public void receive(NetDevice device, int id, Frame frame, Packet packet, int mark) {
        Skb skb = Skb.incoming(id, frame, packet, device.name());
        skb.mark(mark);
        if (!device.isAddressedBy(frame)) {
            trace.dropped(id, packet, device.name(), Step.Layer.DEVICE, DropReason.OTHERHOST, frame.dst(), "");
            return;
        }
        netfilter.run(PREROUTING, skb, this::routeInput);
    }

    /** {@code ip_rcv()} of what has passed PREROUTING on its bridge: {@code ip_sabotage_in()}. */
    @Override
    public void receiveBridged(Bridge device, Frame frame, Skb skb) {
        if (device.isAddressedBy(frame)) {
            routeInput(skb);
        } else {
            trace.dropped(
                    skb.id(), skb.packet(), device.name(), Step.Layer.DEVICE, DropReason.OTHERHOST, frame.dst(), "");
        }
    }

    /** {@code ip_rcv_finish()}: is it ours? Asked after DNAT, so a Service address needs no route. */
    private void routeInput(Skb skb) {
        if (!inputRouting.route(skb)) {
            return;
        }
        if (skb.route().type() == RouteType.UNICAST) {
            forwarding.forward(skb, netfilter, output::output);
        } else {
            deliver(skb);
        }
    }

    /** Where the target of an ARP question is, for who asks: {@code arp_process()}; null if that is no fair question. */
    @Nullable
    Route routeOfQuestion(String device, ArpMessage question) {
        Packet probe = Packet.of(question.senderIp(), question.targetIp(), new Udp(0, 0, Bytes.EMPTY));
        return inputRoute(probe, device, 0).route();
    }

    @Override
    public InputRoute inputRoute(Packet packet, String device, int mark) {
        Frame frame = new Frame(MacAddress.ZERO, MacAddress.ZERO, packet);
        Skb skb = Skb.incoming(0, frame, packet, device);
        skb.mark(mark);
        return inputRouting.resolve(skb);
    }

    @Override
    public RouteResult outputRoute(RouteQuery query) {
        return outputRouting.lookup(query);
    }

    /** The same without what ICMP taught. */
    public Route baseRoute(RouteQuery query) {
        return outputRouting.base(query);
    }

    @Override
    public Optional<IpAddress> source(Route route, IpAddress dst) {
        return outputRouting.source(route, dst);
    }

    /** {@code ip_local_deliver()}: the packet is for this host. */
    private void deliver(Skb skb) {
        netfilter.run(INPUT, skb, icmp::deliverLocal);
    }

    @Override
    public IpAddress sourceFor(IpAddress dst, Transport intended) {
        return outputRouting.sourceFor(dst, intended);
    }

    @Override
    public int mtu(IpAddress src, IpAddress dst, Transport intended) {
        RouteResult result = outputRouting.lookup(RouteQuery.output(Packet.of(src, dst, intended), 0));
        return PathMtu.ofSent(namespace, result.route());
    }

    @Override
    public Optional<Errno> send(int id, Packet packet, Optional<Owner> owner) {
        return output.localOut(Skb.outgoing(id, packet, owner), packet.src(), null);
    }

    @Override
    public Optional<Errno> sendUnbound(int id, Packet packet, Optional<Owner> owner) {
        return output.localOut(Skb.outgoing(id, packet, owner), IpAddress.ANY_V4, null);
    }

    /** A tunnel of this host sends {@code outer} by the way that it has found; what is inside lends it its mark. */
    void sendTunnelled(int id, Packet outer, int mark, RouteResult way) {
        Skb skb = Skb.outgoing(id, outer, Optional.of(Owner.KERNEL));
        skb.mark(mark);
        output.sendTunnelled(skb, way);
    }

    /** Sends what this host says about {@code cause}; it is related to that one's connection. */
    void answer(int id, Packet packet, Optional<Owner> owner, IpAddress src, Skb cause) {
        output.localOut(Skb.outgoing(id, packet, owner).about(cause), src, cause.packet());
    }

    /** No neighbour answered: the packet's sender is told, {@code ipv4_link_failure()}. */
    void linkFailure(Skb skb) {
        icmp.error(skb, IcmpError.Kind.HOST_UNREACHABLE);
    }

    private void refuse(Skb skb, Hook hook, Verdict verdict) {
        if (verdict instanceof Verdict.Unknown unknown) {
            drop(skb, DropReason.UNKNOWN, unknown, unknown.name() + " is not modelled");
            return;
        }
        String why = verdict instanceof Verdict.Lost lost ? lost.why() : "dropped at " + hook;
        drop(skb, DropReason.NETFILTER_DROP, verdict, why);
        if (verdict instanceof Verdict.Reject reject) {
            icmp.error(skb, reject.with());
        } else if (verdict instanceof Verdict.Reset && skb.packet().transport() instanceof Tcp segment) {
            reset(skb, segment);
        }
    }

    /**
     * {@code nf_send_reset()}, net/ipv4/netfilter/nf_reject_ipv4.c: no socket is asked. At PREROUTING, where chains of nftables
     * may refuse, too, a segment has no route yet.
     */
    private void reset(Skb cause, Tcp segment) {
        if (cause.bridge() == null && cause.routedToAll()) {
            return; // nobody answers for all
        }
        Packet answer = TcpLayer.resetOf(cause.packet(), segment)
                .withTtl(defaultTtl(cause.packet().src()));
        int id = simulation().nextPacket();
        BridgeInfo bridge = cause.bridge();
        if (bridge == null) {
            trace.sent(id, answer, "kernel", "TCP reset: a rule rejects the segment");
            answer(id, answer, Optional.empty(), answer.src(), cause);
            return;
        }
        // a station beyond the bridge knows the other one's MAC address, not ours
        trace.sent(
                id,
                answer,
                "kernel",
                "TCP reset: a rule rejects the segment; out of the port that it came in by, past iptables");
        RouteResult way = outputRouting.routeHarder(
                Skb.outgoing(id, answer, Optional.empty()).about(cause));
        if (outputRouting.refusal(way, answer.src()).isPresent()) {
            String why = "even past iptables it wants a way back: nf_send_reset()";
            trace.dropped(id, answer, "", Step.Layer.ROUTING, DropReason.IP_OUTNOROUTES, way.route(), why);
            return;
        }
        namespace
                .device(bridge.physIn())
                .ifPresent(port -> port.transmit(id, new Frame(cause.macDst(), bridge.macSrc(), answer)));
    }

    private void drop(Skb skb, DropReason reason, Object decision, String detail) {
        trace.dropped(skb.id(), skb.packet(), "", Step.Layer.NETFILTER, reason, decision, detail);
    }
}
