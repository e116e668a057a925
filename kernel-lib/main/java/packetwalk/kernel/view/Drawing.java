package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import packetwalk.trace.Step;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;
import packetwalk.trace.Way;

/** Puts a picture together: the topology, the walk on it, a legend below, and words for who cannot see it. */
final class Drawing {

    private static final int LEGEND_LINE = 20;

    private Drawing() {}

    static Picture of(Topology topology) {
        Svg svg = new Svg();
        Layout layout = new Layout(Scene.of(topology), 0);
        new TopologyDrawing(layout, svg).draw();
        String alt = TopologyText.alt(topology);
        return new Picture(
                element(svg.toString(), layout.width(), layout.height(), alt), alt, TopologyText.of(topology));
    }

    static Picture of(Walk walk) {
        Svg svg = new Svg();
        Layout plain = new Layout(Scene.of(walk), 0);
        List<Track> tracks = new Tracks(plain).of(walk);
        int natLines = NatNote.of(WalkDrawing.distinct(tracks), plain).stream()
                .mapToInt(NatNote::lines)
                .max()
                .orElse(0);
        // NAT needs room to be written down: lay out once more with it
        Layout layout = natLines == 0 ? plain : new Layout(Scene.of(walk), natLines);
        tracks = natLines == 0 ? tracks : new Tracks(layout).of(walk);
        new TopologyDrawing(layout, svg).draw();
        new WalkDrawing(layout, svg, tracks).draw();
        int legend = legend(svg, tracks, layout);
        String alt = alt(walk);
        return new Picture(element(svg.toString(), layout.width(), layout.height() + legend, alt), alt, walk.text());
    }

    private static String element(String content, int width, int height, String alt) {
        return ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" "
                                + "aria-label=\"%s\" font-family=\"%s\">")
                        .formatted(width, height, width, height, Html.escape(alt), Svg.SANS)
                + "<title>" + Html.escape(alt) + "</title><desc>" + Html.escape(alt) + "</desc>"
                + "<style>@media (prefers-reduced-motion:reduce){.pw-dot{display:none}}</style>"
                + new Svg().rect(new Box(0, 0, width, height), 8, Palette.PAPER, "none", "") + content + "</svg>";
    }

    /** One line for each lane, and one for each way that ended early; gives the height that it takes. */
    private static int legend(Svg svg, List<Track> tracks, Layout layout) {
        int y = layout.height();
        for (Track track : WalkDrawing.distinct(tracks)) {
            long others = tracks.stream().filter(track::sameLine).count() - 1;
            Point from = new Point(Layout.PAD, y);
            svg.line(
                    List.of(from, from.plus(40, 0)),
                    WalkDrawing.color(track.back()),
                    3,
                    WalkDrawing.dash(track.back()).strip());
            String text = (track.back() ? "back: " : "forth: ") + "packet "
                    + track.way().packet() + ", "
                    + track.way().content().summary()
                    + (others == 0 ? "" : ", and " + others + " more that way");
            svg.text(
                    from.plus(50, 4),
                    Svg.fit(text, layout.width() - 2 * Layout.PAD - 50, 6),
                    Palette.INK,
                    Svg.sans(12, false));
            y += LEGEND_LINE;
            if (track.way().lost()) {
                String loss = "lost at " + track.way().end().at().place() + ", "
                        + track.way().end().reason();
                svg.text(
                        new Point(Layout.PAD + 50, y + 4),
                        "✕ " + Svg.fit(loss, layout.width() - 2 * Layout.PAD - 64, 7.5),
                        Palette.LOSS,
                        Svg.sans(12, true));
                y += LEGEND_LINE;
            }
        }
        return y - layout.height() + (tracks.isEmpty() ? 0 : 4);
    }

    private static String alt(Walk walk) {
        List<Way> ways = walk.ways();
        StringBuilder alt = new StringBuilder(walk.from() + " runs " + walk.command() + ": " + walk.outcome() + ".");
        List<Way> ip = ways.stream().filter(way -> !way.findsNeighbour()).toList();
        List<Way> told =
                new ArrayList<>((ip.isEmpty() ? ways : ip).stream().limit(2).toList());
        for (Way way : told) {
            alt.append(" Packet ")
                    .append(way.packet())
                    .append(" (")
                    .append(way.content().summary())
                    .append(") goes ");
            alt.append(String.join(", ", way.places()));
            String nat = way.steps().stream()
                    .filter(Step.Translated.class::isInstance)
                    .map(step -> step.event() + " at " + step.at().space() + " changes "
                            + step.changes().stream().map(Object::toString).collect(Collectors.joining(", ")))
                    .collect(Collectors.joining("; "));
            alt.append(nat.isEmpty() ? "" : "; " + nat);
            alt.append(way.lost() ? "; it is lost there, " + way.end().reason() : "")
                    .append('.');
        }
        return alt.toString();
    }
}
