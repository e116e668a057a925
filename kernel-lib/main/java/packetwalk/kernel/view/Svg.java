package packetwalk.kernel.view;

import java.util.List;
import java.util.stream.Collectors;

/** Writes SVG elements. Everything that comes from outside is escaped here. Coordinates are whole pixels. */
final class Svg {

    static final String SANS = "system-ui,-apple-system,'Segoe UI',sans-serif";
    static final String MONO = "ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace";

    private final StringBuilder out = new StringBuilder();

    /** Markup made by another {@link Svg}. */
    Svg add(String markup) {
        out.append(markup);
        return this;
    }

    Svg rect(Box box, int round, String fill, String stroke, String more) {
        out.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" stroke=\"%s\"%s/>"
                .formatted(box.x(), box.y(), box.w(), box.h(), round, fill, stroke, space(more)));
        return this;
    }

    Svg circle(Point at, int radius, String fill, String stroke, String more) {
        out.append("<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\" stroke=\"%s\"%s/>"
                .formatted(at.x(), at.y(), radius, fill, stroke, space(more)));
        return this;
    }

    Svg line(List<Point> points, String stroke, int wide, String more) {
        out.append("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"%s/>"
                .formatted(list(points), stroke, wide, space(more)));
        return this;
    }

    Svg polygon(List<Point> points, String fill) {
        out.append("<polygon points=\"%s\" fill=\"%s\"/>".formatted(list(points), fill));
        return this;
    }

    Svg path(String path, String stroke, String more) {
        out.append("<path d=\"%s\" fill=\"none\" stroke=\"%s\"%s/>".formatted(path, stroke, space(more)));
        return this;
    }

    /** @param more attributes: size, weight, anchor */
    Svg text(Point at, String text, String fill, String more) {
        out.append("<text x=\"%d\" y=\"%d\" fill=\"%s\"%s>%s</text>"
                .formatted(at.x(), at.y(), fill, space(more), Html.escape(text)));
        return this;
    }

    Svg title(String text) {
        out.append("<title>").append(Html.escape(text)).append("</title>");
        return this;
    }

    /** Opens a group; {@code name} is for tests and for those who look inside. */
    Svg open(String type, String name) {
        out.append("<g class=\"pw-%s\" data-name=\"%s\">".formatted(type, Html.escape(name)));
        return this;
    }

    Svg close() {
        out.append("</g>");
        return this;
    }

    static String mono(int size) {
        return "font-family=\"" + MONO + "\" font-size=\"" + size + "\"";
    }

    static String sans(int size, boolean bold) {
        return "font-size=\"" + size + "\"" + (bold ? " font-weight=\"600\"" : "");
    }

    /** {@code text}, cut to {@code pixels} at {@code perLetter} pixels a letter. */
    static String fit(String text, int pixels, double perLetter) {
        int letters = Math.max(2, (int) (pixels / perLetter));
        return text.length() <= letters ? text : text.substring(0, letters - 1) + "…";
    }

    private static String list(List<Point> points) {
        return points.stream().map(point -> point.x() + "," + point.y()).collect(Collectors.joining(" "));
    }

    private static String space(String more) {
        return more.isEmpty() ? "" : " " + more;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
