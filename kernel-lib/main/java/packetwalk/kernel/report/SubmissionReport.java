package packetwalk.kernel.report;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One notebook of one learner, judged. Immutable; every file that an instructor's system takes is written from it.
 *
 * @param learner who handed it in: the name of the folder it lay in
 * @param notebook its file's name, {@code 01-pods.ipynb}
 * @param exercises one report each, in the released notebook's order, those without an answer too
 * @param isolation what stood between the learner's code and the machine
 * @param notices what happened beyond the marks, a sentence each: {@code POD-3: the program was ended …}
 * @param release the SHA-256 of the released cards, in hex: which exercises these were
 * @param took from the first cell to the last mark
 */
public record SubmissionReport(
        String learner,
        String notebook,
        List<GradeReport> exercises,
        Isolation isolation,
        List<String> notices,
        String release,
        Duration took) {

    public SubmissionReport {
        Objects.requireNonNull(learner, "learner");
        Objects.requireNonNull(isolation, "isolation");
        exercises = List.copyOf(exercises);
        notices = List.copyOf(notices);
    }

    /** What was reached, of all exercises. */
    public double points() {
        return exercises.stream().mapToDouble(GradeReport::points).sum();
    }

    /** What can be reached. */
    public double max() {
        return exercises.stream().mapToDouble(GradeReport::max).sum();
    }
}
