package packetwalk.linux;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.route.SipHash;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.net.Frame;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.net.Ports;
import packetwalk.net.Protocol;
import packetwalk.net.Udp;
import packetwalk.net.VxlanFrame;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;
import packetwalk.trace.Unchanging;

/**
 * A device whose wire is the network itself: each frame travels in a UDP datagram to the host behind which its receiver
 * is. RFC 7348; Linux drivers/net/vxlan/vxlan_core.c.
 *
 * <p>The datagram is a packet of this host's own: routed, seen by the hook OUTPUT, masqueraded like any other. Left out:
 * groups, IPv6 outside, answering ARP for others ({@code proxy}), asking a process for what it does not know
 * ({@code l2miss}, {@code l3miss}), and that Linux draws the source port of a TCP socket's frames by lot.
 */
public final class Vxlan extends NetDevice {

    /** What comes on top of a packet: Ethernet, VXLAN, UDP and IPv4 headers. {@code VXLAN_HEADROOM}. */
    public static final int HEADROOM = 50;

    /** {@code ETH_MIN_MTU}: what it gets over a lower device that leaves less, {@code vxlan_config_apply()}. */
    private static final int LEAST_MTU = 68;

    /** From the tunnel's end to the device, 1 microsecond: the kernel's soft interrupt. */
    private static final long DELAY = 1_000;

    /** The two bits of ECN, and their value that tells of congestion: RFC 3168. */
    private static final int ECN = 0x03;

    private final VxlanConfig config;
    private final VxlanFdb fdb;

    /** The header that is put around a frame, or taken off, as a step prints it. */
    private record Tunnel(Packet outer) implements Unchanging {
        @Override
        public String toString() {
            Udp datagram = (Udp) outer.transport();
            int vni = datagram.tunnelled().map(VxlanFrame::vni).orElse(0);
            return outer.src() + ":" + datagram.srcPort() + " > " + outer.dst() + ":" + datagram.dstPort() + ", vni "
                    + vni;
        }
    }

    /** The entry by which a tunnel was chosen, as {@code bridge fdb} prints it. */
    private record Known(MacAddress mac, VxlanFdb.Remote remote) implements Unchanging {
        @Override
        public String toString() {
            return mac + " dst " + remote.address();
        }
    }

    /**
     * Makes it, {@code ip link add NAME type vxlan}; it is down, and its MTU fits its lower device's.
     *
     * @throws IllegalArgumentException if a device here has its VNI at its port
     */
    public Vxlan(NetworkNamespace namespace, String name, MacAddress mac, VxlanConfig config) {
        super(namespace, name, mac);
        this.config = config;
        this.fdb = new VxlanFdb(namespace.simulation(), config.ageing());
        requireFreeVni(namespace);
        namespace.add(this);
        lower().ifPresent(device -> super.mtu(Math.max(LEAST_MTU, device.mtu() - HEADROOM)));
        config.remote()
                .ifPresent(address -> fdb.append(
                        MacAddress.ZERO,
                        new VxlanFdb.Remote(address, config.dstPort(), config.vni(), config.dev()),
                        VxlanFdb.State.PERMANENT));
    }

    private void requireFreeVni(NetworkNamespace namespace) {
        for (NetDevice each : namespace.devices()) {
            if (each instanceof Vxlan other
                    && other.config.vni() == config.vni()
                    && other.config.dstPort() == config.dstPort()) {
                throw new IllegalArgumentException("A VXLAN device with the specified VNI already exists: " + other
                        + " has id " + config.vni() + " and port " + config.dstPort() + "; take another of one");
            }
        }
    }

    private Optional<NetDevice> lower() {
        return namespace().device(config.dev());
    }

    public VxlanConfig config() {
        return config;
    }

    /** Behind which tunnels MAC addresses are. */
    public VxlanFdb fdb() {
        return fdb;
    }

    @Override
    public String kind() {
        return "vxlan";
    }

    @Override
    public boolean carrier() {
        return up();
    }

    /** Changes the MTU; no more than fits into the lower device's, if there is one: {@code vxlan_change_mtu()}. */
    @Override
    public void mtu(int bytes) {
        int most = lower().map(device -> device.mtu() - HEADROOM).orElse(Integer.MAX_VALUE);
        if (bytes > most) {
            throw new IllegalArgumentException("RTNETLINK answers: Invalid argument: mtu " + bytes + " of " + name()
                    + " and " + HEADROOM + " bytes of headers do not fit into that of " + config.dev() + "; use up to "
                    + most);
        }
        super.mtu(bytes);
    }

    /** Opens the tunnels' port with the first device that needs it, and closes it with the last. */
    @Override
    public void setUp(boolean wanted) {
        if (wanted && !up()) {
            namespace().vxlan().open(this);
        } else if (!wanted && up()) {
            namespace().vxlan().close(this);
            fdb.flush();
        }
        super.setUp(wanted);
    }

    /** {@code vxlan_xmit()}: one datagram to each host that the entry leads to. */
    @Override
    void send(int id, Frame frame, int mark) {
        Optional<VxlanFdb.Entry> entry = fdb.lookup(frame.dst());
        if (entry.isEmpty()) {
            String why = "no entry for " + frame.dst() + ", and none for all others";
            drop(id, frame, DropReason.NO_TX_TARGET, why);
            return;
        }
        List<VxlanFdb.Remote> remotes = entry.get().remotes();
        // the others get copies, and the packet itself goes last, to the first
        for (VxlanFdb.Remote other : remotes.subList(1, remotes.size())) {
            encapsulate(namespace().simulation().nextPacket(), frame, mark, other, entry.get());
        }
        encapsulate(id, frame, mark, remotes.get(0), entry.get());
    }

    /** {@code vxlan_xmit_one()}. */
    private void encapsulate(int id, Frame frame, int mark, VxlanFdb.Remote remote, VxlanFdb.Entry entry) {
        Udp datagram = Udp.tunnelling(
                config.srcPort().of(flowHash(frame)), remote.port(), new VxlanFrame(remote.vni(), frame));
        int tos = outerTos(frame);
        IpAddress local = config.local().orElse(IpAddress.ANY_V4);
        RouteQuery query = new RouteQuery(
                remote.address(),
                local,
                RouteQuery.LOCAL,
                remote.dev(),
                mark,
                tos,
                Protocol.UDP.number(),
                datagram.srcPort(),
                datagram.dstPort());
        RouteResult way = namespace().ipv4().outputRoute(query);
        Route route = way.route();
        if (!leads(id, frame, route)) {
            return;
        }
        int room = PathMtu.ofSent(namespace(), route) - HEADROOM;
        if (frame.payload().length() > room && !shrinks(id, frame, room)) {
            return;
        }
        IpAddress src = local.isAny()
                ? namespace().ipv4().source(route, remote.address()).orElse(local)
                : local;
        Packet outer = Packet.of(src, remote.address(), datagram)
                .withTtl(outerTtl(frame))
                .withTos(tos)
                .withDontFragment(outerDf(frame));
        namespace()
                .trace()
                .encapsulated(id, frame.payload(), outer, name(), new Tunnel(outer), new Known(entry.mac(), remote));
        namespace().ipv4().sendTunnelled(id, outer, mark, way);
    }

    private boolean leads(int id, Frame frame, Route route) {
        Optional<IpAddress> stranger =
                config.local().filter(local -> !namespace().ipv4().isLocal(local));
        if (stranger.isPresent()) {
            // ip_route_output_key_hash_rcu()
            drop(id, frame, DropReason.IP_OUTNOROUTES, stranger.get() + " is none of this host's addresses");
            return false;
        }
        if (route.type() == RouteType.LOCAL) {
            unknown(id, frame, route, "a tunnel that ends at the host where it begins is not modelled");
            return false;
        }
        if (route.type() != RouteType.UNICAST && route.type() != RouteType.BROADCAST) {
            drop(id, frame, DropReason.IP_OUTNOROUTES, "no way to the other end of the tunnel");
            return false;
        }
        if (route.dev().equals(name())) {
            drop(id, frame, DropReason.IP_OUTNOROUTES, "the way to the tunnel's other end leads into the tunnel");
            return false;
        }
        return true;
    }

    /** The way turns out narrower than the device: the inner packet's own way is, too. {@code skb_tunnel_check_pmtu()}. */
    private boolean shrinks(int id, Frame frame, int room) {
        if (bridge().isPresent()) {
            unknown(id, frame, "mtu " + room, "path MTU discovery by a tunnel on a bridge is not modelled");
            return false;
        }
        if (frame.payload() instanceof Packet packet) {
            PathMtu.update(namespace(), packet, room);
        }
        return true;
    }

    private void unknown(int id, Frame frame, Object decision, String why) {
        namespace().trace().dropped(id, frame.payload(), name(), Step.Layer.DEVICE, DropReason.UNKNOWN, decision, why);
    }

    private int outerTos(Frame frame) {
        int inner = frame.payload() instanceof Packet packet ? packet.tos() : 0;
        int tos = config.tos() == VxlanConfig.INHERIT ? inner : config.tos();
        // INET_ECN_encapsulate(): that of congestion is not told outside
        int ecn = (inner & ECN) == ECN ? 2 : inner & ECN;
        return (tos & ~ECN) | ecn;
    }

    private int outerTtl(Frame frame) {
        if (config.ttl() == VxlanConfig.INHERIT && frame.payload() instanceof Packet packet) {
            return packet.ttl();
        }
        return config.ttl() > 0 ? config.ttl() : namespace().sysctls().value(Sysctl.IP_DEFAULT_TTL);
    }

    private boolean outerDf(Frame frame) {
        return switch (config.df()) {
            case UNSET -> false;
            case SET -> true;
            case INHERIT -> frame.payload() instanceof Packet packet && packet.dontFragment();
        };
    }

    /** The same for all frames of a flow that this host sends: {@code skb_get_hash()}. */
    private int flowHash(Frame frame) {
        ByteBuffer keys = ByteBuffer.allocate(2 * Long.BYTES);
        if (frame.payload() instanceof Packet packet) {
            boolean ports = packet.protocol() != Protocol.ICMP && packet.protocol() != Protocol.ICMPV6;
            long src = end(packet.src(), ports ? Ports.source(packet.transport()) : 0);
            long dst = end(packet.dst(), ports ? Ports.destination(packet.transport()) : 0);
            keys.putLong(Math.min(src, dst))
                    .putLong(Math.max(src, dst) ^ packet.protocol().number());
        }
        long seed = namespace().host().hashCode();
        return (int) SipHash.of(keys.array(), seed, seed);
    }

    private static long end(IpAddress address, int port) {
        return (Long.rotateLeft(address.high(), 32) ^ (address.low() << 16)) | port;
    }

    @Override
    boolean isOver(NetDevice lower) {
        return config.dev().equals(lower.name());
    }

    /** {@code vxlan_rcv()}: takes the frame out of {@code outer}, and up it goes with that one's mark. */
    void decapsulate(Skb outer, Frame frame) {
        int id = outer.id();
        IpAddress from = outer.packet().src();
        namespace()
                .trace()
                .decapsulated(id, outer.packet(), frame.payload(), name(), new Tunnel(outer.packet()), "its VNI");
        if (frame.src().equals(mac())) {
            drop(id, frame, DropReason.LOCAL_MAC, "");
        } else if (config.learning() && !learn(id, frame, from)) {
            return;
        } else {
            unwrap(outer, frame);
        }
    }

    private boolean learn(int id, Frame frame, IpAddress from) {
        if (frame.src().isMulticast() || frame.src().equals(MacAddress.ZERO)) {
            drop(id, frame, DropReason.MAC_INVALID_SOURCE, "");
            return false;
        }
        boolean agrees = fdb.learn(frame.src(), new VxlanFdb.Remote(from, config.dstPort(), config.vni(), ""));
        if (!agrees) {
            drop(id, frame, DropReason.VXLAN_ENTRY_EXISTS, frame.src() + " came from " + from);
        }
        return agrees;
    }

    /** {@code IP_ECN_decapsulate()}: a router outside may have marked the outer header for what is inside. */
    private void unwrap(Skb outer, Frame frame) {
        boolean congestion = (outer.packet().tos() & ECN) == ECN;
        if (!congestion || !(frame.payload() instanceof Packet packet)) {
            up(outer, frame);
        } else if ((packet.tos() & ECN) == 0) {
            drop(outer.id(), frame, DropReason.IP_TUNNEL_ECN, "");
        } else {
            up(outer, frame.withPayload(packet.withTos(packet.tos() | ECN)));
        }
    }

    /** {@code gro_cells_receive()}: after what has come in together with it. */
    private void up(Skb outer, Frame frame) {
        int mark = outer.mark();
        namespace().simulation().carry(DELAY, () -> receive(outer.id(), frame, mark));
    }
}
