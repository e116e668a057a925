package packetwalk.linux;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.sysctl.Devconf;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.linux.sysctl.Sysctls;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;
import packetwalk.trace.Tracepoints;

/** What routing has to tell: how a packet was routed, and why its way ended. */
final class RouteTrace {

    private final Tracepoints trace;
    private final Sysctls sysctls;

    RouteTrace(Tracepoints trace, Sysctls sysctls) {
        this.trace = trace;
        this.sysctls = sysctls;
    }

    /** The tables answered. */
    void routed(Skb skb, RouteResult result) {
        Object rule = result.rule().isPresent() ? result.rule().get() : "";
        trace.routed(skb.id(), skb.packet(), rule, result.table(), result.route(), result);
    }

    /** The packet's way ends at {@code device}, or nowhere near one. */
    void drop(Skb skb, String device, DropReason reason) {
        drop(skb, device, reason, "", "");
    }

    /** The same, with what decided it and in words. */
    void drop(Skb skb, String device, DropReason reason, Object decision, String detail) {
        trace.dropped(skb.id(), skb.packet(), device, Step.Layer.ROUTING, reason, decision, detail);
    }

    /** The setting by which {@code device} does not forward. */
    String notForwarding(String device) {
        boolean others = sysctls.on(Sysctl.IP_FORWARD);
        Object setting = others ? "net.ipv4.conf." + device + "." + Devconf.FORWARDING : Sysctl.IP_FORWARD;
        return setting + " = 0";
    }
}
