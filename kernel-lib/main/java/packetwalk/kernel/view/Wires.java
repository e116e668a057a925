package packetwalk.kernel.view;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.trace.Topology;

/** What joins the spots of a layout, and how a line runs from one to the next. */
final class Wires {

    private final Layout layout;
    private final Map<Spot, Topology.Device> devices = new HashMap<>();

    Wires(Layout layout) {
        this.layout = layout;
        for (Layout.Machine placed : layout.machines) {
            Topology.Machine machine = placed.machine();
            for (Topology.Space space : machine.spaces()) {
                for (Topology.Device device : space.devices()) {
                    devices.put(new Spot(machine.name(), space.name(), device.name()), device);
                }
            }
        }
    }

    /** Whether it is drawn at all. */
    boolean known(Spot spot) {
        return layout.places.containsKey(spot) || layout.bars.containsKey(spot);
    }

    boolean isBar(Spot spot) {
        return layout.bars.containsKey(spot);
    }

    /** Whether what is sent out there comes back up at once. */
    boolean isLoopback(Spot spot) {
        return device(spot).filter(device -> device.kind().equals("loopback")).isPresent();
    }

    /** Whether a packet gets from one to two without passing a third spot: within a namespace, or over a wire. */
    boolean adjacent(Spot one, Spot two) {
        return one.sameSpace(two) || joined(one, two);
    }

    /** Whether a segment or a veth pair joins them. */
    boolean joined(Spot one, Spot two) {
        return layout.between(one, two).isPresent() || isPeer(one, two) || isPeer(two, one);
    }

    private boolean isPeer(Spot one, Spot two) {
        return one.host().equals(two.host())
                && device(one)
                        .filter(device -> device.peer().equals(two.netns() + "/" + two.device()))
                        .isPresent();
    }

    private Optional<Topology.Device> device(Spot spot) {
        return Optional.ofNullable(devices.get(spot));
    }

    /** Where a line begins; on a bridge, level with the namespace's core. */
    Point start(Spot spot) {
        Layout.Bar bar = layout.bars.get(spot);
        return bar == null ? place(spot) : new Point(place(spot.core()).x(), bar.lane());
    }

    private Point place(Spot spot) {
        Point point = layout.places.get(spot);
        if (point == null) {
            throw new AssertionError(spot + " has no place in the picture");
        }
        return point;
    }

    /** Adds the points from the line's end, at {@code from}, to {@code to}. */
    void lead(List<Point> line, Spot from, Spot to) {
        Point here = line.get(line.size() - 1);
        Layout.Bar bar = layout.bars.get(to);
        Layout.Bar old = layout.bars.get(from);
        if (bar != null) {
            line.add(new Point(here.x(), bar.lane()));
            return;
        }
        Point there = place(to);
        if (old != null) {
            line.add(new Point(there.x(), old.lane()));
            line.add(there);
        } else if (from.sameSpace(to)) {
            within(line, from, to);
        } else {
            layout.between(from, to)
                    .ifPresentOrElse(rails -> overSegment(line, rails, from, to), () -> overWire(line, here, there));
        }
    }

    private void within(List<Point> line, Spot from, Spot to) {
        Point there = place(to);
        if (!from.isCore() && !to.isCore()) {
            Spot via = device(from)
                    .map(Topology.Device::bridge)
                    .filter(bridge -> !bridge.isEmpty())
                    .map(bridge -> new Spot(from.host(), from.netns(), bridge))
                    .filter(layout.bars::containsKey)
                    .orElse(from.core());
            lead(line, from, via);
            lead(line, via, to);
            return;
        }
        Point here = line.get(line.size() - 1);
        if (here.x() != there.x() && here.y() != there.y()) {
            int turn = (here.y() + there.y()) / 2;
            line.add(new Point(here.x(), turn));
            line.add(new Point(there.x(), turn));
        }
        line.add(there);
    }

    private void overSegment(List<Point> line, Layout.Rails rails, Spot from, Spot to) {
        Point down = rails.drops().getOrDefault(from, line.get(line.size() - 1));
        Point up = rails.drops().getOrDefault(to, place(to));
        line.add(down);
        if (down.y() != up.y()) {
            line.add(new Point(layout.trunkX(rails), down.y()));
            line.add(new Point(layout.trunkX(rails), up.y()));
        }
        line.add(up);
        line.add(place(to));
    }

    /** Along the veth pair's wire, in either direction. */
    private void overWire(List<Point> line, Point here, Point there) {
        for (Layout.Machine machine : layout.machines) {
            for (Layout.Pod pod : machine.pods()) {
                List<Point> wire = pod.wire();
                if (wire.isEmpty()) {
                    continue;
                }
                Point first = wire.get(0);
                Point last = wire.get(wire.size() - 1);
                if (first.equals(here) && last.equals(there)) {
                    line.addAll(wire.subList(1, wire.size()));
                    return;
                }
                if (last.equals(here) && first.equals(there)) {
                    for (int i = wire.size() - 2; i >= 0; i--) {
                        line.add(wire.get(i));
                    }
                    return;
                }
            }
        }
        line.add(there);
    }
}
