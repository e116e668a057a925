package packetwalk.linux;

import java.util.Optional;
import packetwalk.linux.conntrack.BridgeInfo;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.socket.TcpLayer;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.Frame;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** The end of what netfilter does not let pass: net/ipv6/netfilter/nf_reject_ipv6.c. */
final class Ipv6Reject {

    private final NetworkNamespace namespace;
    private final Ipv6 ip;
    private final Icmpv6 icmp;

    Ipv6Reject(NetworkNamespace namespace, Ipv6 ip, Icmpv6 icmp) {
        this.namespace = namespace;
        this.ip = ip;
        this.icmp = icmp;
    }

    void refuse(Skb skb, Hook hook, Verdict verdict) {
        if (verdict instanceof Verdict.Unknown unknown) {
            drop(skb, DropReason.UNKNOWN, unknown, unknown.name() + " is not modelled");
            return;
        }
        String why = verdict instanceof Verdict.Lost lost ? lost.why() : "dropped at " + hook;
        drop(skb, DropReason.NETFILTER_DROP, verdict, why);
        if (verdict instanceof Verdict.Reject reject) {
            icmp.error(skb, reject.with());
        } else if (verdict instanceof Verdict.Reset && skb.packet().transport() instanceof Tcp segment) {
            reset(skb, segment);
        }
    }

    /** {@code nf_send_reset6()}: no socket is asked. */
    private void reset(Skb cause, Tcp segment) {
        Packet packet = cause.packet();
        if (packet.src().isMulticast()
                || packet.dst().isMulticast()
                || packet.src().isAny()) {
            return;
        }
        Packet answer = TcpLayer.resetOf(packet, segment).withTtl(ip.defaultTtl(packet.src()));
        int id = namespace.simulation().nextPacket();
        BridgeInfo bridge = cause.bridge();
        if (bridge == null) {
            namespace.trace().sent(id, answer, "kernel", "TCP reset: a rule rejects the segment");
            ip.answer(id, answer, Optional.empty(), answer.src(), cause);
            return;
        }
        // a station beyond the bridge knows the other one's MAC address, not ours
        String why = "TCP reset: a rule rejects the segment; out of the port that it came in by, past ip6tables";
        namespace.trace().sent(id, answer, "kernel", why);
        RouteResult way = ip.routing().lookup(RouteQuery.output(answer, 0));
        if (Ipv6Routing.refusal(way).isPresent()) {
            String lost = "even past ip6tables it wants a way back: nf_send_reset6()";
            DropReason reason = DropReason.IP_OUTNOROUTES;
            namespace.trace().dropped(id, answer, "", Step.Layer.ROUTING, reason, way.route(), lost);
            return;
        }
        namespace
                .device(bridge.physIn())
                .ifPresent(port -> port.transmit(id, new Frame(cause.macDst(), bridge.macSrc(), answer)));
    }

    private void drop(Skb skb, DropReason reason, Object decision, String detail) {
        namespace.trace().dropped(skb.id(), skb.packet(), "", Step.Layer.NETFILTER, reason, decision, detail);
    }
}
