package packetwalk.linux;

import java.util.Optional;
import java.util.function.Consumer;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.netfilter.Netfilter;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.Frame;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Tcp;
import packetwalk.trace.DropReason;

/** The way out of a host, for its own packets and for those that it forwards: net/ipv6/ip6_output.c. */
final class Ipv6Output {

    private final NetworkNamespace namespace;
    private final Ipv6 ip;
    private final RouteTrace trace;
    private final Icmpv6 icmp;
    private final Consumer<Skb> localDeliver;

    Ipv6Output(NetworkNamespace namespace, Ipv6 ip, RouteTrace trace, Icmpv6 icmp, Consumer<Skb> localDeliver) {
        this.namespace = namespace;
        this.ip = ip;
        this.trace = trace;
        this.icmp = icmp;
        this.localDeliver = localDeliver;
    }

    /**
     * {@code ip6_local_out()}: this host sends.
     *
     * @param src the source by which it is routed; open if the socket's was
     */
    Optional<Errno> localOut(Skb skb, IpAddress src) {
        RouteResult result = ip.routing().route(skb, src);
        Optional<Errno> refusal = Ipv6Routing.refusal(result);
        if (refusal.isPresent()) {
            trace.drop(skb, "", DropReason.IP_OUTNOROUTES, result.found() ? result.route() : "", "");
            return refusal;
        }
        Rerouting rerouting = new Rerouting();
        boolean accepted = ip.netfilter().output(skb, rerouting, each -> rerouting.left = leave(each));
        return accepted && rerouting.left ? Optional.empty() : Optional.of(rerouting.errno);
    }

    /** Sends out of {@code device} without asking for a way: {@code ndisc_send_skb()}. */
    void sendOnLink(Skb skb, NetDevice device) {
        skb.route(Route.onLink(skb.packet().dst(), device.name()));
        skb.out(device.name());
        ip.netfilter().output(skb, new Rerouting(), this::leave);
    }

    /** DNAT or a mark at OUTPUT forces a second look-up: {@code ip6_route_me_harder()}. */
    private final class Rerouting implements Netfilter.Rerouting {
        private Errno errno = Errno.EPERM;

        /** Whether POSTROUTING let it pass. */
        private boolean left = true;

        @Override
        public Verdict reroute(Skb skb) {
            if (skb.packet().dst().isMulticast()) {
                return Verdict.ACCEPT; // a group is on the link that it was: rt6_need_strict()
            }
            String out = skb.out();
            RouteResult result = ip.routing().routeHarder(skb);
            skb.out(out); // the tables to come at this hook are still asked with that device: nf_hook_state.out
            Optional<Errno> refusal = Ipv6Routing.refusal(result);
            refusal.ifPresent(reported -> errno = reported);
            return refusal.isEmpty()
                    ? Verdict.ACCEPT
                    : new Verdict.Lost("no way after OUTPUT changed it: " + errno.words());
        }
    }

    /** {@code dst_output()}: by the way that was found last. */
    private boolean leave(Skb skb) {
        skb.out(OutputRouting.device(skb.route()));
        return output(skb);
    }

    /**
     * {@code ip6_output()}: SNAT waits until here, where the outgoing device is known.
     *
     * @return whether POSTROUTING let it pass
     */
    boolean output(Skb skb) {
        Optional<NetDevice> device = namespace.device(skb.out());
        if (device.filter(ip.addrconf()::runs).isEmpty()) {
            trace.drop(skb, skb.out(), DropReason.IPV6DISABLED, skb.route(), "");
            return true;
        }
        return ip.netfilter().run(Hook.POSTROUTING, skb, this::finishOutput);
    }

    /** {@code ip6_finish_output()} and {@code ip6_finish_output2()}: to the neighbour that is next. */
    private void finishOutput(Skb skb) {
        NetDevice out = namespace.device(skb.out()).orElseThrow();
        boolean own = skb.in().isEmpty();
        int mtu = own ? ip.routing().mtuOfSent(skb.route()) : ip.routing().mtuOfForwarded(skb.route());
        if (skb.packet().length() > mtu) {
            tooBig(skb, own, mtu);
            return;
        }
        IpAddress nextHop = skb.route().nextHop(skb.packet().dst());
        if (out instanceof Loopback lo) {
            loopBack(skb, lo);
        } else if (out instanceof Dummy) {
            // IFF_NOARP: nobody is asked, its own address will do
            out.transmit(skb.id(), new Frame(out.mac(), out.mac(), skb.packet()));
        } else if (nextHop.isMulticast()) {
            out.transmit(skb.id(), new Frame(out.mac(), MacAddress.ofGroup(nextHop), skb.packet()));
        } else {
            ip.neighbours().output(out, nextHop, skb);
        }
    }

    /** {@code ip6_fragment()}: a host cuts up its own datagrams, a router nothing. */
    private void tooBig(Skb skb, boolean own, int mtu) {
        if (own && !(skb.packet().transport() instanceof Tcp)) {
            trace.drop(skb, skb.out(), DropReason.UNKNOWN, "mtu " + mtu, "fragmentation is not modelled");
            return;
        }
        trace.drop(skb, skb.out(), DropReason.PKT_TOO_BIG, "mtu " + mtu, "");
        icmp.packetTooBig(skb, mtu);
    }

    /** What leaves by {@code lo} comes in again with its route, connection and mark: drivers/net/loopback.c. */
    private void loopBack(Skb skb, Loopback lo) {
        Frame frame = new Frame(MacAddress.ZERO, MacAddress.ZERO, skb.packet());
        namespace.trace().transmitted(skb.id(), lo.name(), frame);
        namespace.simulation().carry(Loopback.DELAY, () -> {
            namespace.trace().received(skb.id(), lo.name(), frame);
            skb.loopedBack(lo.name());
            ip.netfilter().run(Hook.PREROUTING, skb, localDeliver);
        });
    }
}
