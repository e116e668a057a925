package packetwalk.kernel.exercise;

import java.util.List;
import java.util.Optional;
import packetwalk.kernel.report.CheckResult;
import packetwalk.kernel.report.Evidence;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Status;
import packetwalk.kernel.view.Html;

/** A report for a notebook: tables with heads, words beside every colour, nothing that shows only below a pointer. */
final class FeedbackHtml {

    private FeedbackHtml() {}

    static String of(GradeReport report) {
        StringBuilder html = new StringBuilder("<p><b>" + Html.escape(report.exercise() + " " + report.title())
                + "</b>: " + GradeReport.number(report.points()) + " of " + GradeReport.number(report.max()) + "</p>");
        html.append("<table class=\"pw-t\"><thead><tr><th scope=\"col\">check</th><th scope=\"col\">result</th>")
                .append("<th scope=\"col\" class=\"pw-n\">points</th></tr></thead><tbody>");
        report.checks().forEach(check -> html.append(row(check)));
        html.append("</tbody></table>");
        report.first().ifPresent(check -> html.append(details(check)));
        return Html.card(html.toString());
    }

    private static String row(CheckResult check) {
        String badge = check.status() == Status.PASSED ? "pw-badge pw-good" : "pw-badge pw-bad";
        return "<tr><td>" + Html.escape(check.title()) + "</td><td><span class=\"" + badge + "\">"
                + Html.escape(check.status().words()) + "</span></td><td class=\"pw-n\">"
                + GradeReport.number(check.points())
                + " of " + GradeReport.number(check.max()) + "</td></tr>";
    }

    private static String details(CheckResult check) {
        if (check.status() != Status.FAILED) {
            return "<p>" + Html.escape(check.message()) + "</p>";
        }
        return belief(check.misconception().orElse(""), check.message())
                + check.evidence().map(FeedbackHtml::told).orElse("");
    }

    static String belief(String name, String says) {
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
                : "<tr><th scope=\"row\">" + head + "</th><td><pre class=\"pw-pre\">" + Html.escape(value.strip())
                        + "</pre></td></tr>";
    }

    /** Two walks side by side; the first line in which they differ is marked in words as well. */
    static String walks(Evidence evidence) {
        if (evidence.yours().isEmpty() && evidence.right().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<table class=\"pw-t\"><thead><tr>");
        boolean both = evidence.difference().isPresent();
        html.append(both ? "<th scope=\"col\"></th>" : "");
        html.append(evidence.yours().isEmpty() ? "" : "<th scope=\"col\">where you are</th>");
        html.append(evidence.right().isEmpty() ? "" : "<th scope=\"col\">where it is right</th>");
        html.append("</tr></thead><tbody>");
        int lines = Math.max(evidence.yours().size(), evidence.right().size());
        for (int i = 0; i < lines; i++) {
            boolean differs = evidence.difference().equals(Optional.of(i));
            html.append(differs ? "<tr class=\"pw-drop\">" : "<tr>");
            html.append(both ? "<td>" + (differs ? "first difference" : "") + "</td>" : "");
            html.append(cell(evidence.yours(), i))
                    .append(cell(evidence.right(), i))
                    .append("</tr>");
        }
        return html.append("</tbody></table>").toString();
    }

    private static String cell(List<String> lines, int at) {
        if (lines.isEmpty()) {
            return "";
        }
        return "<td>" + (at < lines.size() ? Html.escape(lines.get(at)) : "") + "</td>";
    }
}
