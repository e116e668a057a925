package packetwalk.kernel.view;

import java.util.Objects;
import packetwalk.trace.Exhibit;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;

/**
 * A drawing, for a notebook and for a file.
 *
 * @param svg one SVG element, complete in itself: no script, no font or image from elsewhere
 * @param alt what it shows, in a sentence or two
 * @param text the same as text
 */
public record Picture(String svg, String alt, String text) implements Exhibit {

    public Picture {
        Objects.requireNonNull(svg, "svg");
        Objects.requireNonNull(alt, "alt");
        Objects.requireNonNull(text, "text");
    }

    static Picture of(Topology topology) {
        return Drawing.of(topology);
    }

    static Picture of(Walk walk) {
        return Drawing.of(walk);
    }

    @Override
    public String toString() {
        return text;
    }
}
