package packetwalk.linux.conntrack;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.socket.Owner;
import packetwalk.net.Frame;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;

/**
 * A packet inside one namespace, with what the stack has found out about it: Linux {@code struct sk_buff}.
 *
 * <p>Mutable and never shared: it is born when a socket sends or a device receives, and left behind when the packet
 * leaves the namespace; mark and connection do not cross ({@code skb_scrub_packet}).
 */
public final class Skb {

    private final int id;
    private final @Nullable Frame frame;
    private final @Nullable Owner owner;
    private Packet packet;
    private String in;
    private String out = "";
    private int mark;
    private boolean hotdropped;
    private boolean ipvsProperty;
    private @Nullable Route route;
    private boolean redirect;
    private @Nullable Connection connection;
    private CtState ctState = CtState.NONE;
    private boolean spokenFor;
    private @Nullable BridgeInfo bridge;
    private @Nullable Zone template;
    private boolean zoneOfMark;

    private Skb(int id, Packet packet, String in, @Nullable Frame frame, @Nullable Owner owner) {
        this.id = id;
        this.packet = packet;
        this.in = in;
        this.frame = frame;
        this.owner = owner;
    }

    /** A packet that this host makes, by a socket of {@code owner}; empty if no socket made it. */
    public static Skb outgoing(int id, Packet packet, Optional<Owner> owner) {
        return new Skb(id, packet, "", null, owner.orElse(null));
    }

    /** A packet that came up from device {@code in}. */
    public static Skb incoming(int id, Frame frame, Packet packet, String in) {
        return new Skb(id, packet, in, frame, null);
    }

    /** It is about {@code cause}, and so related to that one's connection: {@code nf_conntrack_attach()}. */
    public Skb about(Skb cause) {
        if (cause.connection != null) {
            track(cause.connection, cause.ctState.reply() ? CtState.RELATED : CtState.RELATED_REPLY);
        }
        // an untracked one hands on that something was said, and not what: xt_ct_target() leaves it alone
        spokenFor = cause.ctState == CtState.UNTRACKED;
        return this;
    }

    /** The packet's identity in the trace; stays with it from host to host. */
    public int id() {
        return id;
    }

    /** The station that the frame was for; zero for packets of this host's own. */
    public MacAddress macDst() {
        return frame == null ? MacAddress.ZERO : frame.dst();
    }

    /** The station that put the frame on the wire; empty for packets of this host's own, loopback's among them. */
    public Optional<MacAddress> macSrc() {
        return Optional.ofNullable(frame).map(Frame::src);
    }

    /** Whose socket sends it; empty for what came in, and for what the kernel makes without a socket. */
    public Optional<Owner> owner() {
        return Optional.ofNullable(owner);
    }

    public Packet packet() {
        return packet;
    }

    public void packet(Packet changed) {
        packet = changed;
    }

    /** Name of the device that it came in by; empty for packets of this host's own. */
    public String in() {
        return in;
    }

    /** Says which device it came in by; empty where a hook is not told. */
    public void in(String device) {
        in = device;
    }

    /** Name of the device that it leaves by; empty until it is routed. */
    public String out() {
        return out;
    }

    /** The mark of {@code -m mark}, 32 bits. */
    public int mark() {
        return mark;
    }

    public void mark(int changed) {
        mark = changed;
    }

    /** The route that it takes. */
    public Route route() {
        return Objects.requireNonNull(route, "not routed yet");
    }

    /** Whether it has one: not before PREROUTING is through. */
    public boolean isRouted() {
        return route != null;
    }

    /** Whether its route says that it is for everybody: {@code RTCF_BROADCAST}. */
    public boolean routedToAll() {
        return route != null && route.type() == RouteType.BROADCAST;
    }

    /** Sends it along {@code taken}, out of that route's device. */
    public void route(Route taken) {
        route = taken;
    }

    /** Whether its sender is to be told of a better way: {@code IPSKB_DOREDIRECT}. */
    public boolean redirect() {
        return redirect;
    }

    public void redirect(boolean wanted) {
        redirect = wanted;
    }

    /** Says which device it leaves by. */
    public void out(String device) {
        out = device;
    }

    /** What br_netfilter keeps of it; null unless it came in by a bridge's port and passed the hooks there. */
    public @Nullable BridgeInfo bridge() {
        return bridge;
    }

    /** The device that IPv6 takes it to have come in by, {@code IP6CB(skb)->iif}; empty for the host's own. */
    public String arrivedBy() {
        return bridge == null ? in : bridge.arrivedBy();
    }

    /** It passes the hooks of IP while it is on a bridge: {@code nf_bridge_alloc()}. */
    public void bridge(BridgeInfo info) {
        bridge = info;
    }

    /** The same packet again, for another port of a bridge; the connection stays one: {@code skb_clone()}. */
    public Skb copy() {
        Skb copy = new Skb(id, packet, in, frame, owner);
        copy.out = out;
        copy.mark = mark;
        copy.route = route;
        copy.connection = connection;
        copy.ctState = ctState;
        copy.ipvsProperty = ipvsProperty;
        copy.bridge = bridge == null ? null : bridge.copy();
        return copy;
    }

    /** It went through loopback: what left is what comes in, and the connection stays known. */
    public void loopedBack(String device) {
        if (ctState == CtState.INVALID) {
            ctState = CtState.NONE; // what belonged to no connection is looked at anew
        }
        in = device;
        out = "";
        template = null;
    }

    /** A condition cannot be asked about it, and so it shall go no further: {@code xt_action_param.hotdrop}. */
    public void hotdrop() {
        hotdropped = true;
    }

    public boolean hotdropped() {
        return hotdropped;
    }

    /** Whether IPVS has sent it on, or back, and will not look at it again: {@code sk_buff.ipvs_property}. */
    public boolean ipvsProperty() {
        return ipvsProperty;
    }

    /** IPVS is done with it. */
    public void takenByIpvs() {
        ipvsProperty = true;
    }

    /** The connection that it belongs to; null if it has none, or tracking has not looked at it. */
    public @Nullable Connection connection() {
        return connection;
    }

    /** What connection tracking says of it; {@link CtState#NONE} where it is off or has not run yet. */
    public CtState ctState() {
        return ctState;
    }

    /** No connection tracking for it: {@code -j CT --notrack}. What a rule said before stays. */
    public void notrack() {
        if (ctState == CtState.NONE && !spokenFor) {
            ctState = CtState.UNTRACKED;
        }
    }

    /**
     * Its connection is looked for in a zone: {@code -j CT --zone}. What a rule said before stays.
     *
     * @param ofMark whether the zone's number is the mark that the packet has when it is tracked
     */
    public void zone(Zone zone, boolean ofMark) {
        if (ctState == CtState.NONE && !spokenFor) {
            ctState = CtState.TEMPLATE;
            template = zone;
            zoneOfMark = ofMark;
        }
    }

    /** Its connection, if it has one, shall not be kept because of it: {@code ip_vs_notrack()}. */
    public void forgetConnection() {
        if (connection != null) {
            track(null, CtState.UNTRACKED);
        }
    }

    /** The zone in which its connection is looked for: {@code nf_ct_zone_tmpl()}. */
    Zone zone() {
        if (template == null) {
            return Zone.DEFAULT;
        }
        return zoneOfMark ? new Zone(mark & 0xffff, template.original(), template.reply()) : template;
    }

    /** It is delivered, and what is said about it from now on knows nothing of its connection: {@code nf_reset_ct()}. */
    public void resetConnection() {
        track(null, CtState.NONE);
    }

    void track(@Nullable Connection found, CtState state) {
        connection = found;
        ctState = state;
    }
}
