package packetwalk.cni;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
 * A bridge on one machine with containers hanging off it by veth pairs: {@code docker0}, or the {@code cbr0} of kubenet.
 *
 * <p>The bridge has the first address of its range and is the containers' default gateway. Each container gets one end
 * of a pair, called {@code veth0}, {@code veth1} … as in the articles (Docker calls every one of them {@code eth0});
 * the other end stands in the machine's own namespace, under a random name, attached to the bridge.
 */
public final class BridgeNetwork {

    private final NetworkNamespace host;
    private final String name;
    private final PerFamily<InterfaceAddress> gateways;
    private final int macPrefix;
    private final Map<IpFamily, String> masquerades;
    private final Map<IpFamily, HostLocalIpam> addresses = new EnumMap<>(IpFamily.class);
    private final Map<NetworkNamespace, PerFamily<InterfaceAddress>> attached = new HashMap<>();
    private int interfaces;
    private boolean hairpin;
    private Bridge bridge;

    private BridgeNetwork(
            NetworkNamespace host,
            String name,
            PerFamily<InterfaceAddress> gateways,
            int macPrefix,
            Map<IpFamily, String> masquerades) {
        this.host = host;
        this.name = name;
        this.gateways = gateways;
        this.macPrefix = macPrefix;
        this.masquerades = masquerades;
        gateways.stream().forEach(gateway -> addresses.put(gateway.family(), new HostLocalIpam(gateway)));
        this.bridge = setUp();
    }

    private Bridge setUp() {
        Bridge made = new Bridge(host, name, mac(gateway().address()));
        gateways.stream().forEach(made::addAddress);
        made.setUp(true);
        gateways.families().forEach(this::forward);
        return made;
    }

    /** What any node does that forwards for its containers: dockerd and the kubelet both set it. */
    private void forward(IpFamily family) {
        boolean v4 = family == IpFamily.IPV4;
        host.sysctls().set(v4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding", 1);
        String iptables = v4 ? "iptables" : "ip6tables";
        new Shell(host).run(iptables + " -t nat -A POSTROUTING " + masquerades.get(family) + " -j MASQUERADE");
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
        return new BridgeNetwork(host, "docker0", PerFamily.of(gateway), 0x0242, Map.of(gateway.family(), masquerade));
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
                "cbr0",
                podCidrs.map(block -> new InterfaceAddress(block.host(1), block.length())),
                0x0a58,
                masquerades);
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
     * @throws IllegalStateException if no address is left
     */
    public PerFamily<InterfaceAddress> attach(NetworkNamespace container) {
        PerFamily<InterfaceAddress> given =
                gateways.map(gateway -> new InterfaceAddress(pool(gateway).take(), gateway.length()));
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
        given.stream().forEach(inner::addAddress);
        inner.setUp(true);
        gateways.stream().forEach(gateway -> {
            IpFamily family = gateway.family();
            container.stack(family).fib().add(Fib.MAIN, Route.via(family.all(), gateway.address(), inner.name()));
        });
        attached.put(container, given);
        return given;
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
        given.stream().forEach(each -> pool(each).release(each.address()));
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
        return MacAddress.of(macPrefix, address);
    }
}
