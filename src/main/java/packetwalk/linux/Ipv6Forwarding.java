package packetwalk.linux;

import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.RouteQuery;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/**
 * What a router does with a packet for somebody else: net/ipv6/ip6_output.c {@code ip6_forward()}. Redirects are left out; a
 * walk says where one would be sent.
 */
final class Ipv6Forwarding {

    /** RFC 8200 5: every link takes as much. */
    private static final int MIN_MTU = 1280;

    private final NetworkNamespace namespace;
    private final Ipv6 ip;
    private final RouteTrace trace;
    private final Icmpv6 icmp;

    Ipv6Forwarding(NetworkNamespace namespace, Ipv6 ip, RouteTrace trace, Icmpv6 icmp) {
        this.namespace = namespace;
        this.ip = ip;
        this.trace = trace;
        this.icmp = icmp;
    }

    /** {@code ip6_forward()}. */
    void forward(Skb skb) {
        Packet packet = skb.packet();
        if (!namespace.sysctls().ipv6().forwards()) {
            trace.drop(skb, skb.in(), DropReason.IP_INADDRERRORS, "", "net.ipv6.conf.all.forwarding = 0");
            return;
        }
        if (skb.macDst().isMulticast()) {
            trace.drop(skb, skb.in(), DropReason.IP_INADDRERRORS, "", "the frame was for a group");
            return;
        }
        if (packet.ttl() <= 1) {
            trace.drop(skb, "", DropReason.IP_TTL_EXPIRED, "hop limit " + packet.ttl(), "");
            icmp.error(skb, IcmpError.Kind.V6_HOP_LIMIT);
            return;
        }
        String out = skb.route().dev();
        if (out.equals(skb.arrivedBy())) {
            leaveUntold(skb);
        } else if (!mayLeaveItsLink(skb)) {
            return;
        }
        skb.out(out);
        int mtu = Math.max(MIN_MTU, ip.routing().mtuOfForwarded(skb.route()));
        if (packet.length() > mtu) {
            trace.drop(skb, out, DropReason.PKT_TOO_BIG, "mtu " + mtu, "");
            icmp.packetTooBig(skb, mtu);
            return;
        }
        skb.packet(packet.withTtl(packet.ttl() - 1));
        namespace.trace().forwarded(skb.id(), packet, skb.packet());
        ip.netfilter().run(Hook.FORWARD, skb, ip.output()::output);
    }

    /** Where {@code ndisc_send_redirect()} would tell a neighbour of a nearer way, the walk says that nobody does. */
    private void leaveUntold(Skb skb) {
        IpAddress target = skb.route().nextHop(skb.packet().dst());
        IpAddress sender = skb.packet().src();
        RouteQuery back = RouteQuery.output(sender, IpAddress.ANY_V6, 0).outOf(skb.in());
        boolean neighbours = (target.equals(skb.packet().dst()) || target.isLinkLocal())
                && ip.routing().lookup(back).route().nextHop(sender).equals(sender);
        if (neighbours) {
            String why = "redirects of IPv6 are not modelled: Linux would tell " + sender + " to send by " + target;
            namespace.trace().notDone(skb.id(), skb.packet(), Step.Layer.ROUTING, "redirected", skb.route(), why);
        }
    }

    /** "This check is security critical": what is good for one link only must not cross a router. */
    private boolean mayLeaveItsLink(Skb skb) {
        IpAddress src = skb.packet().src();
        boolean nobody = src.isAny() || src.isLoopback();
        if (nobody || src.isLinkLocal()) {
            String why = src + " is good for its own link only";
            trace.drop(skb, skb.in(), DropReason.IP_INADDRERRORS, "", why);
            if (!nobody) {
                icmp.error(skb, IcmpError.Kind.V6_NOT_NEIGHBOUR);
            }
            return false;
        }
        return true;
    }
}
