package packetwalk.kernel.exercise;

import java.util.List;
import java.util.Optional;
import packetwalk.kernel.report.CheckResult;
import packetwalk.kernel.report.Evidence;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Status;

/** A report for a terminal. */
final class FeedbackText {

    private FeedbackText() {}

    static String of(GradeReport report) {
        StringBuilder text = new StringBuilder(report.exercise() + " " + report.title() + ": "
                + GradeReport.number(report.points()) + " of " + GradeReport.number(report.max()) + "\n");
        for (CheckResult check : report.checks()) {
            text.append(String.format("  %-18s %s%n", check.status().words(), check.title()));
        }
        report.first().ifPresent(check -> text.append('\n').append(details(check)));
        return text.toString().stripTrailing();
    }

    private static String details(CheckResult check) {
        if (check.status() != Status.FAILED) {
            return check.message();
        }
        return check.misconception().orElse("") + ": " + check.message() + "\n\n"
                + check.evidence().map(FeedbackText::told).orElse("");
    }

    private static String told(Evidence evidence) {
        return "  with   " + evidence.situation() + "\n"
                + (evidence.command().isEmpty() ? "" : "  sent   " + evidence.command() + "\n")
                + "  you    " + evidence.said().strip().replace("\n", "\n         ") + "\n"
                + "  should " + evidence.happened() + "\n\n" + walks(evidence);
    }

    /** Two walks one below the other, the first line in which they differ marked. */
    static String walks(Evidence evidence) {
        Optional<Integer> differs = evidence.difference();
        return listed("where you are", evidence.yours(), differs)
                + listed("where it is right", evidence.right(), differs);
    }

    private static String listed(String title, List<String> lines, Optional<Integer> differs) {
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(title + ":\n");
        for (int i = 0; i < lines.size(); i++) {
            text.append(differs.equals(Optional.of(i)) ? "> " : "  ")
                    .append(lines.get(i))
                    .append('\n');
        }
        return text.toString();
    }
}
