package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.net.IcmpEcho;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.trace.At;
import packetwalk.trace.Step;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;
import packetwalk.trace.Way;

/** Leads packets over a layout: from spot to spot as their steps say, along wires, bridges and segments. */
final class Tracks {

    private final Layout layout;
    private final Map<Spot, Topology.Device> devices = new HashMap<>();

    Tracks(Layout layout) {
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

    /** The ways of the walk's IP packets, or of its ARP messages where it has no others, drawn ones only. */
    List<Track> of(Walk walk) {
        List<Way> ways = walk.ways();
        List<Way> ip = ways.stream().filter(way -> !way.arp()).toList();
        List<Way> shown = ip.isEmpty() ? ways : ip;
        return shown.stream()
                .map(way -> track(way, isBack(way, shown.get(0))))
                .filter(Track::drawn)
                .toList();
    }

    /** Whether {@code way} goes back to where {@code first} came from. */
    static boolean isBack(Way way, Way first) {
        At here = way.steps().get(0).at();
        At there = first.steps().get(0).at();
        if (!here.host().equals(there.host()) || !here.netns().equals(there.netns())) {
            return true;
        }
        // within one namespace only the header tells question from answer
        return way.content() instanceof Packet a
                && first.content() instanceof Packet b
                && answers(a.transport(), b.transport());
    }

    private static boolean answers(Transport answer, Transport question) {
        if (answer instanceof Tcp a && question instanceof Tcp q) {
            return a.srcPort() == q.dstPort() && a.dstPort() == q.srcPort() && a.srcPort() != a.dstPort();
        }
        if (answer instanceof Udp a && question instanceof Udp q) {
            return a.srcPort() == q.dstPort() && a.dstPort() == q.srcPort() && a.srcPort() != a.dstPort();
        }
        return answer instanceof IcmpEcho echo && echo.reply();
    }

    private Track track(Way way, boolean back) {
        List<Track.Stretch> stretches = new ArrayList<>();
        List<Spot> seen = new ArrayList<>();
        List<Track.Stop> stops = new ArrayList<>();
        for (Step step : way.steps()) {
            Spot spot = Spot.of(step.at());
            Spot last = seen.isEmpty() ? spot : seen.get(seen.size() - 1);
            if (!known(spot) || (!seen.isEmpty() && spot.equals(last))) {
                continue;
            }
            if (seen.isEmpty() || !adjacent(last, spot)) {
                Optional<Spot> branch = branch(seen, spot);
                Track.Stretch fresh = new Track.Stretch();
                stretches.add(fresh);
                branch.ifPresent(from -> {
                    start(fresh.points, from, spot);
                    lead(fresh.points, from, spot);
                });
                if (branch.isEmpty()) {
                    start(fresh.points, spot, spot);
                }
            } else {
                lead(stretches.get(stretches.size() - 1).points, last, spot);
            }
            seen.add(spot);
            int now = stretches.size() - 1;
            stop(stops, spot, now, stretches.get(now).points.size() - 1);
        }
        return new Track(way, back, stretches, stops);
    }

    /** One stop for each namespace in a row; its routing core stands for it, or else the first point on its bridge. */
    private void stop(List<Track.Stop> stops, Spot spot, int stretch, int index) {
        int last = stops.size() - 1;
        Track.Stop next = new Track.Stop(spot, stretch, index);
        if (last < 0 || !stops.get(last).spot().sameSpace(spot)) {
            stops.add(next);
        } else if (rank(spot) > rank(stops.get(last).spot())) {
            stops.set(last, next);
        }
    }

    private int rank(Spot spot) {
        return spot.isCore() ? 2 : layout.bars.containsKey(spot) ? 1 : 0;
    }

    private boolean known(Spot spot) {
        return layout.places.containsKey(spot) || layout.bars.containsKey(spot);
    }

    /** The last spot passed from which {@code spot} can be reached: where a copy of the frame was made. */
    private Optional<Spot> branch(List<Spot> seen, Spot spot) {
        for (int i = seen.size() - 1; i >= 0; i--) {
            if (adjacent(seen.get(i), spot)) {
                return Optional.of(seen.get(i));
            }
        }
        return Optional.empty();
    }

    private boolean adjacent(Spot one, Spot two) {
        return one.sameSpace(two) || layout.between(one, two).isPresent() || isPeer(one, two) || isPeer(two, one);
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

    private void start(List<Point> line, Spot spot, Spot next) {
        Layout.Bar bar = layout.bars.get(spot);
        if (bar == null) {
            line.add(place(spot));
        } else {
            Point to = layout.bars.containsKey(next) ? place(spot.core()) : place(next);
            line.add(new Point(to.x(), bar.lane()));
        }
    }

    private Point place(Spot spot) {
        Point point = layout.places.get(spot);
        if (point == null) {
            throw new AssertionError(spot + " has no place in the picture");
        }
        return point;
    }

    /** Adds the points from the line's end, at {@code from}, to {@code to}. */
    private void lead(List<Point> line, Spot from, Spot to) {
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
