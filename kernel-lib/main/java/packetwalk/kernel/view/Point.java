package packetwalk.kernel.view;

/** A place in pixels; y grows downwards. */
record Point(int x, int y) {

    Point plus(int dx, int dy) {
        return new Point(x + dx, y + dy);
    }

    /** Midway between this and {@code other}. */
    Point towards(Point other) {
        return new Point((x + other.x) / 2, (y + other.y) / 2);
    }
}
