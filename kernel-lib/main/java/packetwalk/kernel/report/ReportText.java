package packetwalk.kernel.report;

/** The texts that systems show beside a mark. None has the seed: who knows it can work out what the next submission is asked. */
final class ReportText {

    private ReportText() {}

    /** What was reached, and what happened beyond the marks. */
    static String summary(SubmissionReport report) {
        StringBuilder text = new StringBuilder(FeedbackHtml.outOf(report.points(), report.max())
                + " points, isolation: " + report.isolation().words() + "\n");
        report.notices().forEach(each -> text.append(Printable.line(each)).append('\n'));
        return text.toString();
    }

    /** What a check found, in words. */
    static String check(CheckResult check) {
        return check.status() == Status.PASSED
                ? check.status().words()
                : FeedbackText.details(check).strip();
    }
}
