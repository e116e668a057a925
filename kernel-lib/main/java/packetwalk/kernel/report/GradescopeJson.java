package packetwalk.kernel.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gradescope's {@code results.json}: one test for each check. A learner sees the tests; {@code extra_data}, with the seed, is kept from them.
 *
 * @see <a href="https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format">Autograder specifications</a>
 */
final class GradescopeJson {

    private GradescopeJson() {}

    static String write(SubmissionReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("score", report.points());
        json.put("execution_time", report.took().toMillis() / 1000.0);
        json.put("output", ReportText.summary(report));
        json.put("output_format", "text");
        json.put("test_output_format", "text");
        json.put("visibility", "visible");
        json.put("stdout_visibility", "hidden");
        json.put("tests", tests(report));
        json.put("extra_data", extra(report));
        return Json.write(json);
    }

    private static List<Map<String, Object>> tests(SubmissionReport report) {
        List<Map<String, Object>> tests = new ArrayList<>();
        int exercise = 0;
        for (GradeReport each : report.exercises()) {
            exercise++;
            int number = 0;
            for (CheckResult check : each.checks()) {
                number++;
                tests.add(test(each, check, exercise + "." + number));
            }
        }
        return tests;
    }

    private static Map<String, Object> test(GradeReport report, CheckResult check, String number) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", number);
        json.put("name", Printable.line(report.exercise() + ": " + check.title()));
        json.put("score", check.points());
        json.put("max_score", check.max());
        json.put("status", check.status() == Status.PASSED ? "passed" : "failed");
        json.put("output", ReportText.check(check));
        json.put("tags", check.misconception().map(List::of).orElse(List.of()));
        json.put("visibility", "visible");
        return json;
    }

    private static Map<String, Object> extra(SubmissionReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("isolation", report.isolation().words());
        json.put("release", report.release());
        Map<String, Object> seeds = new LinkedHashMap<>();
        report.exercises().forEach(each -> seeds.put(each.exercise(), Long.toString(each.seed())));
        json.put("seeds", seeds);
        return json;
    }
}
