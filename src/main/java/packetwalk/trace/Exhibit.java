package packetwalk.trace;

/**
 * Something a person looks at: a walk, a print-out, a pod.
 *
 * <p>A notebook shows every exhibit as a table or a picture by one registration for this interface; JShell prints
 * {@code toString()}, which gives {@link #text()}.
 */
public interface Exhibit {
    /** The exhibit as plain text, as a terminal would show it; never empty. */
    String text();
}
