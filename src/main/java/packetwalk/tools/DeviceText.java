package packetwalk.tools;

import java.util.ArrayList;
import java.util.List;
import packetwalk.linux.Dummy;
import packetwalk.linux.Loopback;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Nic;
import packetwalk.linux.Veth;
import packetwalk.linux.Vxlan;

/** A device as {@code ip link} and {@code ip addr} print it: iproute2 ip/ipaddress.c {@code print_linkinfo()}. */
final class DeviceText {

    private final NetDevice device;

    DeviceText(NetDevice device) {
        this.device = device;
    }

    /** {@code vethx@if3}: of a veth, the other end by name if it stands in this namespace, else by index. */
    String name() {
        if (!(device instanceof Veth veth)) {
            return device.name();
        }
        NetDevice peer = veth.peer();
        return device.name() + "@" + (isHere(peer) ? peer.name() : "if" + peer.index());
    }

    /** {@code <BROADCAST,MULTICAST,UP,LOWER_UP>}. */
    String flags() {
        List<String> flags = new ArrayList<>();
        if (device.up() && !device.carrier()) {
            flags.add("NO-CARRIER");
        }
        flags.addAll(kindOfFlags());
        if (device.up()) {
            flags.add("UP");
        }
        if (device.up() && device.carrier()) {
            flags.add("LOWER_UP");
        }
        if (device instanceof Veth veth && isHere(veth.peer()) && !veth.peer().up()) {
            flags.add("M-DOWN");
        }
        return "<" + String.join(",", flags) + ">";
    }

    private List<String> kindOfFlags() {
        if (device instanceof Loopback) {
            return List.of("LOOPBACK");
        }
        return List.of("BROADCAST", device instanceof Dummy ? "NOARP" : "MULTICAST");
    }

    /** RFC 2863's state of operation. */
    String state() {
        if (!device.up()) {
            return "DOWN";
        }
        if (device instanceof Loopback || device instanceof Dummy || device instanceof Vxlan) {
            return "UNKNOWN";
        }
        if (device.carrier()) {
            return "UP";
        }
        return device instanceof Veth veth && isHere(veth.peer()) ? "LOWERLAYERDOWN" : "DOWN";
    }

    /** The first line, without index; {@code mode} is what {@code ip link} adds before the group. */
    String head(String mode) {
        String master =
                device.bridge().map(bridge -> " master " + bridge.name()).orElse("");
        return name() + ": " + flags() + " mtu " + device.mtu() + " qdisc " + qdisc() + master + " state " + state()
                + mode + " group default qlen 1000";
    }

    /** The first line, without index, of {@code ip -6 addr}: what IPv6 knows of the device. */
    String headOfIpv6() {
        return name() + ": " + flags() + " mtu " + device.mtu() + " state " + state() + " qlen 1000";
    }

    private String qdisc() {
        if (!device.everUp()) {
            return "noop";
        }
        return device instanceof Nic ? "fq_codel" : "noqueue";
    }

    /** The second line. */
    String linkLayer() {
        boolean loopback = device instanceof Loopback;
        return "    link/" + (loopback ? "loopback " : "ether ") + device.mac() + " brd "
                + (loopback ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff") + peerNamespace();
    }

    /** {@code  link-netnsid 0} where the other end of a veth stands in another namespace; else empty. */
    String peerNamespace() {
        if (!(device instanceof Veth veth) || isHere(veth.peer())) {
            return "";
        }
        List<NetworkNamespace> others = device.namespace().devices().stream()
                .filter(Veth.class::isInstance)
                .map(each -> ((Veth) each).peer().namespace())
                .filter(other -> other != device.namespace())
                .distinct()
                .toList();
        return " link-netnsid " + others.indexOf(veth.peer().namespace());
    }

    private boolean isHere(NetDevice peer) {
        return peer.namespace() == device.namespace();
    }
}
