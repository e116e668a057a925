package packetwalk.kernel.view;

import java.util.List;

/** A small box of text beside something. */
record Note(String heading, List<String> lines, String color, String fill) {

    private static final int LINE = 13;

    private int width() {
        int longest = lines.stream().mapToInt(String::length).max().orElse(0);
        return (int) Math.max(heading.length() * 6.8, longest * 5.7) + 18;
    }

    private int height() {
        return (lines.size() + 1) * LINE + 9;
    }

    /** On the wanted side of {@code at}, or on the other where the picture ends, and never outside. */
    Box beside(Point at, boolean left, int pictureWidth, int pictureHeight) {
        int leftX = at.x() - 16 - width();
        int rightX = at.x() + 16;
        boolean rightFits = rightX + width() <= pictureWidth - 8;
        int x = (left && leftX >= 6) || !rightFits ? leftX : rightX;
        int y = Math.max(6, Math.min(at.y() - 16, pictureHeight - height() - 6));
        return new Box(Math.max(6, x), y, width(), height());
    }

    void draw(Svg svg, Box box) {
        svg.rect(box, 5, fill, color, "stroke-width=\"1.5\"");
        svg.text(new Point(box.x() + 8, box.y() + 15), heading, color, Svg.sans(11, true));
        for (int i = 0; i < lines.size(); i++) {
            svg.text(new Point(box.x() + 8, box.y() + 28 + i * LINE), lines.get(i), Palette.INK, Svg.sans(11, false));
        }
    }
}
