package packetwalk.linux;

import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.sysctl.Devconf6;
import packetwalk.linux.sysctl.NeighParm;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Ndp;
import packetwalk.net.Packet;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/**
 * Asks who has an IPv6 address, answers for this host's own and learns from what it hears: net/ipv6/ndisc.c, RFC 4861 7.2.
 * Its messages are packets, and pass the hooks as such.
 */
final class Ndisc implements NeighbourProtocol {

    private final NetworkNamespace namespace;
    private final Ipv6 ip;

    Ndisc(NetworkNamespace namespace, Ipv6 ip) {
        this.namespace = namespace;
        this.ip = ip;
    }

    @Override
    public String name() {
        return "neighbour discovery";
    }

    @Override
    public int parm(NeighParm parm, NetDevice device) {
        return namespace.sysctls().ipv6().value(parm, device.name());
    }

    /** {@code ndisc_solicit()}: to the group of the address, in state PROBE to the neighbour alone. */
    @Override
    public void solicit(Neighbour neighbour) {
        NetDevice device = neighbour.device();
        IpAddress target = neighbour.address();
        IpAddress to = neighbour.state() == NeighbourState.PROBE ? target : target.solicitedNode();
        Skb cause = neighbour.waiting().peek();
        Optional<IpAddress> source = Optional.ofNullable(cause)
                .map(skb -> skb.packet().src())
                .filter(src -> ip.addrconf().has(device, src))
                .or(() -> ip.addrconf().linkLocal(device));
        source.ifPresent(
                src -> send(device, src, to, Ndp.solicitation(target, device.mac()), "who has " + target + "?"));
    }

    /** {@code ndisc_error_report()}, {@code ip6_link_failure()}. */
    @Override
    public void errorReport(Skb skb) {
        ip.icmp().error(skb, IcmpError.Kind.V6_ADDR_UNREACHABLE);
    }

    /** {@code ndisc_rcv()}. */
    void receive(Skb skb, Ndp message) {
        Packet packet = skb.packet();
        NetDevice device = namespace.device(skb.in()).orElseThrow();
        if (packet.ttl() != Ndp.HOP_LIMIT) {
            drop(skb, DropReason.IP_INHDR, "its hop limit is " + packet.ttl() + ": it does not come from this link");
        } else if (message.kind() == Ndp.Kind.NEIGHBOUR_SOLICITATION) {
            solicited(device, skb, message);
        } else {
            advertised(device, message);
        }
    }

    /** {@code ndisc_recv_ns()}. */
    private void solicited(NetDevice device, Skb skb, Ndp question) {
        Packet packet = skb.packet();
        IpAddress target = question.target();
        if (!ip.addrconf().has(device, target)) {
            drop(skb, DropReason.ARP_NOT_OURS, target + " is none of " + device + "'s addresses");
            return;
        }
        if (packet.src().isAny()) {
            // somebody who wants that address asks whether it is free: RFC 4862 5.4.3
            advertise(device, target, IpAddress.ALL_NODES, false, true);
            return;
        }
        boolean toGroup = packet.dst().isMulticast();
        Optional<MacAddress> asker = question.mac();
        asker.ifPresent(mac -> ip.neighbours().learn(device, packet.src(), mac, false, true, true));
        advertise(device, target, packet.src(), true, toGroup);
    }

    /** {@code ndisc_recv_na()}: only an answer about somebody who is being talked to. */
    private void advertised(NetDevice device, Ndp answer) {
        boolean lost = ip.neighbours()
                .find(device, answer.target())
                .filter(known -> known.state() != NeighbourState.FAILED)
                .isEmpty();
        if (!lost) {
            answer.mac()
                    .ifPresent(mac -> ip.neighbours()
                            .learn(device, answer.target(), mac, answer.solicited(), answer.override(), false));
        }
    }

    private void advertise(NetDevice device, IpAddress target, IpAddress to, boolean solicited, boolean override) {
        boolean router = namespace.sysctls().ipv6().on(Devconf6.FORWARDING, device.name());
        Ndp answer = Ndp.advertisement(target, device.mac(), router, solicited, override);
        send(device, target, to, answer, target + " is at " + device.mac());
    }

    /** {@code ndisc_send_skb()}. */
    private void send(NetDevice device, IpAddress src, IpAddress dst, Ndp message, String why) {
        Packet packet = Packet.of(src, dst, message).withTtl(Ndp.HOP_LIMIT);
        int id = namespace.simulation().nextPacket();
        namespace.trace().sent(id, packet, "kernel", why);
        ip.output().sendOnLink(Skb.outgoing(id, packet, Optional.of(Owner.KERNEL)), device);
    }

    private void drop(Skb skb, DropReason reason, String why) {
        namespace.trace().dropped(skb.id(), skb.packet(), skb.in(), Step.Layer.NEIGHBOUR, reason, "", why);
    }
}
