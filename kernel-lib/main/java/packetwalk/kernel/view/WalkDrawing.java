package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.List;
import packetwalk.trace.Step;

/** A walk's packets on top of the topology: lanes, arrows, numbered stops, NAT and losses. */
final class WalkDrawing {

    /** How far lanes lie from the middle of what they follow; a way back keeps outside, also where both turn round. */
    private static final int FORTH = 5;

    private static final int BACK = 13;
    private static final int BACK_AROUND = 24;
    private static final int LONG_ENOUGH_FOR_ARROW = 40;
    private static final int MOST_LANES = 6;

    private final Layout layout;
    private final Svg svg;
    private final List<Track> lanes;
    private int number;

    /** @param tracks all packets; those that look alike are drawn once */
    WalkDrawing(Layout layout, Svg svg, List<Track> tracks) {
        this.layout = layout;
        this.svg = svg;
        this.lanes = distinct(tracks);
    }

    static List<Track> distinct(List<Track> tracks) {
        List<Track> distinct = new ArrayList<>();
        for (Track track : tracks) {
            boolean seen = distinct.stream().anyMatch(track::sameLine);
            long alike = distinct.stream()
                    .filter(other -> other.back() == track.back())
                    .count();
            if (!seen && alike < MOST_LANES) {
                distinct.add(track);
            }
        }
        return distinct;
    }

    static String color(boolean back) {
        return back ? Palette.BACK : Palette.FORTH;
    }

    static String dash(boolean back) {
        return back ? " stroke-dasharray=\"9 4\"" : "";
    }

    void draw() {
        loopbacks();
        lanes.forEach(this::lines);
        NatNote.of(lanes, layout).forEach(note -> note.draw(svg));
        first(false);
        first(true);
        lanes.stream().filter(track -> track.way().lost()).forEach(this::loss);
    }

    /** A loopback device is shown only where it is used: every namespace has one. */
    private void loopbacks() {
        lanes.stream()
                .flatMap(track -> track.way().steps().stream())
                .filter(step -> step.at().device().equals("lo"))
                .map(step -> Spot.of(step.at()))
                .distinct()
                .forEach(spot -> {
                    Point at = layout.places.get(spot);
                    if (at != null) {
                        Box chip = new Box(at.x() - 18, at.y() + 1, 54, 18);
                        svg.open("device", "lo").rect(chip, 4, Palette.PAPER, Palette.WIRE, "");
                        svg.text(at.plus(20, 14), "lo", Palette.INK, Svg.mono(10))
                                .close();
                    }
                });
    }

    private void lines(Track track) {
        svg.open("way", "packet " + track.way().packet());
        for (Track.Stretch stretch : track.stretches()) {
            List<Point> corners = corners(track, stretch);
            if (corners.size() < 2) {
                continue;
            }
            String width = "stroke-width=\"3\" stroke-linecap=\"round\" stroke-linejoin=\"round\"";
            svg.path(Lane.path(corners), Palette.PAPER, "stroke-width=\"6\" opacity=\".8\"");
            svg.path(Lane.path(corners), color(track.back()), width + dash(track.back()));
            for (int i = 1; i < corners.size(); i++) {
                arrow(track, corners.get(i - 1), corners.get(i), i == corners.size() - 1);
            }
        }
        svg.close();
    }

    private void arrow(Track track, Point from, Point to, boolean last) {
        int length = Math.abs(to.x() - from.x()) + Math.abs(to.y() - from.y());
        if (!last && length < LONG_ENOUGH_FOR_ARROW) {
            return;
        }
        int dx = Integer.signum(to.x() - from.x());
        int dy = Integer.signum(to.y() - from.y());
        Point tip = last ? to.plus(3 * dx, 3 * dy) : from.towards(to).plus(5 * dx, 5 * dy);
        svg.polygon(
                List.of(
                        tip,
                        tip.plus(-9 * dx - 5 * dy, -9 * dy + 5 * dx),
                        tip.plus(-9 * dx + 5 * dy, -9 * dy - 5 * dx)),
                color(track.back()));
    }

    private static List<Point> corners(Track track, Track.Stretch stretch) {
        return Lane.corners(
                beside(track, stretch).stream().flatMap(List::stream).toList());
    }

    private static List<List<Point>> beside(Track track, Track.Stretch stretch) {
        return track.back()
                ? Lane.beside(stretch.points, BACK, BACK_AROUND)
                : Lane.beside(stretch.points, FORTH, FORTH);
    }

    /** Numbers the stops of the first lane in one direction, and sends a dot along it. */
    private void first(boolean back) {
        for (Track track : lanes) {
            if (track.back() == back) {
                dot(track);
                if (track.stops().size() == 1) {
                    // all within one namespace: the number stands where the lane turns back
                    Track.Stop only = track.stops().get(0);
                    int middle = track.stretches().get(0).points.size() / 2;
                    numbered(track, new Track.Stop(only.spot(), 0, middle));
                } else {
                    track.stops().forEach(stop -> numbered(track, stop));
                }
                return;
            }
        }
    }

    private void numbered(Track track, Track.Stop stop) {
        Point at = place(track, stop.stretch(), stop.index());
        svg.circle(at, 8, color(track.back()), Palette.PAPER, "stroke-width=\"1\"");
        svg.text(
                at.plus(0, 4),
                String.valueOf(++number),
                track.back() ? Palette.INK : Palette.PAPER,
                Svg.sans(10, true) + " text-anchor=\"middle\"");
    }

    private static Point place(Track track, int stretch, int index) {
        List<Point> corners = beside(track, track.stretches().get(stretch)).get(index);
        Point first = corners.get(0);
        return corners.size() == 1 ? first : first.towards(corners.get(corners.size() - 1));
    }

    /** Six seconds a round: there, and back. Whoever asked for less motion sees the still picture. */
    private void dot(Track track) {
        List<Point> corners = corners(track, track.stretches().get(0));
        if (corners.size() < 2) {
            return;
        }
        String times = track.back() ? "0;0.5;0.95;1" : "0;0.45;0.5;1";
        String keys = track.back() ? "0;0;1;1" : "0;1;1;1";
        String seen = track.back() ? "0;1;1;0" : "1;1;0;0";
        svg.add("<circle class=\"pw-dot\" r=\"5\" opacity=\"0\" fill=\"%s\" stroke=\"#fff\" stroke-width=\"2\">"
                .formatted(Palette.INK));
        svg.add(("<animateMotion path=\"%s\" dur=\"6s\" repeatCount=\"indefinite\" calcMode=\"linear\" "
                        + "keyPoints=\"%s\" keyTimes=\"%s\"/>")
                .formatted(Lane.path(corners), keys, times));
        svg.add(("<animate attributeName=\"opacity\" values=\"%s\" keyTimes=\"%s\" dur=\"6s\" calcMode=\"discrete\" "
                        + "repeatCount=\"indefinite\"/></circle>")
                .formatted(seen, times));
    }

    private void loss(Track track) {
        Track.Stretch last = track.stretches().get(track.stretches().size() - 1);
        Point at = place(track, track.stretches().size() - 1, last.points.size() - 1);
        Step end = track.way().end();
        svg.open("loss", end.at().place()).title(end.reason());
        svg.circle(at, 10, Palette.PAPER, Palette.LOSS, "stroke-width=\"3\"");
        svg.line(List.of(at.plus(-4, -4), at.plus(4, 4)), Palette.LOSS, 3, "");
        svg.line(List.of(at.plus(-4, 4), at.plus(4, -4)), Palette.LOSS, 3, "");
        String name = end instanceof Step.Dropped dropped ? dropped.dropReason().name() : end.event();
        String why = end.reason().startsWith(name + ": ") ? end.reason().substring(name.length() + 2) : end.reason();
        Note note = new Note(name, lines(why), Palette.LOSS, "#FFF4EC");
        note.draw(svg, note.beside(at, track.back(), layout.width(), layout.height()));
        svg.close();
    }

    /** At most three lines that fit a note; the rest stands in the legend. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > 34 && lines.size() < 2) {
            int cut = rest.lastIndexOf(' ', 34);
            if (cut < 1) {
                break;
            }
            lines.add(rest.substring(0, cut));
            rest = rest.substring(cut + 1);
        }
        lines.add(Svg.fit(rest, 36, 1));
        return lines;
    }
}
