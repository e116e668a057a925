package packetwalk.linux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.net.Frame;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;
import packetwalk.trace.Unchanging;

/**
 * A switch inside the kernel that is a device of the host as well: Linux net/bridge/br_input.c and br_forward.c.
 *
 * <p>It learns behind which port a MAC address is, floods what it does not know, and never sends a frame back out of
 * the port it came from unless that port has hairpin mode on. Left out: STP, VLANs, multicast snooping.
 */
public final class Bridge extends NetDevice {

    /** {@code ageing_time}, 300 s. */
    private static final long AGEING = Duration.ofSeconds(300).toNanos();

    private final List<NetDevice> ports = new ArrayList<>();
    private final Map<MacAddress, FdbEntry> fdb = new HashMap<>();
    private final List<NetDevice> hairpins = new ArrayList<>();
    private final BridgeNetfilter netfilter;
    private boolean mtuSetByHand;

    /** One line of {@code bridge fdb}: {@code struct net_bridge_fdb_entry}. It goes when its port leaves the bridge. */
    public static final class FdbEntry implements Unchanging {

        private final MacAddress mac;
        private final NetDevice port;
        private final String bridge;
        private final boolean permanent;
        private long updated;

        private FdbEntry(MacAddress mac, NetDevice port, String bridge, boolean permanent, long updated) {
            this.mac = mac;
            this.port = port;
            this.bridge = bridge;
            this.permanent = permanent;
            this.updated = updated;
        }

        public MacAddress mac() {
            return mac;
        }

        /** The port behind which the address is. */
        public NetDevice port() {
            return port;
        }

        /** Whether it is the port's own address, which never ages. */
        public boolean permanent() {
            return permanent;
        }

        /** As {@code bridge fdb show} prints it. */
        @Override
        public String toString() {
            return mac + " dev " + port.name() + " master " + bridge + (permanent ? " permanent" : "");
        }
    }

    public Bridge(NetworkNamespace namespace, String name, MacAddress mac) {
        super(namespace, name, mac);
        this.netfilter = new BridgeNetfilter(this);
        namespace.add(this);
    }

    @Override
    public String kind() {
        return "bridge";
    }

    @Override
    public boolean carrier() {
        return up() && ports.stream().anyMatch(NetDevice::carrier);
    }

    /** Makes {@code port} a port: {@code ip link set PORT master BRIDGE}. */
    public void attach(NetDevice port) {
        if (port.namespace() != namespace()) {
            throw new IllegalArgumentException(
                    port + " stands in another namespace than bridge " + name() + "; move it here first");
        }
        port.enslave(this);
        ports.add(port);
        fdb.put(
                port.mac(),
                new FdbEntry(
                        port.mac(), port, name(), true, namespace().simulation().now()));
        followPorts();
        namespace().linkChanged(this);
    }

    /** Makes it a port no more: {@code ip link set PORT nomaster}. */
    public void detach(NetDevice port) {
        ports.remove(port);
        hairpins.remove(port);
        port.enslave(null);
        fdb.values().removeIf(entry -> entry.port() == port);
        followPorts();
    }

    @Override
    public void mtu(int bytes) {
        super.mtu(bytes);
        mtuSetByHand = true;
    }

    /** Takes the smallest MTU of its ports, unless somebody set it: {@code br_mtu_auto_adjust()}. */
    void followPorts() {
        if (!mtuSetByHand) {
            super.mtu(ports.stream().mapToInt(NetDevice::mtu).min().orElse(1500));
        }
    }

    /** Whether frames may leave by the port that they came in by: {@code bridge link set dev PORT hairpin on}. */
    public void hairpin(NetDevice port, boolean on) {
        hairpins.remove(port);
        if (on) {
            hairpins.add(port);
        }
    }

    /** Whether frames may leave by {@code port} when they came in by it. */
    public boolean hairpin(NetDevice port) {
        return hairpins.contains(port);
    }

    /** Ports in the order in which they were attached. */
    public List<NetDevice> ports() {
        return List.copyOf(ports);
    }

    /** What it has learnt and not forgotten, port by port. */
    public List<FdbEntry> fdb() {
        long now = namespace().simulation().now();
        fdb.values().removeIf(entry -> expired(entry, now));
        List<FdbEntry> entries = new ArrayList<>();
        for (NetDevice port : ports) {
            fdb.values().stream()
                    .filter(entry -> entry.port() == port)
                    .sorted((a, b) -> a.mac().compareTo(b.mac()))
                    .forEach(entries::add);
        }
        return entries;
    }

    private static boolean expired(FdbEntry entry, long now) {
        return !entry.permanent() && now - entry.updated >= AGEING;
    }

    private Optional<FdbEntry> find(MacAddress mac) {
        FdbEntry entry = fdb.get(mac);
        return entry == null || expired(entry, namespace().simulation().now()) ? Optional.empty() : Optional.of(entry);
    }

    /** A frame came in by a port: {@code br_handle_frame()}. */
    void handleFrame(NetDevice from, int id, Frame frame, int mark) {
        if (!up()) {
            drop(id, frame, DropReason.DEV_DOWN, "", "a bridge that is down has no port that forwards");
        } else if (netfilter.sees(frame) && frame.payload() instanceof Packet packet) {
            netfilter.preRouting(from, id, frame, packet, mark);
        } else {
            finish(from, id, frame, mark, null);
        }
    }

    /** A frame that iptables has let pass: {@code br_handle_frame_finish()}. */
    void handleFrameFinish(NetDevice from, Frame frame, Skb skb) {
        finish(from, skb.id(), frame, skb.mark(), skb);
    }

    private void finish(NetDevice from, int id, Frame frame, int mark, @Nullable Skb skb) {
        learn(frame.src(), from);
        MacAddress dst = frame.dst();
        if (dst.isMulticast()) {
            switched(id, frame, "group address", "to every other port, and up to the host");
            flood(from, id, frame, mark, skb);
            passUp(id, frame, mark, skb);
            return;
        }
        if (dst.equals(mac()) || find(dst).filter(FdbEntry::permanent).isPresent()) {
            if (namespace().trace().on()) {
                switched(id, frame, dst + " dev " + name() + " permanent", "the bridge's own address: up to the host");
            }
            passUp(id, frame, mark, skb);
            return;
        }
        Optional<FdbEntry> entry = find(dst);
        if (entry.isEmpty()) {
            switched(id, frame, "no entry for " + dst, "not learnt yet: to every other port");
            floodUnknown(from, id, frame, mark, skb);
        } else if (entry.get().port() == from && !hairpins.contains(from)) {
            String why = "it came in by " + from + ", and that port's hairpin mode is off";
            drop(id, frame, DropReason.BRIDGE_SAME_PORT, entry.get(), why);
        } else {
            switched(id, frame, entry.get(), "learnt from a frame that came from there");
            forward(entry.get().port(), id, frame, mark, skb);
        }
    }

    /** {@code __br_forward()}: out by {@code port}, past iptables if that has seen the frame come in. */
    private void forward(NetDevice port, int id, Frame frame, int mark, @Nullable Skb skb) {
        if (skb == null) {
            push(port, id, frame, mark);
        } else {
            netfilter.forward(port, frame, skb);
        }
    }

    /** {@code br_dev_queue_push_xmit()}: nobody is told of what is too large for the port. */
    void push(NetDevice port, int id, Frame frame, int mark) {
        if (port.forwardable(frame) || !port.up()) {
            port.transmit(id, frame, mark);
        } else {
            drop(
                    id,
                    frame,
                    DropReason.PKT_TOO_BIG,
                    "mtu " + port.mtu(),
                    "port " + port + " takes no more, and a bridge tells nobody");
        }
    }

    /** A packet that waited for its MAC address, and is bridged on now that {@code dst} is known. */
    void resolved(Skb skb, MacAddress dst) {
        netfilter.resolved(skb, dst);
    }

    /** Its ports' addresses are the host's, too: {@code br_pass_frame_up()}. */
    @Override
    boolean isAddressedBy(Frame frame) {
        if (super.isAddressedBy(frame)) {
            return true;
        }
        for (NetDevice port : ports) {
            if (port.mac().equals(frame.dst())) {
                return true;
            }
        }
        return false;
    }

    private void learn(MacAddress src, NetDevice port) {
        FdbEntry known = fdb.get(src);
        if (src.isMulticast() || (known != null && known.permanent())) {
            return;
        }
        long now = namespace().simulation().now();
        if (known != null && known.port == port) {
            known.updated = now;
        } else {
            fdb.put(src, new FdbEntry(src, port, name(), false, now));
        }
    }

    /** To every port but {@code from}, the bridge itself where the host sends; false if there is none. */
    private boolean flood(NetDevice from, int id, Frame frame, int mark, @Nullable Skb skb) {
        List<NetDevice> targets = ports.stream()
                .filter(port -> (port != from || hairpins.contains(port)) && port.carrier())
                .toList();
        targets.forEach(port -> forward(port, id, frame, mark, skb == null ? null : skb.copy()));
        return !targets.isEmpty();
    }

    private void floodUnknown(NetDevice from, int id, Frame frame, int mark, @Nullable Skb skb) {
        if (!flood(from, id, frame, mark, skb)) {
            drop(id, frame, DropReason.NO_TX_TARGET, "", "no other port is up, and none is known to lead there");
        }
    }

    /** {@code br_pass_frame_up()}; what iptables has seen come in is not shown it again: {@code ip_sabotage_in()}. */
    private void passUp(int id, Frame frame, int mark, @Nullable Skb skb) {
        namespace().trace().received(id, name(), frame);
        if (skb == null) {
            namespace().receive(this, id, frame, mark);
        } else {
            namespace().stack(skb.packet().family()).receiveBridged(this, frame, skb);
        }
    }

    private void drop(int id, Frame frame, DropReason reason, Object decision, String why) {
        namespace().trace().dropped(id, frame.payload(), name(), Step.Layer.BRIDGE, reason, decision, why);
    }

    private void switched(int id, Frame frame, Object decision, String why) {
        namespace().trace().switched(id, frame.payload(), name(), decision, why);
    }

    /** The host itself sends through the bridge: {@code br_dev_xmit()}. */
    @Override
    void send(int id, Frame frame, int mark) {
        Optional<FdbEntry> entry = frame.dst().isMulticast() ? Optional.empty() : find(frame.dst());
        if (entry.isPresent()) {
            switched(id, frame, entry.get(), "learnt from a frame that came from there");
            push(entry.get().port(), id, frame, mark);
            return;
        }
        boolean group = frame.dst().isMulticast();
        switched(id, frame, group ? "group address" : "no entry for " + frame.dst(), "to every port");
        if (group) {
            flood(this, id, frame, mark, null);
        } else {
            floodUnknown(this, id, frame, mark, null);
        }
    }
}
