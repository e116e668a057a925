package packetwalk.trace;

import java.util.List;
import packetwalk.net.Frame;
import packetwalk.net.FramePayload;
import packetwalk.net.IpFamily;
import packetwalk.net.Packet;

/**
 * One decision that a packet met, as data: who decided, what, why, and the packet before and after.
 *
 * <p>Every step can be read the same way ({@link #event}, {@link #decision}, {@link #reason}, {@link #before},
 * {@link #after}); its own type has the parts. Texts are printed as the tool prints them that owns the thing: rules as
 * {@code iptables-save}, routes as {@code ip route}, neighbours as {@code ip neigh}.
 */
public sealed interface Step {

    /** Which part of the machine decided. */
    enum Layer {
        SOCKET,
        NETFILTER,
        ROUTING,
        NEIGHBOUR,
        BRIDGE,
        DEVICE,
        APPLICATION
    }

    At at();

    Layer layer();

    /** What happened, in one or two words: {@code routed}, {@code matched}, {@code dropped}. */
    String event();

    /** What decided it, as its tool prints it; empty where nothing had to be looked up. */
    String decision();

    /** Why, in a sentence without a full stop; empty where the decision says it. */
    String reason();

    /** The packet as it came to this step. */
    FramePayload before();

    /** The packet as it left this step; equal to {@link #before} where nothing was changed. */
    default FramePayload after() {
        return before();
    }

    /** The header fields that this step rewrote; empty where none was. */
    default List<HeaderChange> changes() {
        return HeaderChange.between(before(), after());
    }

    /**
     * A step that something decided which prints itself: a rule, a route, a neighbour, a connection. The step keeps it,
     * and its text is made when somebody reads it.
     */
    sealed interface Decided extends Step {

        /** What decided. */
        Object by();

        /** Why; prints itself as well. */
        Object why();

        @Override
        default String decision() {
            return by().toString();
        }

        @Override
        default String reason() {
            return why().toString();
        }
    }

    /** One of those that netfilter's hooks bring about. */
    sealed interface OfNetfilter extends Decided {
        @Override
        default Layer layer() {
            return Layer.NETFILTER;
        }
    }

    /** A process, or the kernel on its own, sent the packet. */
    record Sent(At at, Packet before, Object by, Object why) implements Decided {
        @Override
        public Layer layer() {
            return Layer.SOCKET;
        }

        @Override
        public String event() {
            return "sent";
        }
    }

    /** The packet reached a socket, or the kernel's own handler; {@code by} says who takes it. */
    record Delivered(At at, Packet before, Object by, Object why) implements Decided {
        @Override
        public Layer layer() {
            return Layer.SOCKET;
        }

        @Override
        public String event() {
            return "delivered";
        }
    }

    /** Something happened at a socket without a packet: a timer ran out, a connection came to be. */
    record SocketChanged(At at, Packet before, String event, Object by, Object why) implements Decided {
        @Override
        public Layer layer() {
            return Layer.SOCKET;
        }
    }

    /** A program decided about what {@code before} brought: a proxy {@code picked} an endpoint, {@code answered} itself. */
    record Handled(At at, Packet before, String event, Object by, Object why) implements Decided {
        @Override
        public Layer layer() {
            return Layer.APPLICATION;
        }
    }

    /** A rule matched; rules that did not are counted in {@code compared}, which includes this one. */
    record Matched(
            At at,
            Packet before,
            String hook,
            String table,
            String chain,
            int ruleNumber,
            Object by,
            Object verdict,
            int compared)
            implements OfNetfilter {
        @Override
        public String event() {
            return "matched";
        }

        @Override
        public String why() {
            return hook + ", table " + table + ", chain " + chain + " rule " + ruleNumber + ": " + verdict + " ("
                    + compared + " compared)";
        }
    }

    /** A base chain ended without a verdict of its own, so its policy decided. */
    record PolicyApplied(At at, Packet before, String hook, String table, String chain, Object by, int compared)
            implements OfNetfilter {
        @Override
        public String event() {
            return "policy";
        }

        @Override
        public String why() {
            return hook + ", table " + table + ": none of " + compared + " rules of " + chain + " decided";
        }
    }

    /** Connection tracking found, or began, the packet's connection; {@code by} is its state and tuple. */
    record Tracked(At at, Packet before, String state, Object by, Object why) implements OfNetfilter {
        @Override
        public String event() {
            return "tracked";
        }
    }

    /**
     * A rule's condition was asked that depends on more than the packet: dice, a counter, a list of addresses;
     * {@code reason} says what it found, and whether it holds.
     */
    record Asked(At at, Packet before, String decision, String reason) implements Step {
        @Override
        public Layer layer() {
            return Layer.NETFILTER;
        }

        @Override
        public String event() {
            return "asked";
        }
    }

    /** A rule reported the packet to somebody; {@code decision} is what it said, {@code reason} who can read it. */
    record Logged(At at, Packet before, String decision, String reason) implements Step {
        @Override
        public Layer layer() {
            return Layer.NETFILTER;
        }

        @Override
        public String event() {
            return "logged";
        }
    }

    /**
     * IPVS looked at a packet of a virtual server: {@code scheduled} to a real server, which {@code by} prints, or
     * {@code balanced} as its connection says.
     */
    record Balanced(At at, Packet before, String event, Object by, Object why) implements OfNetfilter {}

    /** Addresses or ports were rewritten; {@code kind} is SNAT, DNAT or MASQUERADE, or their undoing. */
    record Translated(At at, Packet before, Packet after, String kind, Object by, Object why) implements OfNetfilter {
        @Override
        public String event() {
            return kind;
        }
    }

    /** Something that one might expect did not happen, and why. */
    record NotDone(At at, Packet before, Layer layer, String event, Object by, Object why) implements Decided {}

    /** The routing tables were asked. */
    record Routed(At at, Packet before, Object rule, String table, Object by, Object why) implements Decided {
        @Override
        public Layer layer() {
            return Layer.ROUTING;
        }

        @Override
        public String event() {
            return "routed";
        }
    }

    /** The machine acts as a router: TTL less one. */
    record Forwarded(At at, Packet before, Packet after) implements Step {
        @Override
        public Layer layer() {
            return Layer.ROUTING;
        }

        @Override
        public String event() {
            return "forwarded";
        }

        @Override
        public String decision() {
            return "ttl " + before.ttl() + " -> " + after.ttl();
        }

        @Override
        public String reason() {
            String setting = before.family() == IpFamily.IPV4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding";
            return setting + " = 1 and the packet is for another host";
        }
    }

    /** The next hop's MAC address was looked up; {@code by} is the neighbour entry. */
    record Resolved(At at, FramePayload before, Object by, Object why) implements Decided {
        @Override
        public Layer layer() {
            return Layer.NEIGHBOUR;
        }

        @Override
        public String event() {
            return "resolved";
        }
    }

    /** The packet waits while its next hop's MAC address is asked for. */
    record Queued(At at, FramePayload before, Object by, Object why) implements Decided {
        @Override
        public Layer layer() {
            return Layer.NEIGHBOUR;
        }

        @Override
        public String event() {
            return "waits";
        }
    }

    /** A bridge or a switch chose ports by MAC address; {@code by} is the forwarding entry. */
    record Switched(At at, FramePayload before, Object by, Object why) implements Decided {
        @Override
        public Layer layer() {
            return Layer.BRIDGE;
        }

        @Override
        public String event() {
            return "switched";
        }
    }

    /** A bridged frame passes the hooks of IP: br_netfilter; {@code by} is the setting that says so. */
    record BridgeFiltered(At at, FramePayload before, Object by, Object why) implements Decided {
        @Override
        public Layer layer() {
            return Layer.BRIDGE;
        }

        @Override
        public String event() {
            return "filtered";
        }
    }

    /** A tunnel put the packet, frame and all, into {@code after}: {@code encapsulated}; or took it out: {@code decapsulated}. */
    record Tunnelled(At at, FramePayload before, FramePayload after, String event, Object by, Object why)
            implements Decided {
        @Override
        public Layer layer() {
            return Layer.DEVICE;
        }

        /** None: what is inside stays as it is, and the header around it is a new one. */
        @Override
        public List<HeaderChange> changes() {
            return List.of();
        }
    }

    /** A frame passed the lower end of a device. */
    sealed interface Framed extends Step {
        Frame frame();

        @Override
        default Layer layer() {
            return Layer.DEVICE;
        }

        @Override
        default String decision() {
            return frame().src() + " > " + frame().dst();
        }

        @Override
        default String reason() {
            return "";
        }

        @Override
        default FramePayload before() {
            return frame().payload();
        }
    }

    /** A device put a frame on its wire. */
    record Transmitted(At at, Frame frame) implements Framed {
        @Override
        public String event() {
            return "transmitted";
        }
    }

    /** A frame came up from a device. */
    record Received(At at, Frame frame) implements Framed {
        @Override
        public String event() {
            return "received";
        }
    }

    /** The packet's way ends here; {@code by} is what decided it, where something did. */
    record Dropped(At at, FramePayload before, Layer layer, DropReason dropReason, Object by, String detail)
            implements Decided {
        @Override
        public String event() {
            return "dropped";
        }

        @Override
        public String why() {
            return dropReason + ": " + (detail.isEmpty() ? dropReason.meaning() : detail);
        }

        /** Where and why, for whoever asks {@link Walk#drop}. */
        @Override
        public String toString() {
            return at.where() + ": " + reason();
        }
    }
}
