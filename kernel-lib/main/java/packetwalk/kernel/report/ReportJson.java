package packetwalk.kernel.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A submission's report as JSON that has all of it: what is written here is read back as the same report, so a run that was stopped goes on
 * from these files, and every other file can be made from them.
 */
public final class ReportJson {

    /** What these files say of themselves. */
    private static final String KIND = "packetwalk report 2";

    private ReportJson() {}

    /** The report as text that ends with a line's end. */
    public static String write(SubmissionReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", KIND);
        json.put("learner", report.learner());
        json.put("notebook", report.notebook());
        json.put("points", report.points());
        json.put("max", report.max());
        json.put("isolation", report.isolation().name());
        json.put("release", report.release());
        json.put("took", report.took().toString());
        json.put("notices", report.notices());
        json.put(
                "exercises",
                report.exercises().stream().map(ReportJson::exercise).toList());
        return Json.write(json);
    }

    private static Map<String, Object> exercise(GradeReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exercise", report.exercise());
        json.put("title", report.title());
        json.put("points", report.points());
        json.put("max", report.max());
        // a text: half of the readers there are keep 53 bits of a number
        json.put("seed", Long.toString(report.seed()));
        json.put("version", report.version());
        json.put("checks", report.checks().stream().map(ReportJson::check).toList());
        json.put("faults", report.faults());
        return json;
    }

    private static Map<String, Object> check(CheckResult check) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", check.id());
        json.put("title", check.title());
        json.put("status", check.status().name());
        json.put("points", check.points());
        json.put("max", check.max());
        check.misconception().ifPresent(name -> json.put("misconception", name));
        json.put("message", check.message());
        check.evidence().ifPresent(evidence -> json.put("evidence", evidence(evidence)));
        return json;
    }

    private static Map<String, Object> evidence(Evidence evidence) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("situation", evidence.situation());
        json.put("command", evidence.command());
        json.put("said", evidence.said());
        json.put("happened", evidence.happened());
        json.put("yours", evidence.yours());
        json.put("right", evidence.right());
        return json;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException naming the place, for anything else: cut off, added to, of another version, with sums that do not add up
     */
    public static SubmissionReport read(String text) {
        return Fields.read("report", Json.read(text), ReportJson::report);
    }

    private static SubmissionReport report(Fields fields) {
        String kind = fields.text("kind");
        if (!kind.equals(KIND)) {
            throw fields.wrong("kind", "is \"" + kind + "\"; this reads \"" + KIND + "\"");
        }
        SubmissionReport report = new SubmissionReport(
                fields.text("learner"),
                fields.text("notebook"),
                fields.objects("exercises", ReportJson::exercise),
                fields.word("isolation", Isolation.class),
                fields.texts("notices"),
                fields.text("release"),
                fields.parsed("took", Duration::parse));
        requireSum(fields, report.points(), report.max());
        return report;
    }

    private static GradeReport exercise(Fields fields) {
        GradeReport report = new GradeReport(
                fields.text("exercise"),
                fields.text("title"),
                fields.objects("checks", ReportJson::check),
                fields.texts("faults"),
                fields.parsed("seed", Long::parseLong),
                fields.text("version"));
        requireSum(fields, report.points(), report.max());
        return report;
    }

    private static CheckResult check(Fields fields) {
        CheckResult check = new CheckResult(
                fields.text("id"),
                fields.text("title"),
                fields.word("status", Status.class),
                fields.number("points"),
                fields.number("max"),
                fields.optionalText("misconception"),
                fields.text("message"),
                fields.object("evidence", ReportJson::evidence));
        double wanted = check.status() == Status.PASSED ? check.max() : 0;
        if (check.points() != wanted) {
            throw fields.wrong("points", "are " + check.points() + " of a check that is " + check.status());
        }
        return check;
    }

    private static Evidence evidence(Fields fields) {
        List<String> yours = fields.texts("yours");
        return new Evidence(
                fields.text("situation"),
                fields.text("command"),
                fields.text("said"),
                fields.text("happened"),
                yours,
                fields.texts("right"));
    }

    private static void requireSum(Fields fields, double points, double max) {
        if (fields.number("points") != points || fields.number("max") != max) {
            throw fields.wrong("points", "and max are not the sums of what they stand for: " + points + " of " + max);
        }
    }
}
