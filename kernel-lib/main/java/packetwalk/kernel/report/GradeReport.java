package packetwalk.kernel.report;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One exercise of one learner, judged. Immutable; text and HTML and every file that an instructor's system takes are written from it.
 *
 * @param exercise its id, such as {@code POD-7}
 * @param title its title
 * @param checks in the card's order
 * @param faults what of the exercise itself cannot be, a sentence each; it was left out, and cost nothing
 * @param seed from which its situations were drawn
 * @param version of this library
 */
public record GradeReport(
        String exercise, String title, List<CheckResult> checks, List<String> faults, long seed, String version) {

    private static final Set<Status> CAUSES = EnumSet.of(Status.FAILED, Status.REFUSED, Status.NO_ANSWER);

    public GradeReport {
        Objects.requireNonNull(exercise, "exercise");
        checks = List.copyOf(checks);
        faults = List.copyOf(faults);
    }

    /** What was reached. */
    public double points() {
        return checks.stream().mapToDouble(CheckResult::points).sum();
    }

    /** What can be reached. */
    public double max() {
        return checks.stream().mapToDouble(CheckResult::max).sum();
    }

    /** The first check that cost points by itself: what to look at now. */
    public Optional<CheckResult> first() {
        return checks.stream().filter(check -> CAUSES.contains(check.status())).findFirst();
    }

    /** Points as a gradebook reads them: {@code 2} or {@code 1.5}. */
    public static String number(double points) {
        return points == Math.rint(points) ? Long.toString((long) points) : Double.toString(points);
    }
}
