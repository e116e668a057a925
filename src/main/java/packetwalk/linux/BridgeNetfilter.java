package packetwalk.linux;

import static packetwalk.linux.conntrack.Hook.FORWARD;
import static packetwalk.linux.conntrack.Hook.POSTROUTING;
import static packetwalk.linux.conntrack.Hook.PREROUTING;

import java.util.function.Consumer;
import packetwalk.linux.conntrack.BridgeInfo;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.netfilter.Netfilter;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.linux.sysctl.Sysctls;
import packetwalk.net.Frame;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/**
 * Lets bridged frames pass the hooks of IP, as if the bridge itself had received and sent them: Linux module
 * br_netfilter, net/bridge/br_netfilter_hooks.c. On while {@code net.bridge.bridge-nf-call-iptables} is 1, of IPv6 while
 * {@code bridge-nf-call-ip6tables} is.
 *
 * <p>A frame whose destination DNAT has changed to a station on the same bridge is bridged there, not routed: its TTL
 * stays. Left out: VLAN and PPPoE headers, and bridges' own {@code nf_call_iptables}.
 */
final class BridgeNetfilter {

    private final Bridge bridge;
    private final NetworkNamespace namespace;

    BridgeNetfilter(Bridge bridge) {
        this.bridge = bridge;
        this.namespace = bridge.namespace();
    }

    private IpStack stack(Packet packet) {
        return namespace.stack(packet.family());
    }

    /** Whether {@code frame} passes the hooks of IP. */
    boolean sees(Frame frame) {
        Sysctls sysctls = namespace.sysctls();
        return frame.payload() instanceof Packet packet
                && (packet.family() == IpFamily.IPV4
                        ? sysctls.on(Sysctl.BRIDGE_NF_CALL_IPTABLES)
                        : sysctls.on(Sysctl.BRIDGE_NF_CALL_IP6TABLES) && namespace.hasIpv6());
    }

    /** {@code br_nf_pre_routing()}: before the bridge asks where the frame goes. */
    void preRouting(NetDevice port, int id, Frame frame, Packet packet, int mark) {
        Skb skb = Skb.incoming(id, frame, packet, bridge.name());
        skb.mark(mark);
        skb.bridge(new BridgeInfo(port.name(), frame.src()));
        skb.route(fakeRoute(packet.dst()));
        namespace
                .trace()
                .bridgeFiltered(
                        id,
                        packet,
                        bridge.name(),
                        stack(packet).bridgeCalls(),
                        "iptables sees it at PREROUTING, as come in by " + bridge);
        stack(packet)
                .netfilter()
                .run(PREROUTING, skb, accepted -> preRoutingFinish(port, frame, packet.dst(), accepted));
    }

    /** {@code br_nf_pre_routing_finish()}. */
    private void preRoutingFinish(NetDevice port, Frame frame, IpAddress dstBefore, Skb skb) {
        if (skb.packet().dst().equals(dstBefore)) {
            bridge.handleFrameFinish(port, frame.withPayload(skb.packet()), skb);
            return;
        }
        IpStack stack = stack(skb.packet());
        InputRoute answer = stack.resolve(skb);
        Route route = answer.route();
        if (route != null && route.type() == RouteType.UNICAST && route.dev().equals(bridge.name())) {
            skb.route(route);
            skb.out(bridge.name());
            finishBridge(skb);
        } else if (route != null || stack.hearsOf(answer)) {
            // to the host, which will route it, or say why not
            info(skb).arrivedBy(route == null ? "" : route.dev());
            bridge.handleFrameFinish(port, new Frame(frame.src(), bridge.mac(), skb.packet()), skb);
        } else {
            stack.drop(skb, answer);
        }
    }

    /** {@code br_nf_pre_routing_finish_bridge()}: to the MAC address of its new destination, once that is known. */
    private void finishBridge(Skb skb) {
        IpAddress nextHop = skb.route().nextHop(skb.packet().dst());
        namespace
                .trace()
                .bridgeFiltered(
                        skb.id(),
                        skb.packet(),
                        bridge.name(),
                        skb.route(),
                        "its new destination is on this bridge too: bridged to it, not routed");
        info(skb).bridgedDnat(true);
        stack(skb.packet()).neighbours().output(bridge, nextHop, skb);
    }

    /** {@code br_nf_pre_routing_finish_bridge_slow()}: the MAC address is known; the frame keeps its sender's. */
    void resolved(Skb skb, MacAddress dst) {
        BridgeInfo info = info(skb);
        info.bridgedDnat(false);
        Frame frame = new Frame(info.macSrc(), dst, skb.packet());
        namespace.device(info.physIn()).ifPresent(port -> bridge.handleFrameFinish(port, frame, skb));
    }

    /** {@code br_nf_forward()}, then {@code br_nf_post_routing()}: the frame leaves by {@code port}, if all accept. */
    void forward(NetDevice port, Frame frame, Skb skb) {
        info(skb).physOut(port.name());
        skb.out(bridge.name());
        namespace
                .trace()
                .bridgeFiltered(
                        skb.id(),
                        skb.packet(),
                        bridge.name(),
                        stack(skb.packet()).bridgeCalls(),
                        "iptables sees it at FORWARD and POSTROUTING, as sent on by " + bridge);
        Consumer<Skb> queue = sent -> queueXmit(port, frame, sent);
        Netfilter netfilter = stack(skb.packet()).netfilter();
        netfilter.run(FORWARD, skb, forwarded -> {
            forwarded.in("");
            netfilter.run(POSTROUTING, forwarded, queue);
        });
    }

    /** {@code br_nf_dev_queue_xmit()}: what the hooks have seen is cut up for a port with a smaller MTU. */
    private void queueXmit(NetDevice port, Frame frame, Skb skb) {
        Packet packet = skb.packet();
        if (packet.length() <= port.mtu()) {
            bridge.push(port, skb.id(), frame.withPayload(packet), skb.mark());
        } else {
            String why = "br_netfilter's fragmentation is not modelled";
            namespace
                    .trace()
                    .dropped(
                            skb.id(),
                            packet,
                            port.name(),
                            Step.Layer.DEVICE,
                            DropReason.UNKNOWN,
                            "mtu " + port.mtu(),
                            why);
        }
    }

    private static BridgeInfo info(Skb skb) {
        BridgeInfo info = skb.bridge();
        if (info == null) {
            throw new AssertionError("packet " + skb.id() + " did not come by a bridge's port");
        }
        return info;
    }

    /** What a bridged packet has in place of a route: {@code bridge_parent_rtable()}. */
    private Route fakeRoute(IpAddress dst) {
        return Route.onLink(dst, bridge.name());
    }
}
