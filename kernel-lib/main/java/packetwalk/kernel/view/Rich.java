package packetwalk.kernel.view;

import packetwalk.trace.Exhibit;

/** Something that brings its own HTML; what is not of this package says so by being one. */
public interface Rich extends Exhibit {

    /** What a notebook shows: on a card, {@link Html#card}, all that came from elsewhere escaped. */
    String html();

    /** What stands in a notebook's {@code text/plain}; the text, unless a program reads it. */
    default String plain() {
        return text();
    }
}
