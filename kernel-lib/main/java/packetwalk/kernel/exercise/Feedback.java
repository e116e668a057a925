package packetwalk.kernel.exercise;

import packetwalk.kernel.report.FeedbackHtml;
import packetwalk.kernel.report.FeedbackText;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.view.Rich;

/**
 * A report as a learner reads it. In a notebook its {@code text/plain} is the points, a bare number, which is what nbgrader reads from a cell.
 *
 * @param report what was judged
 */
public record Feedback(GradeReport report) implements Rich {

    @Override
    public String text() {
        return FeedbackText.of(report);
    }

    @Override
    public String html() {
        return FeedbackHtml.of(report);
    }

    @Override
    public String plain() {
        return GradeReport.number(report.points());
    }

    @Override
    public String toString() {
        return text();
    }
}
