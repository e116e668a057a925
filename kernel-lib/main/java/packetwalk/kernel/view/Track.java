package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.List;
import packetwalk.trace.Step;
import packetwalk.trace.Way;

/**
 * One packet's way over the layout, as unbroken stretches; a flooded frame has several.
 *
 * @param way the packet
 * @param back whether it answers the walk's first packet
 * @param stretches at least one, each of at least one point
 * @param stops where the way comes through a machine or pod, in order
 */
record Track(Way way, boolean back, List<Stretch> stretches, List<Stop> stops) {

    /** From where a copy was made to where it ended. */
    static final class Stretch {
        final List<Point> points = new ArrayList<>();
    }

    /**
     * A namespace that the way comes through.
     *
     * @param spot its core
     * @param stretch which stretch
     * @param index the point of it that stands for the stop
     */
    record Stop(Spot spot, int stretch, int index) {}

    /** Whether it looks like {@code other} on the picture. */
    boolean sameLine(Track other) {
        return back == other.back
                && (way.lost() == other.way.lost() || way.end() instanceof Step.Queued)
                && lines().equals(other.lines());
    }

    private List<List<Point>> lines() {
        return stretches.stream().map(stretch -> stretch.points).toList();
    }

    boolean drawn() {
        return stretches.stream().anyMatch(stretch -> !stretch.points.isEmpty());
    }
}
