package packetwalk.cni;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import packetwalk.linux.Bridge;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Veth;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.PerFamily;
import packetwalk.tools.Shell;

/**
 * A bridge on one machine with containers hanging off it by veth pairs: {@code docker0}, the {@code cbr0} of kubenet, or
 * the {@code cni0} of CNI's plugin bridge.
 *
 * <p>The bridge has the first address of its range and is the containers' default gateway. Each container gets one end
 * of a pair, called {@code veth0}, {@code veth1} … as in the articles (Docker calls every one of them {@code eth0});
 * the other end stands in the machine's own namespace, under a random name, attached to the bridge.
 */
public final class BridgeNetwork {

    private static final int DEFAULT_MTU = 1500;

    /** What differs from one maker of such bridges to another; {@code masquerades} has none if others do it. */
    private record Kind(
            String network,
            String bridge,
            int macPrefix,
            Map<IpFamily, String> masquerades,
            int mtu,
            Optional<Cidr> pods) {

        /** How the runtime begins to say that a plugin failed; flannel's has another one do the work. */
        String failure() {
            return pods.isPresent()
                    ? "plugin type=\"flannel\" failed (add): failed to delegate add: "
                    : "plugin type=\"bridge\" failed (add): ";
        }
    }

    private final NetworkNamespace host;
    private final Kind kind;
    private final PerFamily<InterfaceAddress> gateways;
    private final Map<IpFamily, HostLocalIpam> addresses = new EnumMap<>(IpFamily.class);
    private final Map<NetworkNamespace, PerFamily<InterfaceAddress>> attached = new HashMap<>();
    private int interfaces;
    private boolean hairpin;
    private Bridge bridge;

    private BridgeNetwork(NetworkNamespace host, PerFamily<InterfaceAddress> gateways, Kind kind) {
        this.host = host;
        this.kind = kind;
        this.gateways = gateways;
        gateways.stream().forEach(gateway -> addresses.put(gateway.family(), new HostLocalIpam(gateway)));
        this.bridge = setUp();
    }

    private Bridge setUp() {
        Bridge made = new Bridge(host, kind.bridge(), mac(gateway().address()));
        if (kind.mtu() != DEFAULT_MTU) {
            made.mtu(kind.mtu());
        }
        gateways.stream().forEach(made::addAddress);
        made.setUp(true);
        gateways.families().forEach(this::forward);
        return made;
    }

    /** What any node does that forwards for its containers: dockerd and the kubelet both set it. */
    private void forward(IpFamily family) {
        boolean v4 = family == IpFamily.IPV4;
        host.sysctls().set(v4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding", 1);
        String masquerade = kind.masquerades().get(family);
        if (masquerade != null) {
            String iptables = v4 ? "iptables" : "ip6tables";
            new Shell(host).run(iptables + " -t nat -A POSTROUTING " + masquerade + " -j MASQUERADE");
        }
    }

    /** The machine has started anew, without its bridge and its rules: makes both again. Addresses go on where they were. */
    public void restart() {
        bridge = setUp();
    }

    /**
     * Docker's own bridge, and Docker's masquerading of what leaves it for elsewhere; MAC addresses are 02:42 and the
     * IP address.
     */
    public static BridgeNetwork docker(NetworkNamespace host, InterfaceAddress gateway) {
        String masquerade = "-s " + gateway.network() + " ! -o docker0";
        return new BridgeNetwork(
                host,
                PerFamily.of(gateway),
                new Kind(
                        "bridge",
                        "docker0",
                        0x0242,
                        Map.of(gateway.family(), masquerade),
                        DEFAULT_MTU,
                        Optional.empty()));
    }

    /**
     * kubenet's bridge over one node's blocks of the pod network; MAC addresses are 0a:58 and the primary IP address.
     *
     * @param nonMasqueradeCidrs destinations for which a pod keeps its own source address, of each family
     */
    public static BridgeNetwork kubenet(
            NetworkNamespace host, PerFamily<Cidr> podCidrs, PerFamily<Cidr> nonMasqueradeCidrs) {
        Map<IpFamily, String> masquerades = new EnumMap<>(IpFamily.class);
        nonMasqueradeCidrs.stream()
                .forEach(each -> masquerades.put(each.family(), "! -d " + each + " -m addrtype ! --dst-type LOCAL"));
        return new BridgeNetwork(
                host,
                podCidrs.map(BridgeNetwork::gateway),
                new Kind("cbr0", "cbr0", 0x0a58, masquerades, DEFAULT_MTU, Optional.empty()));
    }

    /** A block's first address. */
    private static InterfaceAddress gateway(Cidr block) {
        return new InterfaceAddress(block.host(1), block.length());
    }

    /**
     * The bridge {@code cni0} that flannel's plugin has the plugin {@code bridge} make over one node's block, as
     * {@code kube-flannel.yml} has it: with hairpin mode, without masquerading, which flanneld does. Unlike there it does not wait for
     * the first pod.
     *
     * @param pods the range of all pods, to which each pod has a route of its own
     */
    public static BridgeNetwork flannel(NetworkNamespace host, PodNetwork backend, Cidr podCidr, Cidr pods) {
        int external = host.device(FlannelBackend.EXTERNAL).map(NetDevice::mtu).orElse(DEFAULT_MTU);
        int mtu = backend == PodNetwork.VXLAN ? VxlanBackend.mtu(external) : external;
        Kind kind = new Kind("cbr0", "cni0", 0x0a58, Map.of(), mtu, Optional.of(pods));
        BridgeNetwork network = new BridgeNetwork(host, PerFamily.of(gateway(podCidr)), kind);
        network.hairpin();
        return network;
    }

    /** What the CNI network is called; part of the names of portmap's chains. */
    public String name() {
        return kind.network();
    }

    public Bridge bridge() {
        return bridge;
    }

    /** Primary address and prefix of the bridge. */
    public InterfaceAddress gateway() {
        return gateways.primary();
    }

    /** Addresses and prefixes of the bridge, one of each family. */
    public PerFamily<InterfaceAddress> gateways() {
        return gateways;
    }

    /**
     * Connects a namespace: CNI's ADD.
     *
     * @return the addresses that its end of the pair has, one of each family
     * @throws CniFault if no address of a family is left
     */
    public PerFamily<InterfaceAddress> attach(NetworkNamespace container) {
        PerFamily<InterfaceAddress> given = take();
        Veth outer = Veth.pair(
                host,
                outerName(),
                MacAddress.fromRandom(host.simulation().random()),
                container,
                "veth" + interfaces++,
                mac(given.primary().address()));
        bridge.attach(outer);
        if (hairpin) {
            setHairpin(outer);
        }
        outer.setUp(true);
        Veth inner = outer.peer();
        if (kind.mtu() != DEFAULT_MTU) {
            outer.mtu(kind.mtu());
            inner.mtu(kind.mtu());
        }
        given.stream().forEach(inner::addAddress);
        inner.setUp(true);
        gateways.stream().forEach(gateway -> route(container, gateway.family().all(), gateway, inner));
        kind.pods().ifPresent(all -> route(container, all, gateway(), inner));
        attached.put(container, given);
        return given;
    }

    /** One address of each family, or none at all. */
    private PerFamily<InterfaceAddress> take() {
        List<InterfaceAddress> given = new ArrayList<>();
        for (InterfaceAddress gateway : gateways.values()) {
            Optional<IpAddress> free = pool(gateway).take();
            if (free.isEmpty()) {
                given.forEach(this::release);
                throw new CniFault(kind.failure() + "failed to allocate for range " + given.size()
                        + ": no IP addresses available in range set: " + pool(gateway));
            }
            given.add(new InterfaceAddress(free.get(), gateway.length()));
        }
        return new PerFamily<>(given);
    }

    private void release(InterfaceAddress given) {
        pool(given).release(given.address());
    }

    private static void route(NetworkNamespace container, Cidr to, InterfaceAddress gateway, NetDevice inner) {
        container.stack(gateway.family()).fib().add(Fib.MAIN, Route.via(to, gateway.address(), inner.name()));
    }

    private HostLocalIpam pool(InterfaceAddress of) {
        return Objects.requireNonNull(addresses.get(of.family()), "each family has its addresses");
    }

    /**
     * Lets the bridge send a frame back out of the port that it came by, from now on: what a pod needs to reach itself by its
     * own Service. The kubelet's {@code --hairpin-mode=hairpin-veth}.
     */
    public void hairpin() {
        hairpin = true;
        bridge.ports().forEach(this::setHairpin);
    }

    private void setHairpin(NetDevice port) {
        new Shell(host).run("bridge link set dev " + port.name() + " hairpin on");
    }

    /** Disconnects a namespace and gives its address back: CNI's DEL. Does nothing if it is not connected. */
    public void detach(NetworkNamespace container) {
        PerFamily<InterfaceAddress> given = attached.remove(container);
        if (given == null) {
            return;
        }
        given.stream().forEach(this::release);
        container.devices().stream().filter(Veth.class::isInstance).toList().forEach(container::delete);
    }

    private String outerName() {
        String name;
        do {
            name = String.format(
                    Locale.ROOT, "veth%07x", host.simulation().random().nextInt() & 0xfff_ffff);
        } while (host.device(name).isPresent());
        return name;
    }

    private MacAddress mac(IpAddress address) {
        return MacAddress.of(kind.macPrefix(), address);
    }
}
