package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import packetwalk.trace.Step;
import packetwalk.trace.Way;

/** Makes one track: goes from step to step, and begins a new stretch where a flooded frame's next copy parts. */
final class TrackMaker {

    private final Wires wires;
    private final List<Track.Stretch> stretches = new ArrayList<>();
    private final List<Track.Stop> stops = new ArrayList<>();
    private final List<Spot> seen = new ArrayList<>();
    /** Where each spot was first reached: there a later copy parts. */
    private final Map<Spot, Point> reached = new HashMap<>();
    /** Devices that sent it out: nothing within their namespace comes from there any more. */
    private final Set<Spot> left = new HashSet<>();

    TrackMaker(Wires wires) {
        this.wires = wires;
    }

    Track of(Way way, boolean back) {
        for (Step step : way.steps()) {
            Spot spot = Spot.of(step.at());
            if (!wires.known(spot)) {
                continue;
            }
            if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(spot)) {
                go(spot);
            }
            if (step instanceof Step.Transmitted && !wires.isBar(spot) && !wires.isLoopback(spot)) {
                left.add(spot);
            } else {
                left.remove(spot);
            }
        }
        return new Track(way, back, stretches, stops);
    }

    private void go(Spot spot) {
        if (seen.isEmpty() || !leads(seen.get(seen.size() - 1), spot)) {
            part(spot);
        } else {
            wires.lead(line(), seen.get(seen.size() - 1), spot);
        }
        seen.add(spot);
        reached.putIfAbsent(spot, line().get(line().size() - 1));
        stop(spot);
    }

    private List<Point> line() {
        return stretches.get(stretches.size() - 1).points;
    }

    private boolean leads(Spot from, Spot to) {
        return from.equals(to) || (left.contains(from) ? wires.joined(from, to) : wires.adjacent(from, to));
    }

    /** A new stretch, from the last spot passed that leads to {@code spot}. */
    private void part(Spot spot) {
        stretches.add(new Track.Stretch());
        for (int i = seen.size() - 1; i >= 0; i--) {
            Spot from = seen.get(i);
            if (leads(from, spot)) {
                line().add(reached.getOrDefault(from, wires.start(from)));
                if (!from.equals(spot)) {
                    wires.lead(line(), from, spot);
                }
                return;
            }
        }
        line().add(wires.start(spot));
    }

    /** One stop for each namespace in a row; its routing core stands for it, or else the first point on its bridge. */
    private void stop(Spot spot) {
        int last = stops.size() - 1;
        Track.Stop next = new Track.Stop(spot, stretches.size() - 1, line().size() - 1);
        if (last < 0 || !stops.get(last).spot().sameSpace(spot)) {
            stops.add(next);
        } else if (rank(spot) > rank(stops.get(last).spot())) {
            stops.set(last, next);
        }
    }

    private int rank(Spot spot) {
        return spot.isCore() ? 2 : wires.isBar(spot) ? 1 : 0;
    }
}
