package packetwalk.trace;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Frame;
import packetwalk.net.FramePayload;
import packetwalk.net.Packet;
import packetwalk.time.Simulation;

/**
 * One namespace's tracepoints: the stack calls them as it decides, and while a walk is taken each becomes a step.
 *
 * <p>What decided is handed over as the object itself, so that an unwatched packet pays for no text; and what is
 * {@link Unchanging} goes into the step as it is, so that a watched one pays only for what somebody reads.
 */
public final class Tracepoints {

    private final Trace trace;
    private final Simulation simulation;
    private final String host;
    private final String netns;
    private @Nullable At last;

    public Tracepoints(Trace trace, Simulation simulation, String host, String netns) {
        this.trace = trace;
        this.simulation = simulation;
        this.host = host;
        this.netns = netns;
    }

    /** Whether anybody watches. */
    public boolean on() {
        return trace.on();
    }

    private At at(int packet, String device) {
        At here = last;
        int number = trace.number(packet);
        if (here == null
                || here.nanos() != simulation.now()
                || here.packet() != number
                || !here.device().equals(device)) {
            here = new At(simulation.now(), number, host, netns, device);
            last = here; // a packet meets several decisions at one place
        }
        return here;
    }

    /** What the step keeps: the thing itself if it will always say the same, else what it says now. */
    private static Object kept(Object thing) {
        return thing instanceof Unchanging ? thing : thing.toString();
    }

    /** {@code who} (a process or the kernel) hands a packet to the stack. */
    public void sent(int id, Packet packet, Object who, Object why) {
        if (trace.on()) {
            trace.record(new Step.Sent(at(id, ""), packet, kept(who), kept(why)));
        }
    }

    /** {@code who} takes the packet. */
    public void delivered(int id, Packet packet, Object who, Object why) {
        if (trace.on()) {
            trace.record(new Step.Delivered(at(id, ""), packet, kept(who), kept(why)));
        }
    }

    /** Something happened at socket {@code who}; {@code packet} is the last one that it sent or got. */
    public void socket(int id, Packet packet, String event, Object who, Object why) {
        if (trace.on()) {
            trace.record(new Step.SocketChanged(at(id, ""), packet, event, kept(who), kept(why)));
        }
    }

    /** A program decided what becomes of what {@code packet} brought. */
    public void handled(int id, Packet packet, String event, Object decision, Object why) {
        if (trace.on()) {
            trace.record(new Step.Handled(at(id, ""), packet, event, kept(decision), kept(why)));
        }
    }

    /** Rule number {@code number} (from 1) of {@code chain} matched, after {@code compared} comparisons, itself included. */
    public void matched(
            int id,
            Packet packet,
            Object hook,
            Object table,
            String chain,
            int number,
            Object rule,
            Object verdict,
            int compared) {
        if (trace.on()) {
            trace.record(new Step.Matched(
                    at(id, ""),
                    packet,
                    hook.toString(),
                    table.toString(),
                    chain,
                    number,
                    kept(rule),
                    kept(verdict),
                    compared));
        }
    }

    /** The policy of a base chain decided. */
    public void policy(int id, Packet packet, Object hook, Object table, String chain, Object policy, int compared) {
        if (trace.on()) {
            trace.record(new Step.PolicyApplied(
                    at(id, ""), packet, hook.toString(), table.toString(), chain, kept(policy), compared));
        }
    }

    /** Connection tracking knows the packet's connection. */
    public void tracked(int id, Packet packet, Object state, Object connection, Object why) {
        if (trace.on()) {
            trace.record(new Step.Tracked(at(id, ""), packet, state.toString(), kept(connection), kept(why)));
        }
    }

    /** A condition that depends on more than the packet was asked. */
    public void asked(int id, Packet packet, Object condition, boolean holds, String found) {
        if (trace.on()) {
            String answer = found + (holds ? ": it holds" : ": it does not hold");
            trace.record(new Step.Asked(at(id, ""), packet, condition.toString(), answer));
        }
    }

    /** A rule reported the packet. */
    public void logged(int id, Packet packet, Object line, String readers) {
        if (trace.on()) {
            trace.record(new Step.Logged(at(id, ""), packet, line.toString(), readers));
        }
    }

    /** IPVS scheduled the packet's connection, or knows it. */
    public void balanced(int id, Packet packet, String event, Object decision, Object why) {
        if (trace.on()) {
            trace.record(new Step.Balanced(at(id, ""), packet, event, kept(decision), kept(why)));
        }
    }

    /** Addresses or ports were rewritten. */
    public void translated(int id, Packet before, Packet after, String kind, Object decision, Object why) {
        if (trace.on()) {
            trace.record(new Step.Translated(at(id, ""), before, after, kind, kept(decision), kept(why)));
        }
    }

    /** Something that one might expect was left out. */
    public void notDone(int id, Packet packet, Step.Layer layer, String event, Object decision, Object why) {
        if (trace.on()) {
            trace.record(new Step.NotDone(at(id, ""), packet, layer, event, kept(decision), kept(why)));
        }
    }

    /** The routing tables answered. */
    public void routed(int id, Packet packet, Object rule, Object table, Object route, Object why) {
        if (trace.on()) {
            trace.record(new Step.Routed(at(id, ""), packet, kept(rule), table.toString(), kept(route), kept(why)));
        }
    }

    /** The machine passed the packet on as a router. */
    public void forwarded(int id, Packet before, Packet after) {
        if (trace.on()) {
            trace.record(new Step.Forwarded(at(id, ""), before, after));
        }
    }

    /** The next hop's MAC address is known. */
    public void resolved(int id, FramePayload payload, String device, Object neighbour, Object why) {
        if (trace.on()) {
            trace.record(new Step.Resolved(at(id, device), payload, kept(neighbour), kept(why)));
        }
    }

    /** The packet waits for its next hop's MAC address. */
    public void queued(int id, FramePayload payload, String device, Object neighbour, Object why) {
        if (trace.on()) {
            trace.record(new Step.Queued(at(id, device), payload, kept(neighbour), kept(why)));
        }
    }

    /** A bridge or switch {@code device} chose where the frame goes. */
    public void switched(int id, FramePayload payload, String device, Object decision, Object why) {
        if (trace.on()) {
            trace.record(new Step.Switched(at(id, device), payload, kept(decision), kept(why)));
        }
    }

    /** Bridge {@code device} lets a bridged frame pass the hooks of IP. */
    public void bridgeFiltered(int id, FramePayload payload, String device, Object setting, Object why) {
        if (trace.on()) {
            trace.record(new Step.BridgeFiltered(at(id, device), payload, kept(setting), kept(why)));
        }
    }

    /** {@code device} put the frame on its wire; packet sockets see it here, {@code dev_queue_xmit_nit()}. */
    public void transmitted(int id, String device, Frame frame) {
        if (trace.on()) {
            trace.record(new Step.Transmitted(at(id, device), frame));
        }
        if (trace.tapped()) {
            capture(id, device, true, frame);
        }
    }

    /** The frame came up from {@code device}; packet sockets see it here, {@code __netif_receive_skb_core()}. */
    public void received(int id, String device, Frame frame) {
        if (trace.on()) {
            trace.record(new Step.Received(at(id, device), frame));
        }
        if (trace.tapped()) {
            capture(id, device, false, frame);
        }
    }

    private void capture(int id, String device, boolean outgoing, Frame frame) {
        if (Captured.isShown(device, outgoing)) {
            At here = new At(simulation.now(), id, host, netns, device);
            trace.show(new Captured(here, outgoing, frame, List.of()));
        }
    }

    /** The two ends of a TLS session agreed on its keys: a line for {@code SSLKEYLOGFILE}. */
    public void keyed(Supplier<String> line) {
        trace.log(line);
    }

    /** Tunnel {@code device} put what was sent through it into {@code outer}. */
    public void encapsulated(int id, FramePayload inner, Packet outer, String device, Object by, Object why) {
        if (trace.on()) {
            trace.record(new Step.Tunnelled(at(id, device), inner, outer, "encapsulated", kept(by), kept(why)));
        }
    }

    /** Tunnel {@code device} took what {@code outer} carried out of it. */
    public void decapsulated(int id, Packet outer, FramePayload inner, String device, Object by, Object why) {
        if (trace.on()) {
            trace.record(new Step.Tunnelled(at(id, device), outer, inner, "decapsulated", kept(by), kept(why)));
        }
    }

    /** The packet's way ends here. */
    public void dropped(
            int id,
            FramePayload payload,
            String device,
            Step.Layer layer,
            DropReason reason,
            Object decision,
            String detail) {
        if (trace.on()) {
            trace.record(new Step.Dropped(at(id, device), payload, layer, reason, kept(decision), detail));
        }
    }
}
