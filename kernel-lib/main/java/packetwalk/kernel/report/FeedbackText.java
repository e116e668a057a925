package packetwalk.kernel.report;

import java.util.List;
import java.util.Optional;

/** A report for a terminal. */
public final class FeedbackText {

    private FeedbackText() {}

    /** All checks, and of the first that did not pass, why; and what is not the answer's fault. */
    public static String of(GradeReport report) {
        StringBuilder text = new StringBuilder(report.exercise() + " " + report.title() + ": "
                + GradeReport.number(report.points()) + " of " + GradeReport.number(report.max()) + "\n");
        for (CheckResult check : report.checks()) {
            text.append(String.format("  %-24s %s%n", check.status().words(), check.title()));
        }
        report.first().ifPresent(check -> text.append('\n').append(details(check)));
        report.faults().forEach(fault -> text.append("\n\n").append(Printable.line(fault)));
        return text.toString().stripTrailing();
    }

    /** Why a check did not pass: the misconception, and the packet that shows it. */
    public static String details(CheckResult check) {
        if (check.status() != Status.FAILED) {
            return Printable.of(check.message());
        }
        return check.misconception().orElse("") + ": " + check.message() + "\n\n"
                + check.evidence().map(FeedbackText::told).orElse("");
    }

    static String told(Evidence evidence) {
        return "  with   " + Printable.of(evidence.situation()) + "\n"
                + (evidence.command().isEmpty() ? "" : "  sent   " + Printable.of(evidence.command()) + "\n")
                + "  you    " + Printable.of(evidence.said().strip()).replace("\n", "\n         ") + "\n"
                + "  should " + Printable.of(evidence.happened()) + "\n\n" + walks(evidence);
    }

    /** Two walks one below the other, the first line in which they differ marked. */
    public static String walks(Evidence evidence) {
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
                    .append(Printable.line(lines.get(i)))
                    .append('\n');
        }
        return text.toString();
    }
}
