package packetwalk.linux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Udp;
import packetwalk.net.VxlanFrame;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/**
 * The UDP ports at which one namespace's tunnels end: {@code struct vxlan_sock}, one for all VXLAN devices of a port.
 *
 * <p>No process listens there. The kernel looks at what comes in before it would be queued, and gives it to the device
 * whose VNI it has.
 */
final class VxlanSockets {

    private static final int VNI_FLAG = 0x08;

    private record Tunnels(UdpSocket socket, List<Vxlan> devices) {}

    private final NetworkNamespace namespace;
    private final Map<Integer, Tunnels> ports = new LinkedHashMap<>();

    VxlanSockets(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /**
     * {@code vxlan_open()}.
     *
     * @throws IllegalArgumentException if a process has the port
     */
    void open(Vxlan device) {
        int port = device.config().dstPort();
        Tunnels tunnels = ports.get(port);
        if (tunnels == null) {
            tunnels = new Tunnels(bind(port), new ArrayList<>());
            ports.put(port, tunnels);
        }
        tunnels.devices().add(device);
    }

    private UdpSocket bind(int port) {
        try {
            return namespace
                    .sockets()
                    .udp()
                    .bind(Owner.KERNEL, IpAddress.ANY_V4, port, (socket, from, packet, data) -> {});
        } catch (SocketFault taken) {
            throw new IllegalArgumentException(
                    "RTNETLINK answers: Address already in use: UDP port " + port + " has a socket; see ss -ulnp",
                    taken);
        }
    }

    /** {@code vxlan_stop()}: the last one closes the port. */
    void close(Vxlan device) {
        int port = device.config().dstPort();
        Tunnels tunnels = ports.get(port);
        if (tunnels != null
                && tunnels.devices().remove(device)
                && tunnels.devices().isEmpty()) {
            tunnels.socket().close();
            ports.remove(port);
        }
    }

    private static Optional<Vxlan> device(Tunnels tunnels, int vni) {
        return tunnels.devices().stream()
                .filter(each -> each.config().vni() == vni)
                .findFirst();
    }

    /**
     * A packet came in for this host; false if it is for no tunnel: {@code vxlan_rcv()}.
     *
     * <p>What is for one and cannot be used vanishes: nobody is told.
     */
    boolean receive(Skb skb) {
        if (ports.isEmpty() || !(skb.packet().transport() instanceof Udp datagram)) {
            return false;
        }
        Tunnels tunnels = ports.get(datagram.dstPort());
        if (tunnels == null) {
            return false;
        }
        if (datagram.tunnelled().isEmpty()) {
            receiveBytes(skb, tunnels, datagram.data());
            return true;
        }
        VxlanFrame tunnelled = datagram.tunnelled().get();
        device(tunnels, tunnelled.vni())
                .ifPresentOrElse(
                        device -> device.decapsulate(skb, tunnelled.inner()),
                        () -> drop(skb, DropReason.VXLAN_VNI_NOT_FOUND, "vni " + tunnelled.vni(), ""));
        return true;
    }

    /** A process' datagram: its bytes are asked whether they are a header, and what would follow is not read. */
    private void receiveBytes(Skb skb, Tunnels tunnels, Bytes data) {
        int vni = data.length() < VxlanFrame.HEADER ? 0 : (int) (data.uint32(4) >>> 8);
        if (data.length() < VxlanFrame.HEADER || (data.uint8(0) & VNI_FLAG) == 0) {
            drop(skb, DropReason.VXLAN_INVALID_HDR, data, "");
        } else if (device(tunnels, vni).isEmpty()) {
            drop(skb, DropReason.VXLAN_VNI_NOT_FOUND, "vni " + vni, "");
        } else {
            drop(skb, DropReason.UNKNOWN, "vni " + vni, "a frame that a process has made up is not modelled");
        }
    }

    private void drop(Skb skb, DropReason reason, Object decision, String why) {
        namespace.trace().dropped(skb.id(), skb.packet(), "", Step.Layer.SOCKET, reason, decision, why);
    }

    /** Whether a tunnel of this host may have sent {@code packet}: {@code vxlan_err_lookup()}. */
    boolean sent(Packet packet) {
        if (ports.isEmpty() || !(packet.transport() instanceof Udp datagram)) {
            return false;
        }
        Tunnels tunnels = ports.get(datagram.dstPort());
        return tunnels != null
                && datagram.tunnelled()
                        .filter(frame -> device(tunnels, frame.vni()).isPresent())
                        .isPresent();
    }
}
