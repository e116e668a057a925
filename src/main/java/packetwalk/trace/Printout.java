package packetwalk.trace;

import java.util.List;
import java.util.Objects;

/**
 * What a command printed.
 *
 * @param prompt where it was run: a pod, container or machine
 * @param command what was typed
 * @param text what it printed, lines divided by {@code \n}, without one at the end
 */
public record Printout(String prompt, String command, String text) implements Exhibit {

    public Printout {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(command, "command");
        text = text.stripTrailing();
    }

    /** Its lines, to be filtered where one would pipe into grep. */
    public List<String> lines() {
        return text.lines().toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
