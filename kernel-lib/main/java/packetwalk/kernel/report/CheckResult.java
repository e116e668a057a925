package packetwalk.kernel.report;

import java.util.Objects;
import java.util.Optional;

/**
 * What one check found.
 *
 * @param points 0 or {@code max}
 * @param misconception the name of what the answer seems to believe, {@code M-ARP-REMOTE}; empty where it passed
 * @param message what is so instead, in Markdown; never the solution
 * @param evidence the packet that shows it
 */
public record CheckResult(
        String id,
        String title,
        Status status,
        double points,
        double max,
        Optional<String> misconception,
        String message,
        Optional<Evidence> evidence) {

    public CheckResult {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(misconception, "misconception");
        Objects.requireNonNull(evidence, "evidence");
    }

    /** A check that all situations passed. */
    public static CheckResult passed(String id, String title, double max) {
        return new CheckResult(id, title, Status.PASSED, max, max, Optional.empty(), "", Optional.empty());
    }

    /** A check for which there was nothing to judge. */
    public static CheckResult without(String id, String title, double max, Status status, String message) {
        return new CheckResult(id, title, status, 0, max, Optional.empty(), message, Optional.empty());
    }
}
