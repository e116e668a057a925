package packetwalk.linux;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.ipset.IpSets;
import packetwalk.linux.ipvs.Ipvs;
import packetwalk.linux.netfilter.Netfilter;
import packetwalk.linux.nftables.NftRules;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Nexthop;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.socket.Sockets;
import packetwalk.linux.sysctl.Sysctls;
import packetwalk.linux.xtables.KernelLog;
import packetwalk.net.ArpMessage;
import packetwalk.net.Frame;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Packet;
import packetwalk.time.Simulation;
import packetwalk.trace.Trace;
import packetwalk.trace.Tracepoints;

/**
 * One network stack: its devices, addresses, routes, neighbours, rules and sockets. Linux {@code struct net}.
 *
 * <p>A machine has one of its own, and one for each pod or container that does not share another's. It only holds the
 * parts together; what a packet meets is in {@link Ipv4}.
 */
public final class NetworkNamespace {

    private static final InterfaceAddress LOOPBACK = InterfaceAddress.parse("127.0.0.1/8");

    private final Simulation simulation;
    private final Trace trace;
    private final String host;
    private final String name;
    private final Tracepoints tracepoints;
    private final Map<String, NetDevice> devices = new LinkedHashMap<>();
    private final Fib fib = new Fib(new NexthopLinks(this));
    private final Sysctls sysctls;
    private final Arp arp = new Arp(this);
    private final NeighbourTable neighbours = new NeighbourTable(this, arp);
    private final Conntrack conntrack;
    private final NftRules nft = new NftRules();
    private final Ipv4 ipv4;

    /** Null while nobody has asked for it: most namespaces have nothing to do with IPv6. */
    private @Nullable Ipv6 ipv6;

    private final Sockets sockets;
    private final KernelLog kernelLog;
    private final boolean machinesOwn;
    private final Map<Class<?>, Object> modules = new HashMap<>();

    /** Null until a tunnel ends here: most namespaces have none. */
    private @Nullable VxlanSockets vxlan;

    private Runnable notifier = () -> {};
    private int lastIndex;

    /**
     * An empty namespace: loopback, up, and nothing else.
     *
     * @param trace where the world's steps gather
     * @param host the machine, as steps name it
     * @param name its name on that machine; {@link packetwalk.trace.At#HOST_NETNS} for the machine's own
     */
    public NetworkNamespace(Simulation simulation, Trace trace, String host, String name) {
        this(simulation, trace, host, name, true);
    }

    /** The same; {@code disableIpv6}: whether the machine was booted with {@code ipv6.disable_ipv6=1}. */
    public NetworkNamespace(Simulation simulation, Trace trace, String host, String name, boolean disableIpv6) {
        this(simulation, trace, host, name, Sysctls.ofMachine(disableIpv6), new KernelLog(), true);
    }

    private NetworkNamespace(
            Simulation simulation,
            Trace trace,
            String host,
            String name,
            Sysctls sysctls,
            KernelLog kernelLog,
            boolean machinesOwn) {
        this.simulation = Objects.requireNonNull(simulation, "simulation");
        this.trace = Objects.requireNonNull(trace, "trace");
        this.host = Objects.requireNonNull(host, "host");
        this.name = Objects.requireNonNull(name, "name");
        this.sysctls = sysctls;
        this.kernelLog = kernelLog;
        this.machinesOwn = machinesOwn;
        this.tracepoints = new Tracepoints(trace, simulation, host, name);
        this.conntrack = new Conntrack(sysctls, simulation, tracepoints);
        this.ipv4 = new Ipv4(this);
        this.sockets = new Sockets(new IpLayers(this));
        sysctls.onIpv6Change(() -> ipv6().addrconf().sync());
        Loopback lo = new Loopback(this);
        add(lo);
        lo.insert(LOOPBACK);
        lo.setUp(true);
        if (!sysctls.ipv6DisabledAtBoot()) {
            ipv6().addrconf().sync();
        }
    }

    /** Another namespace on the same machine. */
    public NetworkNamespace sibling(String other) {
        return new NetworkNamespace(simulation, trace, host, other, sysctls.ofNewNamespace(), kernelLog, false);
    }

    /** Virtual time, and the only dice. */
    public Simulation simulation() {
        return simulation;
    }

    /** What the machine's kernel says, to read in any of its namespaces. */
    public KernelLog kernelLog() {
        return kernelLog;
    }

    /** The kernel's log; empty where rules may not write to it, in any namespace but the machine's own. */
    Optional<KernelLog> log() {
        return machinesOwn ? Optional.of(kernelLog) : Optional.empty();
    }

    /** Where this namespace says what it does. */
    public Tracepoints trace() {
        return tracepoints;
    }

    /** The machine, as steps name it. */
    public String host() {
        return host;
    }

    public String name() {
        return name;
    }

    public Fib fib() {
        return fib;
    }

    /** The kernel's settings. */
    public Sysctls sysctls() {
        return sysctls;
    }

    public NeighbourTable neighbours() {
        return neighbours;
    }

    public Arp arp() {
        return arp;
    }

    public Ipv4 ipv4() {
        return ipv4;
    }

    /** The IPv6 paths; without addresses and routes where {@code disable_ipv6} is 1. */
    public Ipv6 ipv6() {
        if (ipv6 == null) {
            ipv6 = new Ipv6(this);
        }
        return ipv6;
    }

    /** Whether anybody here has asked for IPv6. */
    public boolean hasIpv6() {
        return ipv6 != null;
    }

    /** One family's half. */
    public IpStack stack(IpFamily family) {
        return family == IpFamily.IPV4 ? ipv4 : ipv6();
    }

    /** A device went up or down, or what is at its other end. */
    void linkChanged(NetDevice device) {
        if (ipv6 != null) {
            ipv6.addrconf().sync(device);
        }
    }

    /** The hooks of IPv4. */
    public Netfilter netfilter() {
        return ipv4.netfilter();
    }

    /** Tables of nftables, which see packets of both families. */
    public NftRules nft() {
        return nft;
    }

    /** Connections of both families. */
    public Conntrack conntrack() {
        return conntrack;
    }

    /** Sets that rules of both families ask. */
    public IpSets sets() {
        return ipv4.surroundings().sets();
    }

    /** Its virtual servers. */
    public Ipvs ipvs() {
        return generic(Ipvs.class, () -> new Ipvs(ipv4.ipvsStack()));
    }

    public Sockets sockets() {
        return sockets;
    }

    /** Where the tunnels of its VXLAN devices end. */
    VxlanSockets vxlan() {
        if (vxlan == null) {
            vxlan = new VxlanSockets(this);
        }
        return vxlan;
    }

    /** Gives a packet for this host to the tunnel that it came through; false if it came through none. */
    boolean receiveTunnelled(Skb skb) {
        return vxlan != null && vxlan.receive(skb);
    }

    /** Whether a tunnel of this host may have sent {@code packet}. */
    boolean sentByTunnel(Packet packet) {
        return vxlan != null && vxlan.sent(packet);
    }

    /** Has {@code notifier} called whenever {@link #changed}: {@code register_netdevice_notifier()} and its like. */
    public void onChange(Runnable notifier) {
        this.notifier = notifier;
    }

    /** A device, an address or a process of this namespace has come, gone or changed. */
    public void changed() {
        notifier.run();
    }

    int nextIndex() {
        return ++lastIndex;
    }

    void add(NetDevice device) {
        requireFreeName(device.name());
        devices.put(device.name(), device);
        sysctls.addDevice(device.name());
        changed();
    }

    void requireFreeName(String device) {
        if (devices.containsKey(device)) {
            throw new IllegalArgumentException(
                    "device " + device + " already exists in " + name + " of " + host + "; take another name");
        }
    }

    /** Takes a device away, with its routes and neighbours; of a veth, the other end too. */
    public void delete(NetDevice device) {
        if (device instanceof Veth veth) {
            veth.loseOtherEnd();
        }
        if (device instanceof Bridge bridge) {
            bridge.ports().forEach(bridge::detach);
        }
        // vxlan_handle_lowerdev_unregister()
        devices().stream().filter(each -> each.isOver(device)).forEach(this::delete);
        forget(device);
    }

    void forget(NetDevice device) {
        device.bridge().ifPresent(bridge -> bridge.detach(device));
        device.setUp(false);
        // a route of several ways goes with any of their devices
        fib.removeIf(route -> route.leavesBy(device.name()));
        List.copyOf(device.addresses()).forEach(device::removeAddress);
        if (ipv6 != null) {
            ipv6.addrconf().forget(device);
        }
        devices.remove(device.name());
        sysctls.removeDevice(device.name());
        changed();
    }

    /** Devices in the order of their index. */
    public Collection<NetDevice> devices() {
        return List.copyOf(devices.values());
    }

    public Optional<NetDevice> device(String device) {
        return Optional.ofNullable(devices.get(device));
    }

    /** All addresses but loopback's, in the order of the devices. */
    public List<IpAddress> addresses() {
        return devices.values().stream()
                .flatMap(device -> device.addresses().stream())
                .map(InterfaceAddress::address)
                .filter(address -> !address.isLoopback())
                .toList();
    }

    /** What {@code address} is to this host: {@code inet_addr_type()}. */
    public RouteType addressType(IpAddress address) {
        return addressType(address, "");
    }

    /** The same, but only the addresses of {@code device} count as this host's: {@code __inet_dev_addr_type()}. */
    RouteType addressType(IpAddress address, String device) {
        if (address.isMulticast()) {
            return RouteType.MULTICAST;
        }
        boolean limited =
                address.equals(IpAddress.BROADCAST_V4) || address.masked(8).equals(IpAddress.ANY_V4);
        return limited ? RouteType.BROADCAST : fib.addressType(address, device);
    }

    /**
     * The device's address in {@code peer}'s network, else its first, else the first of any device, never a loopback
     * one: net/ipv4/devinet.c {@code inet_select_addr}.
     */
    public Optional<IpAddress> addressOf(String device, IpAddress peer) {
        List<InterfaceAddress> own = Optional.ofNullable(devices.get(device))
                .map(NetDevice::addresses)
                .orElse(List.of());
        Optional<InterfaceAddress> near = peer.isAny()
                ? Optional.empty()
                : own.stream().filter(each -> each.network().contains(peer)).findFirst();
        return near.or(() -> own.stream().findFirst())
                .map(InterfaceAddress::address)
                .filter(address -> !address.isLoopback())
                .or(() -> addresses().stream().findFirst());
    }

    /**
     * What a module keeps in this namespace; made by {@code fresh} when it is first asked for. Linux
     * {@code net_generic()}, include/net/netns/generic.h.
     */
    <T> T generic(Class<T> module, Supplier<T> fresh) {
        return module.cast(modules.computeIfAbsent(module, any -> fresh.get()));
    }

    /** Whether a device has that very address: {@code inet_lookup_ifaddr_rcu()}. */
    boolean isInterfaceAddress(IpAddress address) {
        // of 127.0.0.0/8 all is local, but only one is an address
        return fib.addressType(address) == RouteType.LOCAL
                && (!address.isLoopback()
                        || devices.values().stream()
                                .anyMatch(device -> device.addresses().stream()
                                        .anyMatch(own -> own.address().equals(address))));
    }

    /** Whether both are in one network of {@code device}; the second may be open: {@code inet_addr_onlink()}. */
    boolean onLink(String device, IpAddress one, IpAddress other) {
        NetDevice found = devices.get(device);
        return found != null
                && found.addresses().stream()
                        .map(InterfaceAddress::network)
                        .anyMatch(network -> network.contains(one) && (other.isAny() || network.contains(other)));
    }

    /** Whether the device is there and up. */
    public boolean isUp(String device) {
        NetDevice found = devices.get(device);
        return found != null && found.up();
    }

    /** The source of what takes {@code hop}. */
    Optional<IpAddress> sourceFor(Nexthop hop) {
        return addressOf(hop.dev(), hop.via().orElse(IpAddress.ANY_V4));
    }

    /** A frame came up from {@code device}: to ARP or to IP. */
    void receive(NetDevice device, int id, Frame frame, int mark) {
        if (frame.payload() instanceof ArpMessage message) {
            arp.receive(device, id, frame, message);
        } else if (frame.payload() instanceof Packet packet) {
            stack(packet.family()).receive(device, id, frame, packet, mark);
        }
    }

    @Override
    public String toString() {
        return host + "/" + name;
    }
}
