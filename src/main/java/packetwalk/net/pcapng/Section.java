package packetwalk.net.pcapng;

import java.util.Objects;

/**
 * What a section header says of a whole capture: section 4.1 of the draft. What is empty is not said.
 *
 * @param hardware what it was taken on
 * @param os the operating system, likewise
 * @param application what wrote it
 * @param comment anything else
 */
public record Section(String hardware, String os, String application, String comment) {

    public Section {
        Objects.requireNonNull(hardware, "hardware");
        Objects.requireNonNull(os, "os");
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(comment, "comment");
    }
}
