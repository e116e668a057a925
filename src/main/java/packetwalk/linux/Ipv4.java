package packetwalk.linux;

import static packetwalk.linux.conntrack.Hook.FORWARD;
import static packetwalk.linux.conntrack.Hook.INPUT;
import static packetwalk.linux.conntrack.Hook.OUTPUT;
import static packetwalk.linux.conntrack.Hook.POSTROUTING;
import static packetwalk.linux.conntrack.Hook.PREROUTING;

import java.util.Optional;
import packetwalk.linux.conntrack.BridgeInfo;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.netfilter.Netfilter;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.route.RoutingRule;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.IpLayer;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpLayer;
import packetwalk.linux.sysctl.Devconf;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.Cidr;
import packetwalk.net.Frame;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.time.Simulation;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;
import packetwalk.trace.Tracepoints;

/**
 * The IPv4 paths of one namespace; methods are named after net/ipv4/ip_{input,forward,output}.c.
 *
 * <p>Read it in the order in which a packet travels: {@link #receive} -> routeInput -> deliver or forward -> output ->
 * finishOutput; what this host itself sends begins at {@link #send}.
 */
public final class Ipv4 implements IpLayer {

    /** RFC 1122 3.2.1.3 (a): "this host on this network"; never on a wire but from a host without an address. */
    private static final Cidr THIS_NETWORK = Cidr.parse("0.0.0.0/8");

    private static final String MULTICAST = "multicast is not modelled";

    private final NetworkNamespace namespace;
    private final Tracepoints trace;
    private final Netfilter netfilter;
    private final Icmp icmp;

    Ipv4(NetworkNamespace namespace) {
        this.namespace = namespace;
        this.trace = namespace.trace();
        this.netfilter = new Netfilter(namespace, this::refuse, namespace.simulation(), trace);
        this.icmp = new Icmp(namespace, this);
    }

    Netfilter netfilter() {
        return netfilter;
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
    public int defaultTtl() {
        return namespace.sysctls().value(Sysctl.IP_DEFAULT_TTL);
    }

    @Override
    public boolean isLocal(IpAddress address) {
        return namespace.fib().addressType(address) == RouteType.LOCAL;
    }

    /** {@code ip_rcv()}: a frame came up from a device. */
    void receive(NetDevice device, int id, Frame frame, Packet packet) {
        Skb skb = Skb.incoming(id, frame, packet, device.name());
        if (!device.isAddressedBy(frame)) {
            drop(skb, device.name(), Step.Layer.DEVICE, DropReason.OTHERHOST, frame.dst(), "");
            return;
        }
        netfilter.run(PREROUTING, skb, this::routeInput);
    }

    /** {@code ip_rcv()} of what has passed PREROUTING on its bridge: {@code ip_sabotage_in()}. */
    void receiveBridged(Bridge device, Frame frame, Skb skb) {
        if (device.isAddressedBy(frame)) {
            routeInput(skb);
        } else {
            drop(skb, device.name(), Step.Layer.DEVICE, DropReason.OTHERHOST, frame.dst(), "");
        }
    }

    /** {@code ip_rcv_finish()}: is it ours? Asked after DNAT, so a Service address needs no route. */
    private void routeInput(Skb skb) {
        Packet packet = skb.packet();
        Optional<DropReason> martian = martian(packet);
        if (martian.isPresent()) {
            drop(skb, skb.in(), Step.Layer.ROUTING, martian.get(), "", "");
            return;
        }
        if (packet.dst().isMulticast()) {
            drop(skb, skb.in(), Step.Layer.ROUTING, DropReason.UNKNOWN, packet.dst(), MULTICAST);
            return;
        }
        if (packet.dst().equals(IpAddress.BROADCAST_V4)) {
            skb.route(Route.broadcast(packet.dst(), skb.in(), packet.src()));
            deliver(skb);
            return;
        }
        RouteResult result = namespace.fib().lookup(RouteQuery.input(packet.dst(), packet.src(), skb.in(), skb.mark()));
        traceRoute(skb, result);
        skb.route(result.route());
        switch (result.route().type()) {
            case LOCAL, BROADCAST -> deliver(skb);
            case UNICAST -> forward(skb);
            default -> noWay(skb, result);
        }
    }

    /** Addresses that cannot come from a network: {@code ip_route_input_slow()}, {@code fib_validate_source()}. */
    private Optional<DropReason> martian(Packet packet) {
        boolean thisNetwork = THIS_NETWORK.contains(packet.src());
        if (packet.src().isMulticast() || packet.src().equals(IpAddress.BROADCAST_V4) || thisNetwork) {
            return Optional.of(DropReason.IP_INVALID_SOURCE);
        }
        if (THIS_NETWORK.contains(packet.dst())) {
            return Optional.of(DropReason.IP_INVALID_DEST);
        }
        if (packet.src().isLoopback() || packet.dst().isLoopback()) {
            return Optional.of(DropReason.IP_LOCALNET);
        }
        return isLocal(packet.src()) ? Optional.of(DropReason.IP_LOCAL_SOURCE) : Optional.empty();
    }

    private void traceRoute(Skb skb, RouteResult result) {
        if (trace.on()) {
            String rule = result.rule().map(RoutingRule::toString).orElse("");
            trace.routed(skb.id(), skb.packet(), rule, result.table(), result.route(), result.how());
        }
    }

    /** {@code ip_local_deliver()}: the packet is for this host. */
    private void deliver(Skb skb) {
        netfilter.run(INPUT, skb, icmp::deliverLocal);
    }

    /** {@code ip_forward()}: RFC 1812 5.3.1, a TTL of one ends here. */
    private void forward(Skb skb) {
        Packet packet = skb.packet();
        Route route = skb.route();
        if (!forwards(skb)) {
            boolean others = namespace.sysctls().on(Sysctl.IP_FORWARD);
            Object setting = others ? "net.ipv4.conf." + skb.in() + "." + Devconf.FORWARDING : Sysctl.IP_FORWARD;
            drop(skb, skb.in(), Step.Layer.ROUTING, DropReason.IP_INADDRERRORS, setting + " = 0", "");
            return;
        }
        if (skb.macDst().isMulticast()) {
            drop(skb, skb.in(), Step.Layer.ROUTING, DropReason.IP_INADDRERRORS, "", "the frame was for a group");
            return;
        }
        if (packet.ttl() <= 1) {
            drop(skb, "", Step.Layer.ROUTING, DropReason.IP_TTL_EXPIRED, "ttl " + packet.ttl(), "");
            icmp.error(skb, IcmpError.Kind.TTL_EXCEEDED);
            return;
        }
        skb.out(route.dev());
        if (tooBig(skb)) {
            tooBig(skb, mtu(skb));
            return;
        }
        skb.packet(packet.withTtl(packet.ttl() - 1));
        trace.forwarded(skb.id(), packet, skb.packet());
        netfilter.run(FORWARD, skb, this::output);
    }

    private boolean forwards(Skb skb) {
        return namespace.sysctls().conf(skb.in()).on(Devconf.FORWARDING);
    }

    private int mtu(Skb skb) {
        return namespace.device(skb.out()).map(NetDevice::mtu).orElse(0);
    }

    private boolean tooBig(Skb skb) {
        return namespace.device(skb.out()).isPresent() && skb.packet().length() > mtu(skb);
    }

    private void tooBig(Skb skb, int mtu) {
        // a socket's datagrams are cut up all the same (sk_buff.ignore_df), TCP's segments never
        boolean ownDatagram = skb.in().isEmpty() && !(skb.packet().transport() instanceof Tcp);
        if (!skb.packet().dontFragment() || ownDatagram) {
            drop(skb, skb.out(), Step.Layer.ROUTING, DropReason.UNKNOWN, "mtu " + mtu, "fragmentation is not modelled");
            return;
        }
        drop(skb, skb.out(), Step.Layer.ROUTING, DropReason.PKT_TOO_BIG, "mtu " + mtu, "");
        icmp.error(skb, IcmpError.Kind.FRAGMENTATION_NEEDED);
    }

    /** No route, or one that forbids: {@code ip_error()}. A host that does not forward stays silent. */
    private void noWay(Skb skb, RouteResult result) {
        boolean silent = !forwards(skb);
        switch (result.route().type()) {
            case BLACKHOLE -> drop(skb, "", Step.Layer.ROUTING, DropReason.IP_BLACKHOLE, result.route(), "");
            case PROHIBIT -> {
                drop(skb, "", Step.Layer.ROUTING, DropReason.IP_INNOROUTES, result.route(), "the route prohibits it");
                answer(skb, silent, IcmpError.Kind.ADMIN_PROHIBITED);
            }
            default -> {
                Object decision = result.found() ? result.route() : "";
                String detail = "no route to " + skb.packet().dst();
                DropReason reason = silent ? DropReason.IP_INADDRERRORS : DropReason.IP_INNOROUTES;
                drop(skb, "", Step.Layer.ROUTING, reason, decision, silent ? "" : detail);
                answer(skb, silent, result.found() ? IcmpError.Kind.HOST_UNREACHABLE : IcmpError.Kind.NET_UNREACHABLE);
            }
        }
    }

    private void answer(Skb skb, boolean silent, IcmpError.Kind kind) {
        if (!silent) {
            icmp.error(skb, kind);
        }
    }

    @Override
    public IpAddress sourceFor(IpAddress dst, Transport intended) {
        RouteResult result = namespace.fib().lookup(RouteQuery.output(dst, IpAddress.ANY_V4, 0));
        Route route = result.route();
        if (dst.isMulticast()) {
            Packet packet = Packet.of(IpAddress.ANY_V4, dst, intended);
            trace.dropped(
                    simulation().nextPacket(), packet, "", Step.Layer.ROUTING, DropReason.UNKNOWN, dst, MULTICAST);
            throw new SocketFault(Errno.ENETUNREACH, MULTICAST);
        }
        boolean everybody = dst.equals(IpAddress.BROADCAST_V4) && route.type() == RouteType.UNICAST;
        if (route.type() == RouteType.BROADCAST || everybody) {
            // tcp_v4_connect(); udp_sendmsg() without SO_BROADCAST
            Errno errno = intended instanceof Tcp ? Errno.ENETUNREACH : Errno.EACCES;
            throw new SocketFault(errno, dst + " is a broadcast address of " + namespace);
        }
        switch (route.type()) {
            case UNICAST, LOCAL -> {
                return route.src()
                        .or(() -> namespace.addressOf(route.dev(), route.nextHop(dst)))
                        .or(() -> namespace.addresses().stream().findFirst())
                        .orElse(IpAddress.ANY_V4);
            }
            default -> {
                Packet packet = Packet.of(IpAddress.ANY_V4, dst, intended);
                Errno errno = errno(result);
                Object decision = result.found() ? route : "";
                String detail = errno + ": " + errno.words();
                DropReason reason =
                        route.type() == RouteType.BLACKHOLE ? DropReason.IP_BLACKHOLE : DropReason.IP_OUTNOROUTES;
                int id = simulation().nextPacket();
                trace.dropped(id, packet, "", Step.Layer.ROUTING, reason, decision, detail);
                throw new SocketFault(errno, "there is no way to " + dst + " from " + namespace);
            }
        }
    }

    /** What connect(2) reports: net/ipv4/fib_semantics.c {@code fib_props}. */
    private static Errno errno(RouteResult result) {
        if (!result.found()) {
            return Errno.ENETUNREACH;
        }
        return switch (result.route().type()) {
            case PROHIBIT -> Errno.EACCES;
            case BLACKHOLE -> Errno.EINVAL;
            default -> Errno.EHOSTUNREACH;
        };
    }

    /** {@code ip_local_out()}: a local socket sends. */
    @Override
    public Optional<Errno> send(int id, Packet packet, Optional<Owner> owner) {
        return localOut(Skb.outgoing(id, packet, owner));
    }

    /** Sends what this host says about {@code cause}; it is related to that one's connection. */
    void answer(int id, Packet packet, Optional<Owner> owner, Skb cause) {
        localOut(Skb.outgoing(id, packet, owner).about(cause));
    }

    private Optional<Errno> localOut(Skb skb) {
        RouteResult result = routeOutput(skb);
        if (!isWay(result)) {
            drop(skb, "", Step.Layer.ROUTING, DropReason.IP_OUTNOROUTES, result.found() ? result.route() : "", "");
            return Optional.of(errno(result));
        }
        IpAddress routedFor = skb.packet().dst();
        boolean accepted = netfilter.run(OUTPUT, skb, out -> reroute(out, routedFor));
        return accepted ? Optional.empty() : Optional.of(Errno.EPERM);
    }

    private RouteResult routeOutput(Skb skb) {
        Packet packet = skb.packet();
        RouteResult result = namespace.fib().lookup(RouteQuery.output(packet.dst(), packet.src(), skb.mark()));
        traceRoute(skb, result);
        skb.route(result.route());
        // what a host sends to itself goes through loopback, whichever device has the address
        skb.out(result.route().type() == RouteType.LOCAL ? "lo" : result.route().dev());
        return result;
    }

    private static boolean isWay(RouteResult result) {
        return switch (result.route().type()) {
            case UNICAST, LOCAL, BROADCAST -> true;
            default -> false;
        };
    }

    /** DNAT or a mark in OUTPUT forces a second look-up: {@code ip_route_me_harder()}; Linux skips it if nothing changed. */
    private void reroute(Skb skb, IpAddress routedFor) {
        boolean changed = !skb.packet().dst().equals(routedFor) || skb.mark() != 0;
        if (changed && !isWay(routeOutput(skb))) {
            drop(skb, "", Step.Layer.ROUTING, DropReason.IP_OUTNOROUTES, "", "after OUTPUT changed it");
            return;
        }
        output(skb);
    }

    /** {@code ip_output()}: SNAT waits until here, where the outgoing device is known. */
    private void output(Skb skb) {
        netfilter.run(POSTROUTING, skb, this::finishOutput);
    }

    /** {@code ip_finish_output2()}: to the neighbour that is next. */
    private void finishOutput(Skb skb) {
        Optional<NetDevice> device = namespace.device(skb.out());
        if (device.isEmpty()) {
            drop(skb, skb.out(), Step.Layer.ROUTING, DropReason.DEV_DOWN, skb.route(), "the device is gone");
            return;
        }
        if (tooBig(skb)) {
            tooBig(skb, mtu(skb));
            return;
        }
        NetDevice out = device.get();
        if (out instanceof Loopback lo) {
            loopBack(skb, lo);
        } else if (skb.route().type() == RouteType.BROADCAST) {
            out.transmit(skb.id(), new Frame(out.mac(), MacAddress.BROADCAST, skb.packet()));
        } else {
            namespace.neighbours().output(out, skb.route().nextHop(skb.packet().dst()), skb);
        }
    }

    /** What leaves by {@code lo} comes in again with its route, connection and mark: drivers/net/loopback.c. */
    private void loopBack(Skb skb, Loopback lo) {
        if (!lo.up()) {
            drop(skb, lo.name(), Step.Layer.DEVICE, DropReason.DEV_DOWN, "", "");
            return;
        }
        Frame frame = new Frame(MacAddress.ZERO, MacAddress.ZERO, skb.packet());
        trace.transmitted(skb.id(), lo.name(), frame);
        simulation().carry(Loopback.DELAY, () -> {
            trace.received(skb.id(), lo.name(), frame);
            skb.loopedBack(lo.name());
            netfilter.run(PREROUTING, skb, this::deliver);
        });
    }

    /** No neighbour answered: the packet's sender is told, {@code ipv4_link_failure()}. */
    void linkFailure(Skb skb) {
        icmp.error(skb, IcmpError.Kind.HOST_UNREACHABLE);
    }

    private void refuse(Skb skb, Hook hook, Verdict verdict) {
        if (verdict instanceof Verdict.Unknown unknown) {
            drop(skb, "", Step.Layer.NETFILTER, DropReason.UNKNOWN, unknown, unknown.name() + " is not modelled");
            return;
        }
        String why = verdict instanceof Verdict.Lost lost ? lost.why() : "dropped at " + hook;
        drop(skb, "", Step.Layer.NETFILTER, DropReason.NETFILTER_DROP, verdict, why);
        if (verdict instanceof Verdict.Reject reject) {
            icmp.error(skb, reject.with());
        } else if (verdict instanceof Verdict.Reset && skb.packet().transport() instanceof Tcp segment) {
            reset(skb, segment);
        }
    }

    /** {@code nf_send_reset()}, net/ipv4/netfilter/nf_reject_ipv4.c: no socket is asked. */
    private void reset(Skb cause, Tcp segment) {
        Packet answer = TcpLayer.resetOf(cause.packet(), segment).withTtl(defaultTtl());
        int id = simulation().nextPacket();
        BridgeInfo bridge = cause.bridge();
        if (bridge == null) {
            trace.sent(id, answer, "kernel", "TCP reset: a rule rejects the segment");
            answer(id, answer, Optional.empty(), cause);
            return;
        }
        // a station beyond the bridge knows the other one's MAC address, not ours
        trace.sent(
                id,
                answer,
                "kernel",
                "TCP reset: a rule rejects the segment; out of the port that it came in by, past iptables");
        namespace
                .device(bridge.physIn())
                .ifPresent(port -> port.transmit(id, new Frame(cause.macDst(), bridge.macSrc(), answer)));
    }

    private void drop(Skb skb, String device, Step.Layer layer, DropReason reason, Object decision, String detail) {
        trace.dropped(skb.id(), skb.packet(), device, layer, reason, decision, detail);
    }
}
