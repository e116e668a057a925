package packetwalk.linux;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.netfilter.Netfilter;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.Frame;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** The way out of a host, for its own packets and for those that it forwards: net/ipv4/ip_output.c. */
final class Output {

    private final NetworkNamespace namespace;
    private final Netfilter netfilter;
    private final OutputRouting routing;
    private final RouteTrace trace;
    private final Icmp icmp;
    private final Consumer<Skb> localDeliver;

    Output(
            NetworkNamespace namespace,
            Netfilter netfilter,
            OutputRouting routing,
            RouteTrace trace,
            Icmp icmp,
            Consumer<Skb> localDeliver) {
        this.namespace = namespace;
        this.netfilter = netfilter;
        this.routing = routing;
        this.trace = trace;
        this.icmp = icmp;
        this.localDeliver = localDeliver;
    }

    /**
     * {@code ip_local_out()}: this host sends.
     *
     * @param src the source by which it is routed; open if the socket's was
     * @param cause the packet that it answers, which it follows where a route has several ways; may be null
     */
    Optional<Errno> localOut(Skb skb, IpAddress src, @Nullable Packet cause) {
        RouteResult result = routing.route(skb, src, cause);
        Optional<Errno> refusal = routing.refusal(result, src);
        if (refusal.isPresent()) {
            noWay(skb, result);
            return refusal;
        }
        Rerouting rerouting = new Rerouting();
        boolean accepted = netfilter.output(skb, rerouting, each -> rerouting.left = leave(each));
        return accepted && rerouting.left ? Optional.empty() : Optional.of(rerouting.errno);
    }

    /** DNAT or a mark at OUTPUT forces a second look-up; if there is no way, sendmsg(2) tells: {@code NF_DROP_ERR()}. */
    private final class Rerouting implements Netfilter.Rerouting {
        private Errno errno = Errno.EPERM;

        /** Whether POSTROUTING let it pass. */
        private boolean left = true;

        @Override
        public Verdict reroute(Skb skb) {
            String out = skb.out();
            RouteResult result = routing.routeHarder(skb);
            skb.out(out); // the tables to come at this hook are still asked with that device: nf_hook_state.out
            Optional<Errno> refusal = routing.refusal(result, skb.packet().src());
            refusal.ifPresent(reported -> errno = reported);
            return refusal.isEmpty()
                    ? Verdict.ACCEPT
                    : new Verdict.Lost("no way after OUTPUT changed it: " + errno.words());
        }
    }

    private void noWay(Skb skb, RouteResult result) {
        trace.drop(skb, "", DropReason.IP_OUTNOROUTES, result.found() ? result.route() : "", "");
    }

    /** {@code iptunnel_xmit()}: a tunnel's packet takes the way that the tunnel has found. */
    void sendTunnelled(Skb skb, RouteResult way) {
        routing.take(skb, way);
        sendOn(skb);
    }

    /** {@code ip_vs_nat_send_or_cont()}: what IPVS sends on passes OUTPUT as this host's own packets do. */
    void sendOn(Skb skb) {
        netfilter.output(skb, new Rerouting(), this::leave);
    }

    /** {@code dst_output()}: by the way that was found last. */
    private boolean leave(Skb skb) {
        skb.out(OutputRouting.device(skb.route()));
        return output(skb);
    }

    /**
     * {@code ip_output()}: SNAT waits until here, where the outgoing device is known.
     *
     * @return whether POSTROUTING let it pass
     */
    boolean output(Skb skb) {
        return netfilter.run(Hook.POSTROUTING, skb, this::finishOutput);
    }

    /** {@code ip_finish_output()} and {@code ip_finish_output2()}: to the neighbour that is next. */
    private void finishOutput(Skb skb) {
        Optional<NetDevice> device = namespace.device(skb.out());
        if (device.isEmpty()) {
            trace.drop(skb, skb.out(), DropReason.DEV_DOWN, skb.route(), "the device is gone");
            return;
        }
        boolean own = skb.in().isEmpty();
        int mtu = own ? PathMtu.ofSent(namespace, skb.route()) : PathMtu.ofForwarded(namespace, skb.route());
        if (skb.packet().length() > mtu) {
            tooBig(skb, own, mtu);
            return;
        }
        NetDevice out = device.get();
        if (out instanceof Loopback lo) {
            loopBack(skb, lo);
        } else if (out instanceof Dummy) {
            // IFF_NOARP: nobody is asked, its own address will do
            out.transmit(skb.id(), new Frame(out.mac(), out.mac(), skb.packet()));
        } else if (skb.route().type() == RouteType.BROADCAST) {
            out.transmit(skb.id(), new Frame(out.mac(), MacAddress.BROADCAST, skb.packet()), skb.mark());
        } else {
            namespace.neighbours().output(out, skb.route().nextHop(skb.packet().dst()), skb);
        }
    }

    /** {@code ip_fragment()}. */
    private void tooBig(Skb skb, boolean own, int mtu) {
        // a socket's datagrams are cut up all the same (sk_buff.ignore_df), TCP's segments and a tunnel's packets never
        Transport transport = skb.packet().transport();
        boolean tunnelled =
                transport instanceof Udp datagram && datagram.tunnelled().isPresent();
        boolean ownDatagram = own && !tunnelled && !(transport instanceof Tcp);
        if (!skb.packet().dontFragment() || ownDatagram) {
            trace.drop(skb, skb.out(), DropReason.UNKNOWN, "mtu " + mtu, "fragmentation is not modelled");
            return;
        }
        trace.drop(skb, skb.out(), DropReason.PKT_TOO_BIG, "mtu " + mtu, "");
        icmp.fragmentationNeeded(skb, mtu);
    }

    /** What leaves by {@code lo} comes in again with its route, connection and mark: drivers/net/loopback.c. */
    private void loopBack(Skb skb, Loopback lo) {
        if (!lo.up()) {
            namespace
                    .trace()
                    .dropped(skb.id(), skb.packet(), lo.name(), Step.Layer.DEVICE, DropReason.DEV_DOWN, "", "");
            return;
        }
        Frame frame = new Frame(MacAddress.ZERO, MacAddress.ZERO, skb.packet());
        namespace.trace().transmitted(skb.id(), lo.name(), frame);
        namespace.simulation().carry(Loopback.DELAY, () -> {
            namespace.trace().received(skb.id(), lo.name(), frame);
            skb.loopedBack(lo.name());
            netfilter.run(Hook.PREROUTING, skb, localDeliver);
        });
    }
}
