package packetwalk.kernel.view;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Objects;
import javax.imageio.ImageIO;
import packetwalk.trace.Exhibit;

/**
 * A chart with a text twin, for a terminal, and a text alternative, for those who cannot see it.
 *
 * @param raw the XChart chart, to be styled further
 * @param alt what it shows, in a sentence or two
 * @param text the same numbers as text
 */
public record Chart(org.knowm.xchart.internal.chartpart.Chart<?, ?> raw, String alt, String text) implements Exhibit {

    public Chart {
        Objects.requireNonNull(raw, "raw");
        Objects.requireNonNull(alt, "alt");
        Objects.requireNonNull(text, "text");
    }

    /** An XChart chart that somebody made without us: its title is all that can be said about it. */
    static Chart named(org.knowm.xchart.internal.chartpart.Chart<?, ?> raw) {
        String title = raw.getTitle() == null || raw.getTitle().isBlank() ? "without a title" : raw.getTitle();
        return new Chart(raw, "Chart: " + title, "[chart: " + title + "]");
    }

    /** The chart as a PNG image. */
    public byte[] png() {
        BufferedImage image = new BufferedImage(raw.getWidth(), raw.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        raw.paint(canvas, image.getWidth(), image.getHeight());
        canvas.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException("the chart could not be written", e);
        }
        return png.toByteArray();
    }

    String base64() {
        return Base64.getEncoder().encodeToString(png());
    }

    String html() {
        return Html.card("<img alt=\"" + Html.escape(alt) + "\" src=\"data:image/png;base64," + base64() + "\"/>");
    }

    @Override
    public String toString() {
        return text;
    }
}
