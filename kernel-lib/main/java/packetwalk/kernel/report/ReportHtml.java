package packetwalk.kernel.report;

/**
 * A submission's report as a page: every check, and for each that did not pass the misconception, the packet and both walks. It has the seeds,
 * by which a mark can be worked out again, so it is the instructor's until nothing is handed in any more.
 */
final class ReportHtml {

    private ReportHtml() {}

    static String write(SubmissionReport report) {
        StringBuilder html = new StringBuilder("<p>" + FeedbackHtml.outOf(report.points(), report.max())
                + " points. Isolation: " + report.isolation().words() + ".</p>");
        if (!report.notices().isEmpty()) {
            html.append("<h2>Notices</h2><ul>");
            report.notices().forEach(each -> html.append("<li>" + Page.text(each) + "</li>"));
            html.append("</ul>");
        }
        html.append("<h2>Exercises</h2>").append(Page.head("What each gave", "exercise", "title", "points"));
        report.exercises()
                .forEach(each -> html.append(
                        Page.row(each.exercise(), each.title(), FeedbackHtml.outOf(each.points(), each.max()))));
        html.append(Page.end());
        report.exercises().forEach(each -> html.append(exercise(each)));
        html.append("<h2>Where this comes from</h2>").append(Page.head("Equal ones give equal marks", "what", "is"));
        report.exercises()
                .forEach(each -> html.append(Page.row(
                        "seed of " + each.exercise(), Long.toString(each.seed()) + ", version " + each.version())));
        html.append(Page.row("release of the cards", report.release())).append(Page.end());
        return Page.of(report.learner() + ", " + report.notebook(), html.toString());
    }

    private static String exercise(GradeReport report) {
        StringBuilder html = new StringBuilder("<h2>" + Page.text(report.exercise() + " " + report.title()) + "</h2>");
        html.append(FeedbackHtml.checks(report));
        report.checks().stream()
                .filter(check ->
                        check.status() != Status.PASSED && !check.message().isEmpty())
                .forEach(check -> html.append("<h3>" + Page.text(check.title()) + ": "
                        + check.status().words() + "</h3>" + FeedbackHtml.details(check)));
        return html.toString();
    }
}
