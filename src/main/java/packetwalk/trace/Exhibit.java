package packetwalk.trace;

/**
 * Something a person looks at: a walk, a command's print-out, a pod.
 *
 * <p>{@link #text} is its plain form and what {@code toString()} gives; a notebook may show a table or a picture
 * instead, without this library knowing.
 */
public interface Exhibit {

    /** The plain form, lines divided by {@code \n}. */
    String text();
}
