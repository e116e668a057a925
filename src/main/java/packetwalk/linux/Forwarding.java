package packetwalk.linux;

import java.util.function.Consumer;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.netfilter.Netfilter;
import packetwalk.net.IcmpError;
import packetwalk.net.Packet;
import packetwalk.trace.DropReason;

/** What a router does with a packet for somebody else: net/ipv4/ip_forward.c. */
final class Forwarding {

    private final NetworkNamespace namespace;
    private final RouteTrace trace;
    private final Icmp icmp;
    private final Redirects redirects;

    Forwarding(NetworkNamespace namespace, RouteTrace trace, Icmp icmp, Redirects redirects) {
        this.namespace = namespace;
        this.trace = trace;
        this.icmp = icmp;
        this.redirects = redirects;
    }

    /** {@code ip_forward()}: RFC 1812 5.3.1, a TTL of one ends here. {@code okfn} is the way out. */
    void forward(Skb skb, Netfilter netfilter, Consumer<Skb> okfn) {
        Packet packet = skb.packet();
        if (skb.macDst().isMulticast()) {
            trace.drop(skb, skb.in(), DropReason.IP_INADDRERRORS, "", "the frame was for a group");
            return;
        }
        if (packet.ttl() <= 1) {
            trace.drop(skb, "", DropReason.IP_TTL_EXPIRED, "ttl " + packet.ttl(), "");
            icmp.error(skb, IcmpError.Kind.TTL_EXCEEDED);
            return;
        }
        skb.out(skb.route().dev());
        int mtu = PathMtu.ofForwarded(namespace, skb.route());
        if (packet.length() > mtu && packet.dontFragment()) {
            trace.drop(skb, skb.out(), DropReason.PKT_TOO_BIG, "mtu " + mtu, "");
            icmp.fragmentationNeeded(skb, mtu);
            return;
        }
        skb.packet(packet.withTtl(packet.ttl() - 1));
        namespace.trace().forwarded(skb.id(), packet, skb.packet());
        if (skb.redirect()) {
            redirects.send(skb);
        }
        netfilter.run(Hook.FORWARD, skb, okfn);
    }
}
