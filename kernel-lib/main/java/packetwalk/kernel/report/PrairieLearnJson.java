package packetwalk.kernel.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PrairieLearn's {@code results.json}: a share of one, and tests, all of them with points, since points of some are not shown.
 *
 * @see <a href="https://docs.prairielearn.com/externalGrading/#grading-results">External grading: grading results</a>
 */
final class PrairieLearnJson {

    /** PrairieLearn takes a megabyte; what is longer goes without what was put out. */
    private static final int LONGEST = 1_000_000;

    private PrairieLearnJson() {}

    static String write(SubmissionReport report) {
        String whole = write(report, true);
        return whole.getBytes(StandardCharsets.UTF_8).length <= LONGEST ? whole : write(report, false);
    }

    private static String write(SubmissionReport report, boolean outputs) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gradable", true);
        json.put("score", share(report));
        json.put("message", outputs ? "" : "The details are too long to be shown here.");
        json.put("output", outputs ? ReportText.summary(report) : "");
        json.put("tests", tests(report, outputs));
        return Json.write(json);
    }

    static double share(SubmissionReport report) {
        return report.max() == 0 ? 0 : report.points() / report.max();
    }

    private static List<Map<String, Object>> tests(SubmissionReport report, boolean outputs) {
        List<Map<String, Object>> tests = new ArrayList<>();
        for (GradeReport each : report.exercises()) {
            for (CheckResult check : each.checks()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("name", Printable.line(each.exercise() + ": " + check.title()));
                json.put("description", Printable.line(each.title()));
                json.put("points", check.points());
                json.put("max_points", check.max());
                json.put("message", check.misconception().orElse(""));
                json.put(
                        "output",
                        outputs ? ReportText.check(check) : check.status().words());
                tests.add(json);
            }
        }
        return tests;
    }
}
