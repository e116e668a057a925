package packetwalk.cni;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Vxlan;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.tools.Shell;

/**
 * The device {@code flannel.1}, and for each other node a neighbour, a forwarding entry and a route: flannel v0.28.10,
 * pkg/backend/vxlan.
 *
 * <p>Nothing is learnt and nobody asks by ARP: all that the device must know is in the other nodes' leases. Left out:
 * {@code DirectRouting}, {@code GBP}, another VNI or port, and that flanneld makes its device again when somebody
 * deletes it.
 */
final class VxlanBackend implements FlannelBackend {

    private static final String TYPE = "vxlan";

    /** {@code flannel.VNI}; the VNI is 1 unless the configuration says otherwise. */
    private static final String DEVICE = "flannel.1";

    private static final int VNI = 1;

    private static final Pattern VTEP_MAC = Pattern.compile("\"VtepMAC\":\"([0-9a-f:]{17})\"");

    private final NetworkNamespace host;
    private final IpAddress publicIp;
    private final Shell shell;

    VxlanBackend(NetworkNamespace host, IpAddress publicIp) {
        this.host = host;
        this.publicIp = publicIp;
        this.shell = new Shell(host);
    }

    /** The MTU of pods on a machine whose own device has {@code external} bytes. */
    static int mtu(int external) {
        return external - Vxlan.HEADROOM;
    }

    @Override
    public FlannelLease register(Cidr subnet, Optional<FlannelLease> before) {
        MacAddress mac = ensureDevice(before.flatMap(VxlanBackend::vtepMac));
        return new FlannelLease(subnet, publicIp, TYPE, "{\"VNI\":" + VNI + ",\"VtepMAC\":\"" + mac + "\"}");
    }

    /** {@code Configure()}, and {@code EnsureV4AddressOnLink()}: an address of another block is one of an earlier life. */
    @Override
    public void configure(Cidr subnet, Cidr network) {
        InterfaceAddress own = new InterfaceAddress(subnet.network(), 32); // no broadcast routes are wanted
        List<InterfaceAddress> present = host.device(DEVICE).orElseThrow().addresses();
        present.stream()
                .filter(each -> !each.equals(own) && network.contains(each.address()))
                .forEach(each -> shell.run("ip addr del " + each + " dev " + DEVICE));
        if (!present.contains(own)) {
            shell.run("ip addr add " + own + " dev " + DEVICE);
        }
        shell.run("ip link set " + DEVICE + " up");
    }

    /** {@code ensureLink()}: the one that is there, if it will do, or a new one with the MAC address that others know. */
    private MacAddress ensureDevice(Optional<MacAddress> known) {
        Optional<NetDevice> present = host.device(DEVICE);
        if (present.filter(this::compatible).isPresent()) {
            return present.get().mac();
        }
        if (present.isPresent()) {
            shell.run("ip link del " + DEVICE);
        }
        MacAddress mac =
                known.orElseGet(() -> MacAddress.fromRandom(host.simulation().random()));
        shell.run("ip link add " + DEVICE + " address " + mac + " type vxlan id " + VNI + " local " + publicIp + " dev "
                + EXTERNAL + " dstport 0 nolearning");
        return mac;
    }

    /** {@code vxlanLinksIncompat()}. */
    private boolean compatible(NetDevice device) {
        return device instanceof Vxlan vxlan
                && vxlan.config().vni() == VNI
                && vxlan.config().dev().equals(EXTERNAL)
                && vxlan.config().local().equals(Optional.of(publicIp));
    }

    private static Optional<MacAddress> vtepMac(FlannelLease lease) {
        Matcher mac = VTEP_MAC.matcher(lease.backendData());
        return lease.backendType().equals(TYPE) && mac.find()
                ? Optional.of(MacAddress.parse(mac.group(1)))
                : Optional.empty();
    }

    /**
     * The route comes last: until then nobody asks for the neighbour. What the kernel refuses, such as all of it while
     * somebody has taken the device away, flanneld logs, and takes the rest back: {@code handleSubnetEvents()}.
     */
    @Override
    public void added(FlannelLease other) {
        vtepMac(other).ifPresent(mac -> {
            IpAddress vtep = other.subnet().network();
            boolean added =
                    shell.succeeds("ip neigh replace " + vtep + " lladdr " + mac + " dev " + DEVICE + " nud permanent")
                            && shell.succeeds("bridge fdb replace " + mac + " dev " + DEVICE + " dst "
                                    + other.publicIp() + " self permanent")
                            && shell.succeeds("ip route replace " + other.subnet() + " via " + vtep + " dev " + DEVICE
                                    + " onlink");
            if (!added) {
                forget(mac, other);
            }
        });
    }

    private void forget(MacAddress mac, FlannelLease other) {
        shell.succeeds("ip neigh del " + other.subnet().network() + " dev " + DEVICE);
        shell.succeeds("bridge fdb del " + mac + " dev " + DEVICE + " dst " + other.publicIp() + " self");
    }

    @Override
    public void removed(FlannelLease other) {
        vtepMac(other).ifPresent(mac -> {
            forget(mac, other);
            shell.succeeds(
                    "ip route del " + other.subnet() + " via " + other.subnet().network() + " dev " + DEVICE);
        });
    }
}
