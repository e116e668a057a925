package packetwalk.kernel.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.kernel.view.Html;

/** A report for a notebook or a page: tables with heads, words beside every colour, nothing that shows only below a pointer. */
public final class FeedbackHtml {

    private FeedbackHtml() {}

    /** All checks, and of the first that did not pass, why: what to look at now. */
    public static String of(GradeReport report) {
        return Html.card("<p><b>" + Html.escape(report.exercise() + " " + report.title()) + "</b>: "
                + outOf(report.points(), report.max()) + "</p>" + checks(report)
                + report.first().map(FeedbackHtml::details).orElse("") + faults(report));
    }

    /** What is the exercise's own fault. */
    static String faults(GradeReport report) {
        return report.faults().stream()
                .map(fault -> "<p>" + Html.escape(Printable.line(fault)) + "</p>")
                .collect(Collectors.joining());
    }

    /** All checks with what each gave. */
    static String checks(GradeReport report) {
        StringBuilder html = new StringBuilder(
                "<table class=\"pw-t\"><thead><tr><th scope=\"col\">check</th><th scope=\"col\">result</th>"
                        + "<th scope=\"col\" class=\"pw-n\">points</th></tr></thead><tbody>");
        report.checks().forEach(check -> html.append(row(check)));
        return html.append("</tbody></table>").toString();
    }

    private static String row(CheckResult check) {
        String badge = check.status() == Status.PASSED ? "pw-badge pw-good" : "pw-badge pw-bad";
        return "<tr><th scope=\"row\">" + Html.escape(check.title()) + "</th><td><span class=\"" + badge + "\">"
                + Html.escape(check.status().words()) + "</span></td><td class=\"pw-n\">"
                + outOf(check.points(), check.max()) + "</td></tr>";
    }

    static String outOf(double points, double max) {
        return GradeReport.number(points) + " of " + GradeReport.number(max);
    }

    /** Why a check did not pass: the misconception, and the packet that shows it. */
    static String details(CheckResult check) {
        if (check.status() != Status.FAILED) {
            return "<pre class=\"pw-pre\">" + Html.escape(Printable.of(check.message())) + "</pre>";
        }
        return belief(check.misconception().orElse(""), check.message())
                + check.evidence().map(FeedbackHtml::told).orElse("");
    }

    /** A misconception by name, and what is so instead. */
    public static String belief(String name, String says) {
        return "<p><b>" + Html.escape(name) + "</b></p>" + Marks.html(says);
    }

    private static String told(Evidence evidence) {
        return "<table class=\"pw-t\"><tbody>" + told("with", evidence.situation()) + told("sent", evidence.command())
                + told("you", evidence.said()) + told("should", evidence.happened()) + "</tbody></table>"
                + walks(evidence);
    }

    private static String told(String head, String value) {
        return value.isEmpty()
                ? ""
                : "<tr><th scope=\"row\">" + head + "</th><td><pre class=\"pw-pre\">"
                        + Html.escape(Printable.of(value.strip())) + "</pre></td></tr>";
    }

    /** Two walks side by side; the first line in which they differ is marked in words as well. */
    public static String walks(Evidence evidence) {
        if (evidence.yours().isEmpty() && evidence.right().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<table class=\"pw-t\"><thead><tr><th scope=\"col\">step</th>");
        html.append(evidence.yours().isEmpty() ? "" : "<th scope=\"col\">where you are</th>");
        html.append(evidence.right().isEmpty() ? "" : "<th scope=\"col\">where it is right</th>");
        html.append("</tr></thead><tbody>");
        int lines = Math.max(evidence.yours().size(), evidence.right().size());
        for (int i = 0; i < lines; i++) {
            boolean differs = evidence.difference().equals(Optional.of(i));
            html.append(differs ? "<tr class=\"pw-drop\">" : "<tr>")
                    .append("<th scope=\"row\">" + (i + 1) + (differs ? " first difference" : "") + "</th>")
                    .append(cell(evidence.yours(), i))
                    .append(cell(evidence.right(), i))
                    .append("</tr>");
        }
        return html.append("</tbody></table>").toString();
    }

    private static String cell(List<String> lines, int at) {
        if (lines.isEmpty()) {
            return "";
        }
        return "<td>" + (at < lines.size() ? Html.escape(Printable.of(lines.get(at))) : "") + "</td>";
    }
}
