package packetwalk.linux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Ports;
import packetwalk.net.VxlanFrame;
import packetwalk.time.Simulation;

/**
 * Behind which tunnels a VXLAN device's MAC addresses are: drivers/net/vxlan/vxlan_core.c {@code struct vxlan_fdb}.
 *
 * <p>The entry of 00:00:00:00:00:00 is for all that no other one knows. It and those of groups may lead to several
 * hosts, each of which gets a copy; a station's leads to one.
 */
public final class VxlanFdb {

    /** How long an entry stays: the neighbour states {@code NUD_PERMANENT}, {@code NUD_NOARP}, {@code NUD_REACHABLE}. */
    public enum State {
        PERMANENT,
        STATIC,
        DYNAMIC
    }

    /**
     * One tunnel's other end: {@code struct vxlan_rdst}.
     *
     * @param port its UDP port
     * @param vni the identifier that it is sent
     * @param dev the device that outer packets must leave by, or empty
     */
    public record Remote(IpAddress address, int port, int vni, String dev) {
        public Remote {
            Ports.require(port);
            VxlanConfig.require(
                    vni >= 0 && vni <= VxlanFrame.LAST_VNI, "vni " + vni, "is no VNI; use 0 to " + VxlanFrame.LAST_VNI);
        }
    }

    /** A MAC address, and where it is. */
    public static final class Entry {

        private final MacAddress mac;
        private final List<Remote> remotes = new ArrayList<>();
        private State state;
        private long updated;

        private Entry(MacAddress mac, Remote remote, State state, long now) {
            this.mac = mac;
            this.remotes.add(remote);
            this.state = state;
            this.updated = now;
        }

        public MacAddress mac() {
            return mac;
        }

        /** Never empty; in the order in which they were added. */
        public List<Remote> remotes() {
            return List.copyOf(remotes);
        }

        public State state() {
            return state;
        }

        private boolean isForMany() {
            return mac.isMulticast() || mac.equals(MacAddress.ZERO);
        }
    }

    private final Map<MacAddress, Entry> entries = new LinkedHashMap<>();
    private final Simulation simulation;
    private final long ageing;

    VxlanFdb(Simulation simulation, int ageingSeconds) {
        this.simulation = simulation;
        this.ageing = Duration.ofSeconds(ageingSeconds).toNanos();
    }

    /** All of them, oldest first. */
    public List<Entry> entries() {
        entries.values().removeIf(this::expired);
        return List.copyOf(entries.values());
    }

    private boolean expired(Entry entry) {
        return entry.state == State.DYNAMIC && simulation.now() - entry.updated >= ageing;
    }

    /** What is known of {@code mac} itself: {@code vxlan_find_mac()}. */
    public Optional<Entry> find(MacAddress mac) {
        return Optional.ofNullable(entries.get(mac)).filter(entry -> !expired(entry));
    }

    /** Where a frame to {@code mac} goes; empty if nowhere. */
    Optional<Entry> lookup(MacAddress mac) {
        return find(mac).or(() -> find(MacAddress.ZERO));
    }

    /**
     * {@code bridge fdb add}: a new entry.
     *
     * @throws IllegalArgumentException if there is one
     */
    public void add(MacAddress mac, Remote remote, State state) {
        find(mac).ifPresent(entry -> {
            throw new IllegalArgumentException("RTNETLINK answers: File exists: " + mac + " is behind "
                    + entry.remotes.get(0).address() + "; use bridge fdb replace, or del first");
        });
        insert(mac, remote, state);
    }

    /** {@code bridge fdb append}: a new entry, or one more destination for many; a station's stays as it is. */
    public void append(MacAddress mac, Remote remote, State state) {
        Optional<Entry> present = find(mac);
        if (present.isEmpty()) {
            insert(mac, remote, state);
            return;
        }
        present.get().state = state;
        if (present.get().isForMany() && !present.get().remotes.contains(remote)) {
            present.get().remotes.add(remote);
        }
    }

    /**
     * {@code bridge fdb replace}: a new entry, or another destination for a station.
     *
     * @throws IllegalArgumentException for an entry that may have several destinations
     */
    public void replace(MacAddress mac, Remote remote, State state) {
        Optional<Entry> present = find(mac);
        if (present.filter(Entry::isForMany).isPresent()) {
            throw new IllegalArgumentException("RTNETLINK answers: Operation not supported: " + mac
                    + " may have several destinations; use bridge fdb append and del");
        }
        insert(mac, remote, state);
    }

    private void insert(MacAddress mac, Remote remote, State state) {
        entries.put(mac, new Entry(mac, remote, state, simulation.now()));
    }

    /**
     * {@code bridge fdb del}: takes one destination of an entry away, and the entry with its last.
     *
     * @param which the destination; empty for all. One that the entry does not have changes nothing, and nobody complains
     * @throws IllegalArgumentException if there is no such entry
     */
    public void remove(MacAddress mac, Optional<Remote> which) {
        Entry entry = find(mac)
                .orElseThrow(() -> new IllegalArgumentException(
                        "RTNETLINK answers: No such file or directory: there is no entry for " + mac
                                + "; see bridge fdb show"));
        which.ifPresent(entry.remotes::remove);
        if (which.isEmpty() || entry.remotes.isEmpty()) {
            entries.remove(mac);
        }
    }

    /** The device went down: what it has learnt goes. {@code vxlan_stop()}. */
    void flush() {
        entries.values().removeIf(entry -> entry.state == State.DYNAMIC);
    }

    /**
     * A frame of {@code mac} came out of a tunnel from {@code remote}: {@code vxlan_snoop()}.
     *
     * @return false if an entry made by hand says otherwise, and the frame is dropped
     */
    boolean learn(MacAddress mac, Remote remote) {
        Optional<Entry> known = find(mac);
        if (known.isEmpty()) {
            insert(mac, remote, State.DYNAMIC);
            return true;
        }
        Entry entry = known.get();
        entry.updated = simulation.now();
        Remote first = entry.remotes.get(0);
        if (first.address().equals(remote.address()) && first.dev().isEmpty()) {
            return true;
        }
        if (entry.state != State.DYNAMIC) {
            return false;
        }
        entry.remotes.set(0, new Remote(remote.address(), first.port(), first.vni(), first.dev()));
        return true;
    }
}
