package packetwalk.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.Devconf;
import packetwalk.net.Cidr;
import packetwalk.net.Frame;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/**
 * A network device of one namespace: Linux {@code struct net_device}.
 *
 * <p>Two verbs on the wire: {@link #transmit} sends a frame down and out, {@link #receive} brings one up.
 */
public abstract sealed class NetDevice permits Loopback, Veth, Bridge, Nic, Dummy, Vxlan {

    /** A frame may be larger by this than the MTU says, as a VLAN's are. */
    private static final int VLAN_HEADER = 4;

    private final NetworkNamespace namespace;
    private final String name;
    private final int index;
    private final MacAddress mac;
    private final List<InterfaceAddress> addresses = new ArrayList<>();

    /** The first address of each network; kept by network, since there may be ten thousand of them. */
    private final Map<Cidr, InterfaceAddress> primaries = new HashMap<>();

    private @Nullable Bridge bridge;
    private int mtu = 1500;
    private boolean up;
    private boolean everUp;

    NetDevice(NetworkNamespace namespace, String name, MacAddress mac) {
        if (!name.matches("[^\\s/:]{1,15}")) {
            throw new IllegalArgumentException(
                    "device name \"" + name + "\" cannot be used; take 1 to 15 characters without blank, / or :");
        }
        this.namespace = namespace;
        this.name = name;
        this.index = namespace.nextIndex();
        this.mac = Objects.requireNonNull(mac, "mac");
    }

    public String name() {
        return name;
    }

    /** The number that {@code ip link} prints before the name. */
    public int index() {
        return index;
    }

    public MacAddress mac() {
        return mac;
    }

    public NetworkNamespace namespace() {
        return namespace;
    }

    /** Largest IP packet that it sends, in bytes. */
    public int mtu() {
        return mtu;
    }

    /** Changes the MTU; at least 68 bytes, RFC 791. */
    public void mtu(int bytes) {
        if (bytes < 68 || bytes > 65536) {
            throw new IllegalArgumentException(
                    "mtu " + bytes + " of " + name + " is out of range; use 68 to 65536 bytes");
        }
        mtu = bytes;
        bridge().ifPresent(Bridge::followPorts);
    }

    /** {@code loopback}, {@code veth}, {@code bridge}, {@code dummy}, {@code vxlan} or {@code nic}. */
    public abstract String kind();

    /** Whether somebody set it up: {@code ip link set up}. */
    public boolean up() {
        return up;
    }

    /** Whether it has been up at any time: only then it has a queueing discipline. */
    public boolean everUp() {
        return everUp;
    }

    /** Whether there is another end that is up. */
    public abstract boolean carrier();

    /** The bridge that it is a port of. */
    public Optional<Bridge> bridge() {
        return Optional.ofNullable(bridge);
    }

    void enslave(@Nullable Bridge to) {
        bridge = to;
        namespace.changed();
    }

    /** IPv4 addresses with their prefix lengths, in the order in which they were added. */
    public List<InterfaceAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** Sets it up, and with it the routes that its addresses bring along; or down, and every route through it goes. */
    public void setUp(boolean wanted) {
        if (wanted == up) {
            return;
        }
        up = wanted;
        everUp |= wanted;
        namespace.changed();
        if (up) {
            addresses.forEach(this::addRoutes);
        } else {
            namespace.fib().removeIf(route -> loses(route) && !isOwnLocalRoute(route));
            namespace.neighbours().flush(this);
            namespace.conntrack().masqueradeEnds(name, Optional.empty());
        }
        linkChanged();
    }

    /** Who is at the other end learns that this one went up or down: net/core/link_watch.c. */
    void linkChanged() {
        namespace.linkChanged(this);
        bridge().ifPresent(namespace::linkChanged);
    }

    private boolean isOwnLocalRoute(Route route) {
        return addresses.stream().anyMatch(own -> route.equals(localRoute(own)));
    }

    /**
     * Adds an address of either family, with the routes that it brings along.
     *
     * @throws IllegalArgumentException if the device has it, or no such family
     */
    public void addAddress(InterfaceAddress address) {
        namespace.stack(address.address().family()).addAddress(this, address);
    }

    /**
     * Removes an address of either family, and the routes that came with it.
     *
     * @throws IllegalArgumentException if the device does not have it
     */
    public void removeAddress(InterfaceAddress address) {
        namespace.stack(address.address().family()).removeAddress(this, address);
    }

    /**
     * Adds an address, with its local, connected and broadcast routes: net/ipv4/fib_frontend.c {@code fib_add_ifaddr}.
     *
     * @throws IllegalArgumentException if the device has it, as {@code RTNETLINK answers: File exists}
     */
    void addInet(InterfaceAddress address) {
        if (has(address)) {
            throw new IllegalArgumentException("device " + name + " already has address " + address);
        }
        insert(address);
        namespace.sysctls().keepAll(name);
    }

    /** As {@link #addInet}, but by the kernel itself: {@code inet_insert_ifa()}. */
    void insert(InterfaceAddress address) {
        boolean first = primaries.putIfAbsent(address.network(), address) == null;
        addresses.add(first ? primaries.size() - 1 : addresses.size(), address);
        namespace.changed();
        namespace.fib().addOwn(Fib.LOCAL, localRoute(address));
        if (up) {
            addRoutes(address);
        }
    }

    /** Whether an earlier address of the same network brought the routes: printed as {@code secondary}. */
    public boolean secondary(InterfaceAddress address) {
        return primary(address).isPresent();
    }

    /** The first address of the same network, if that is another one: net/ipv4/devinet.c {@code __inet_insert_ifa}. */
    private Optional<InterfaceAddress> primary(InterfaceAddress address) {
        return Optional.ofNullable(primaries.get(address.network())).filter(first -> !first.equals(address));
    }

    private boolean has(InterfaceAddress address) {
        return primaries.containsKey(address.network()) && addresses.contains(address);
    }

    private Route localRoute(InterfaceAddress address) {
        IpAddress src = primary(address).orElse(address).address();
        return Route.local(Cidr.of(address.address()), name, src);
    }

    private void addRoutes(InterfaceAddress address) {
        Cidr network = address.network();
        if (network.isHost() || secondary(address)) {
            return;
        }
        String table = connectedTable();
        namespace.fib().addOwn(table, connectedRoute(network, address.address()));
        if (network.length() < 31) {
            namespace.fib().addOwn(Fib.LOCAL, Route.broadcast(network.last(), name, address.address()));
        }
    }

    /** Where the route to an address' own network stands: table main, but for loopback. */
    String connectedTable() {
        return Fib.MAIN;
    }

    Route connectedRoute(Cidr network, IpAddress address) {
        return Route.connected(network, name, address);
    }

    /**
     * Removes an address, the routes that came with it, and of a network's first address the secondary ones, unless
     * {@code promote_secondaries} lets them follow: net/ipv4/devinet.c {@code __inet_del_ifa()}.
     *
     * @throws IllegalArgumentException if the device does not have it
     */
    void removeInet(InterfaceAddress address) {
        if (!has(address)) {
            throw new IllegalArgumentException("device " + name + " does not have address " + address + "; it has "
                    + (addresses.isEmpty() ? "none" : addresses));
        }
        List<InterfaceAddress> secondaries = addresses.stream()
                .filter(each -> primary(each).filter(address::equals).isPresent())
                .toList();
        boolean promoted = namespace.sysctls().conf(name).on(Devconf.PROMOTE_SECONDARIES);
        secondaries.forEach(this::withdraw);
        withdraw(address);
        if (promoted) {
            secondaries.forEach(this::insert);
        }
        List<InterfaceAddress> gone = new ArrayList<>(promoted ? List.of() : secondaries);
        gone.add(address);
        gone.forEach(this::gone);
        if (addresses.isEmpty()) {
            // no address left, no IP on this device: net/ipv4/fib_frontend.c fib_disable_ip()
            namespace.fib().removeIf(this::loses);
            namespace.neighbours().flush(this);
        }
    }

    /** Takes an address off the list, and its routes away: {@code fib_del_ifaddr()}. */
    private void withdraw(InterfaceAddress address) {
        Route local = localRoute(address);
        primaries.remove(address.network(), address);
        addresses.remove(address);
        namespace.changed();
        namespace.fib().removeIf(route -> route.equals(local) || isThanksTo(route, address));
    }

    private boolean isThanksTo(Route route, InterfaceAddress address) {
        return route.dev().equals(name)
                && route.src().filter(address.address()::equals).isPresent();
    }

    /** The host no longer has that address: no route can prefer it, {@code fib_sync_down_addr()}. */
    private void gone(InterfaceAddress address) {
        namespace.conntrack().masqueradeEnds(name, Optional.of(address.address()));
        if (namespace.fib().addressType(address.address()) != RouteType.LOCAL) {
            namespace
                    .fib()
                    .removeIf(route ->
                            route.src().filter(address.address()::equals).isPresent());
        }
    }

    /** Whether the route leads nowhere without this device: {@code fib_sync_down_dev()}. */
    private boolean loses(Route route) {
        return route.leavesBy(name)
                && route.nexthops().stream().noneMatch(hop -> !hop.dev().equals(name) && namespace.isUp(hop.dev()));
    }

    /** Whether a frame that came up is for this host: PACKET_HOST, BROADCAST or MULTICAST of {@code eth_type_trans()}. */
    boolean isAddressedBy(Frame frame) {
        return frame.dst().equals(mac) || frame.dst().isMulticast();
    }

    /** Sends a frame out: {@code dev_queue_xmit()}. */
    final void transmit(int id, Frame frame) {
        transmit(id, frame, 0);
    }

    /** The same of a packet that has a mark. */
    final void transmit(int id, Frame frame, int mark) {
        if (!up) {
            drop(id, frame, DropReason.DEV_DOWN, "");
            return;
        }
        String fault = fault();
        if (!fault.isEmpty()) {
            // its queue is noop_qdisc, which loses all before packet sockets see it: dev_deactivate()
            drop(id, frame, DropReason.NO_CARRIER, fault);
            return;
        }
        namespace.trace().transmitted(id, name, frame);
        send(id, frame, mark);
    }

    /** Whether a bridge may send it out of this device, or its peer hand it over: {@code is_skb_forwardable()}. */
    final boolean forwardable(Frame frame) {
        return up && frame.payload().length() <= mtu + VLAN_HEADER;
    }

    /** Whether it is a tunnel whose packets leave by {@code lower}, and by no other. */
    boolean isOver(NetDevice lower) {
        return false;
    }

    /** Why nothing gets on the wire though it is up; empty if all is well. */
    String fault() {
        return "";
    }

    /** The frame's way ends at this device. */
    final void drop(int id, Frame frame, DropReason reason, String why) {
        namespace.trace().dropped(id, frame.payload(), name, Step.Layer.DEVICE, reason, "", why);
    }

    /** Puts the frame on whatever this device is made of; on most wires its {@code mark} is lost. */
    abstract void send(int id, Frame frame, int mark);

    /** A frame came up: to the bridge that this is a port of, else to the stack. {@code netif_receive_skb()}. */
    final void receive(int id, Frame frame) {
        receive(id, frame, 0);
    }

    /** The same of a frame that has a mark on its way up, as only one out of a tunnel has. */
    final void receive(int id, Frame frame, int mark) {
        if (!up) {
            drop(id, frame, DropReason.DEV_DOWN, "");
            return;
        }
        namespace.trace().received(id, name, frame);
        if (bridge != null) {
            bridge.handleFrame(this, id, frame, mark);
        } else {
            namespace.receive(this, id, frame, mark);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
