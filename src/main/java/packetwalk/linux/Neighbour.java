package packetwalk.linux;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.time.Simulation;

/** One entry of the neighbour table: Linux {@code struct neighbour}. Changed by {@link NeighbourTable} alone. */
public final class Neighbour {

    private final NetDevice device;
    private final IpAddress address;
    private final long reachableTime;
    private final Deque<Skb> waiting = new ArrayDeque<>();
    private NeighbourState state = NeighbourState.FAILED;
    private @Nullable MacAddress mac;
    private Simulation.@Nullable Timer timer;
    private long confirmed;
    private long updated;
    private int probes;

    /** Made once for each state that it is seen in. */
    private @Nullable String text;

    private NeighbourState textState = state;

    /** {@code reachableTime}: nanoseconds for which a confirmation is good. */
    Neighbour(NetDevice device, IpAddress address, long reachableTime) {
        this.device = device;
        this.address = address;
        this.reachableTime = reachableTime;
    }

    public NetDevice device() {
        return device;
    }

    public IpAddress address() {
        return address;
    }

    /** Its MAC address, as far as known. */
    public Optional<MacAddress> mac() {
        return Optional.ofNullable(mac);
    }

    void mac(MacAddress known) {
        if (!known.equals(mac)) {
            updated = device.namespace().simulation().now();
        }
        mac = known;
        text = null;
    }

    /** Whether another MAC address may take the place of the known one, after {@code locktime} nanoseconds. */
    boolean mayChange(long locktime) {
        return device.namespace().simulation().now() - updated > locktime;
    }

    /** Its state now: a confirmation that is too old has turned it stale. */
    public NeighbourState state() {
        long now = device.namespace().simulation().now();
        boolean old = state == NeighbourState.REACHABLE && now - confirmed > reachableTime;
        return old ? NeighbourState.STALE : state;
    }

    void state(NeighbourState changed) {
        state = changed;
        text = null;
        if (changed == NeighbourState.REACHABLE) {
            confirmed = device.namespace().simulation().now();
        }
    }

    Deque<Skb> waiting() {
        return waiting;
    }

    int probes() {
        return probes;
    }

    void probes(int count) {
        probes = count;
    }

    void timer(Simulation.@Nullable Timer next) {
        if (timer != null) {
            timer.cancel();
        }
        timer = next;
    }

    /** As {@code ip neigh} prints it. */
    @Override
    public String toString() {
        NeighbourState now = state();
        if (text == null || now != textState) {
            boolean shown = mac != null && state.usable();
            text = address + " dev " + device.name() + (shown ? " lladdr " + mac : "") + " " + now;
            textState = now;
        }
        return text;
    }
}
