package packetwalk.kernel.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The files that an instructor's system takes, one of each for a submission. */
public enum Format {
    /** All that is known of it; the grader goes on from these. */
    JSON("report.json", ReportJson::write),
    /** Gradescope reads it as {@code /autograder/results/results.json}. */
    GRADESCOPE("gradescope.json", GradescopeJson::write),
    /** PrairieLearn reads it as {@code /grade/results/results.json}. */
    PRAIRIELEARN("prairielearn.json", PrairieLearnJson::write),
    /** Coursera reads it as {@code /shared/feedback.json}. */
    COURSERA("coursera.json", CourseraJson::write),
    /** For CI: Jenkins, GitHub and GitLab read it. */
    JUNIT("junit.xml", JUnitXml::write),
    /** A line for a gradebook, below its head. */
    CSV("marks.csv", report -> ClassCsv.of(List.of(report))),
    /** For a job's summary, an issue, a mail. */
    MARKDOWN("report.md", ReportMarkdown::write),
    /** A page on its own, for people. */
    HTML("report.html", ReportHtml::write);

    private final String fileName;
    private final Function<SubmissionReport, String> writer;

    Format(String fileName, Function<SubmissionReport, String> writer) {
        this.fileName = fileName;
        this.writer = writer;
    }

    /**
     * The format of that name, in small letters or capitals.
     *
     * @throws IllegalArgumentException if there is none, with those that there are
     */
    public static Format named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.word().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no format \"" + Printable.line(name)
                        + "\"; there are "
                        + Arrays.stream(values()).map(Format::word).collect(Collectors.joining(", "))));
    }

    /** Its name, as one types it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its file is called; no two formats' are called the same. */
    public String fileName() {
        return fileName;
    }

    /** The file's whole text. */
    public String write(SubmissionReport report) {
        return writer.apply(report);
    }
}
