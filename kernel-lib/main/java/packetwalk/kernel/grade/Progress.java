package packetwalk.kernel.grade;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.SubmissionReport;

/** How far the command is: a bar on a terminal, a line for each submission elsewhere. */
final class Progress {

    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;
    private final int total;
    private final Instant began = Instant.now();
    private int finished;

    Progress(PrintStream out, boolean terminal, int total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
    }

    synchronized void finished(Submission submission, SubmissionReport report, boolean before) {
        finished++;
        if (terminal) {
            int full = WIDTH * finished / total;
            out.print("\r[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + finished + " of " + total + ", "
                    + elapsed() + " s");
            out.print(finished == total ? "\n" : "");
            out.flush();
            return;
        }
        out.println(finished + "/" + total + " " + submission + ": " + GradeReport.number(report.points()) + " of "
                + GradeReport.number(report.max()) + (before ? ", graded before" : "")
                + (report.notices().isEmpty() ? "" : "; " + report.notices().size() + " notes"));
    }

    private String elapsed() {
        return String.format(
                Locale.ROOT, "%.0f", Duration.between(began, Instant.now()).toMillis() / 1000.0);
    }
}
