package packetwalk.fabric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.Nic;
import packetwalk.linux.Wire;
import packetwalk.net.Frame;
import packetwalk.net.MacAddress;
import packetwalk.time.Simulation;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;
import packetwalk.trace.Topology;

/**
 * One layer-2 segment: a switch that knows where every card is, and the cables to it.
 *
 * <p>No port of it ever loops or blocks; frames arrive {@link #DELAY} later, in the order in which they were sent.
 */
public final class Segment implements Wire {

    /** Cable, switch, cable: 100 µs. */
    public static final long DELAY = 100_000;

    private final Simulation simulation;
    private final String name;
    private final Map<MacAddress, Nic> cards = new LinkedHashMap<>();
    private final Runnable notifier;
    private Topology.@Nullable Segment known;

    /** {@code notifier} is told whenever a card has come or gone. */
    Segment(Simulation simulation, String name, Runnable notifier) {
        this.simulation = simulation;
        this.name = name;
        this.notifier = notifier;
    }

    private void changed() {
        known = null;
        notifier.run();
    }

    /** Plugs a card in. */
    public void plug(Nic card) {
        if (cards.putIfAbsent(card.mac(), card) != null) {
            throw new IllegalArgumentException("MAC address " + card.mac() + " is on segment " + name
                    + " already; two stations with one address cannot be told apart");
        }
        card.plug(this);
        changed();
    }

    /** Pulls a card out. */
    public void unplug(Nic card) {
        cards.remove(card.mac(), card);
        card.unplug();
        changed();
    }

    @Override
    public void carry(Nic from, int id, Frame frame) {
        if (frame.dst().isMulticast()) {
            List.copyOf(cards.values()).stream()
                    .filter(card -> card != from)
                    .forEach(card -> simulation.carry(DELAY, () -> card.arrived(id, frame)));
            return;
        }
        Nic to = cards.get(frame.dst());
        if (to == null || to == from) {
            from.namespace()
                    .trace()
                    .dropped(
                            id,
                            frame.payload(),
                            from.name(),
                            Step.Layer.DEVICE,
                            DropReason.NOT_FOR_US,
                            frame.dst(),
                            "no station on segment " + name + " has that MAC address");
            return;
        }
        simulation.carry(DELAY, () -> to.arrived(id, frame));
    }

    Topology.Segment topology() {
        if (known == null) {
            List<Topology.End> ends = cards.values().stream()
                    .map(card -> new Topology.End(card.namespace().host(), card.name()))
                    .toList();
            known = new Topology.Segment(name, ends);
        }
        return known;
    }

    @Override
    public String toString() {
        return name;
    }
}
