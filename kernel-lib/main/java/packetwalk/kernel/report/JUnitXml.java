package packetwalk.kernel.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import packetwalk.kernel.view.Html;

/**
 * JUnit's XML: a suite for each exercise, a case for each check. A check that was not looked at is skipped, one without an answer is an error.
 *
 * @see <a href="https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd">
 *     junit-10.xsd</a>
 */
final class JUnitXml {

    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private JUnitXml() {}

    static String write(SubmissionReport report) {
        return new JUnitXml().all(report);
    }

    private String all(SubmissionReport report) {
        List<CheckResult> checks = report.exercises().stream()
                .flatMap(each -> each.checks().stream())
                .toList();
        xml.append("<testsuites name=\"")
                .append(text(report.learner() + " " + report.notebook()))
                .append('"')
                .append(counts(checks))
                .append(" time=\"")
                .append(seconds(report.took()))
                .append("\">\n");
        report.exercises().forEach(each -> suite(report, each));
        return xml.append("</testsuites>\n").toString();
    }

    private static String counts(List<CheckResult> checks) {
        return " tests=\"" + checks.size() + "\" failures=\""
                + (count(checks, Status.FAILED) + count(checks, Status.REFUSED)) + "\" errors=\""
                + count(checks, Status.NO_ANSWER) + "\"";
    }

    private static long count(List<CheckResult> checks, Status status) {
        return checks.stream().filter(each -> each.status() == status).count();
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%d.%03d", took.toSeconds(), took.toMillisPart());
    }

    private void suite(SubmissionReport report, GradeReport exercise) {
        xml.append(" <testsuite name=\"")
                .append(text(exercise.exercise() + " " + exercise.title()))
                .append('"')
                .append(counts(exercise.checks()))
                .append(" skipped=\"")
                .append(count(exercise.checks(), Status.NOT_LOOKED_AT) + count(exercise.checks(), Status.FAULTY))
                .append("\">\n  <properties>\n");
        property("points", GradeReport.number(exercise.points()));
        property("max", GradeReport.number(exercise.max()));
        property("isolation", report.isolation().words());
        xml.append("  </properties>\n");
        exercise.checks().forEach(check -> testcase(report, exercise, check));
        xml.append(" </testsuite>\n");
    }

    private void property(String name, String value) {
        xml.append("   <property name=\"")
                .append(name)
                .append("\" value=\"")
                .append(text(value))
                .append("\"/>\n");
    }

    private void testcase(SubmissionReport report, GradeReport exercise, CheckResult check) {
        xml.append("  <testcase classname=\"")
                .append(text(report.notebook() + "." + exercise.exercise()))
                .append("\" name=\"")
                .append(text(check.title()))
                .append('"');
        String element = switch (check.status()) {
            case PASSED -> "";
            case FAILED, REFUSED -> "failure";
            case NOT_LOOKED_AT, FAULTY -> "skipped";
            case NO_ANSWER -> "error";
        };
        if (element.isEmpty()) {
            xml.append("/>\n");
            return;
        }
        xml.append(">\n   <" + element + " type=\"")
                .append(text(check.misconception().orElse(check.status().name())))
                .append("\" message=\"")
                .append(text(check.status().words()))
                .append("\">")
                .append(Html.escape(ReportText.check(check)))
                .append("</" + element + ">\n  </testcase>\n");
    }

    /** For an attribute, in which a line's end would become a blank. */
    private static String text(String text) {
        return Html.escape(Printable.line(text));
    }
}
