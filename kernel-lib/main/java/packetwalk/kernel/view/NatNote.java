package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import packetwalk.trace.HeaderChange;
import packetwalk.trace.Step;

/**
 * What NAT did in one namespace, written beside its core: to packets that go forth on the right, to those that come
 * back on the left.
 *
 * @param blocks for each translation its kind, then what it changed
 */
record NatNote(Point core, boolean back, List<List<String>> blocks) {

    private static final int LINE = 13;
    /** A change that is longer takes two lines. */
    private static final int LETTERS = 23;

    private record Place(Spot core, boolean back) {}

    static List<NatNote> of(List<Track> lanes, Layout layout) {
        Map<Place, Set<List<String>>> texts = new LinkedHashMap<>();
        for (Track lane : lanes) {
            for (Step step : lane.way().steps()) {
                if (step instanceof Step.Translated && !step.changes().isEmpty()) {
                    Place place = new Place(Spot.of(step.at()).core(), lane.back());
                    texts.computeIfAbsent(place, any -> new LinkedHashSet<>()).add(block(step));
                }
            }
        }
        List<NatNote> notes = new ArrayList<>();
        texts.forEach((place, blocks) -> {
            Point core = layout.places.get(place.core());
            if (core != null) {
                notes.add(new NatNote(core, place.back(), List.copyOf(blocks)));
            }
        });
        return notes;
    }

    private static List<String> block(Step step) {
        List<String> lines = new ArrayList<>(List.of(step.event()));
        for (HeaderChange change : step.changes()) {
            if (change.text(" → ").length() <= LETTERS) {
                lines.add(change.text(" → "));
            } else {
                lines.add(change.field() + " " + change.before());
                lines.add("  → " + change.after());
            }
        }
        return lines;
    }

    int lines() {
        return blocks.stream().mapToInt(List::size).sum();
    }

    /** Its kind is set in bold capitals, which are wider. */
    private static int width(List<String> block) {
        double lines = block.stream().skip(1).mapToInt(String::length).max().orElse(0) * 6.1;
        return (int) Math.max(66, Math.max(block.get(0).length() * 7.8, lines));
    }

    void draw(Svg svg) {
        int width = blocks.stream().mapToInt(NatNote::width).max().orElse(0) + 14;
        int x = back ? core.x() - 24 - width : core.x() + 24;
        Box box = new Box(x, core.y() + 20, width, lines() * LINE + 8);
        svg.open("nat", blocks.get(0).get(0));
        svg.rect(box, 5, Palette.NAT_FILL, Palette.NAT, "");
        int y = box.y() + 14;
        for (List<String> block : blocks) {
            svg.text(new Point(x + 7, y), block.get(0), Palette.NAT, Svg.sans(10, true));
            y += LINE;
            for (String line : block.subList(1, block.size())) {
                svg.text(new Point(x + 7, y), line, Palette.INK, Svg.mono(10));
                y += LINE;
            }
        }
        svg.close();
    }
}
