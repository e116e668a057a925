package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line beside a line: right angles only, always on the right-hand side, so that what goes and what comes back never
 * lie on each other. Where the line turns back, the lane goes around its end.
 */
final class Lane {

    private static final int ROUND = 6;

    private Lane() {}

    /**
     * The corners of the lane for each of {@code line}'s points, in order: one, or four where it turns back.
     *
     * @param line neighbours differ in x or in y, not in both
     * @param offset how far to the right
     * @param around how far beyond its end the lane goes where the line turns back
     */
    static List<List<Point>> beside(List<Point> line, int offset, int around) {
        List<List<Point>> lane = new ArrayList<>();
        for (int i = 0; i < line.size(); i++) {
            Point at = line.get(i);
            Point in = direction(line, i - 1);
            Point out = direction(line, i);
            if (in.equals(out) || out.equals(NOWHERE)) {
                lane.add(List.of(shifted(at, in, offset)));
            } else if (in.equals(NOWHERE)) {
                lane.add(List.of(shifted(at, out, offset)));
            } else if (in.x() == -out.x() && in.y() == -out.y()) {
                Point end = at.plus(in.x() * around, in.y() * around);
                lane.add(List.of(shifted(end, in, offset), shifted(end, out, offset)));
            } else {
                lane.add(List.of(shifted(shifted(at, in, offset), out, offset)));
            }
        }
        return lane;
    }

    private static final Point NOWHERE = new Point(0, 0);

    /** From point {@code i} to the next, as a unit step; nowhere outside the line. */
    private static Point direction(List<Point> line, int i) {
        if (i < 0 || i + 1 >= line.size()) {
            return NOWHERE;
        }
        Point from = line.get(i);
        Point to = line.get(i + 1);
        return new Point(Integer.signum(to.x() - from.x()), Integer.signum(to.y() - from.y()));
    }

    /** y grows downwards, so right of (dx, dy) is (-dy, dx). */
    private static Point shifted(Point at, Point direction, int offset) {
        return at.plus(-direction.y() * offset, direction.x() * offset);
    }

    /** Without repeated points, and without those that lie on a straight line. */
    static List<Point> corners(List<Point> line) {
        List<Point> corners = new ArrayList<>();
        for (Point point : line) {
            if (!corners.isEmpty() && corners.get(corners.size() - 1).equals(point)) {
                continue;
            }
            int last = corners.size() - 1;
            if (last > 0 && straight(corners.get(last - 1), corners.get(last), point)) {
                corners.remove(last);
            }
            corners.add(point);
        }
        return corners;
    }

    private static boolean straight(Point a, Point b, Point c) {
        int first = (b.x() - a.x()) * (c.x() - b.x()) + (b.y() - a.y()) * (c.y() - b.y());
        return first > 0 && (a.x() == b.x() ? b.x() == c.x() : b.y() == c.y());
    }

    /** The SVG path of a lane with rounded corners. */
    static String path(List<Point> corners) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < corners.size(); i++) {
            Point at = corners.get(i);
            if (i == 0) {
                path.append(String.format(Locale.ROOT, "M%d %d", at.x(), at.y()));
            } else if (i == corners.size() - 1) {
                path.append(String.format(Locale.ROOT, "L%d %d", at.x(), at.y()));
            } else {
                Point in = nearer(at, corners.get(i - 1));
                Point out = nearer(at, corners.get(i + 1));
                path.append(String.format(
                        Locale.ROOT, "L%d %dQ%d %d %d %d", in.x(), in.y(), at.x(), at.y(), out.x(), out.y()));
            }
        }
        return path.toString();
    }

    private static Point nearer(Point corner, Point end) {
        int dx = end.x() - corner.x();
        int dy = end.y() - corner.y();
        int round = Math.min(ROUND, (Math.abs(dx) + Math.abs(dy)) / 2);
        return corner.plus(Integer.signum(dx) * round, Integer.signum(dy) * round);
    }
}
