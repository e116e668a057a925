package packetwalk.cni;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.Bridge;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Veth;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
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

    /** What differs from one maker of such bridges to another; {@code masquerade} is empty if others do it. */
    private record Kind(
            String network, String bridge, long macPrefix, String masquerade, int mtu, Optional<Cidr> pods) {}

    private final NetworkNamespace host;
    private final Kind kind;
    private final InterfaceAddress gateway;
    private final HostLocalIpam addresses;
    private final Map<NetworkNamespace, IpAddress> attached = new HashMap<>();
    private int interfaces;
    private boolean hairpin;
    private Bridge bridge;

    private BridgeNetwork(NetworkNamespace host, InterfaceAddress gateway, Kind kind) {
        this.host = host;
        this.kind = kind;
        this.gateway = gateway;
        this.addresses = new HostLocalIpam(gateway);
        this.bridge = setUp();
    }

    private Bridge setUp() {
        Bridge made = new Bridge(host, kind.bridge(), mac(gateway.address()));
        if (kind.mtu() != DEFAULT_MTU) {
            made.mtu(kind.mtu());
        }
        made.addAddress(gateway);
        made.setUp(true);
        // what any node does that forwards for its containers: dockerd and the kubelet both set it
        host.sysctls().set(Sysctl.IP_FORWARD, 1);
        if (!kind.masquerade().isEmpty()) {
            new Shell(host).run("iptables -t nat -A POSTROUTING " + kind.masquerade() + " -j MASQUERADE");
        }
        return made;
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
                host, gateway, new Kind("bridge", "docker0", 0x0242L, masquerade, DEFAULT_MTU, Optional.empty()));
    }

    /**
     * kubenet's bridge over one node's block of the pod network; MAC addresses are 0a:58 and the IP address.
     *
     * @param nonMasqueradeCidr destinations for which a pod keeps its own source address
     */
    public static BridgeNetwork kubenet(NetworkNamespace host, Cidr podCidr, Cidr nonMasqueradeCidr) {
        InterfaceAddress gateway = new InterfaceAddress(podCidr.host(1), podCidr.length());
        String masquerade = "! -d " + nonMasqueradeCidr + " -m addrtype ! --dst-type LOCAL";
        return new BridgeNetwork(
                host, gateway, new Kind("cbr0", "cbr0", 0x0a58L, masquerade, DEFAULT_MTU, Optional.empty()));
    }

    /**
     * The bridge {@code cni0} that flannel's plugin has the plugin {@code bridge} make over one node's block, as
     * {@code kube-flannel.yml} has it: with hairpin mode, without masquerading, which flanneld does. Unlike there it does not wait for
     * the first pod.
     *
     * @param pods the range of all pods, to which each pod has a route of its own
     */
    public static BridgeNetwork flannel(NetworkNamespace host, PodNetwork backend, Cidr podCidr, Cidr pods) {
        InterfaceAddress gateway = new InterfaceAddress(podCidr.host(1), podCidr.length());
        int external = host.device(FlannelBackend.EXTERNAL).map(NetDevice::mtu).orElse(DEFAULT_MTU);
        int mtu = backend == PodNetwork.VXLAN ? VxlanBackend.mtu(external) : external;
        BridgeNetwork network =
                new BridgeNetwork(host, gateway, new Kind("cbr0", "cni0", 0x0a58L, "", mtu, Optional.of(pods)));
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

    /** Address and prefix of the bridge. */
    public InterfaceAddress gateway() {
        return gateway;
    }

    /**
     * Connects a namespace: CNI's ADD.
     *
     * @return the namespace's end of the pair, up and with an address
     * @throws IllegalStateException if no address is left
     */
    public NetDevice attach(NetworkNamespace container) {
        IpAddress address = addresses.take();
        Veth outer = Veth.pair(
                host,
                outerName(),
                MacAddress.fromRandom(host.simulation().random()),
                container,
                "veth" + interfaces++,
                mac(address));
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
        inner.addAddress(new InterfaceAddress(address, gateway.length()));
        inner.setUp(true);
        container.fib().add(Fib.MAIN, Route.via(Cidr.ALL_V4, gateway.address(), inner.name()));
        kind.pods().ifPresent(all -> container.fib().add(Fib.MAIN, Route.via(all, gateway.address(), inner.name())));
        attached.put(container, address);
        return inner;
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
        IpAddress address = attached.remove(container);
        if (address == null) {
            return;
        }
        addresses.release(address);
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
        return new MacAddress((kind.macPrefix() << 32) | address.low());
    }
}
