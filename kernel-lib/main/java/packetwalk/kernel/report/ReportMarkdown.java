package packetwalk.kernel.report;

/** A submission's report in Markdown: a table of the exercises, then why each check that did not pass did not. */
final class ReportMarkdown {

    private ReportMarkdown() {}

    static String write(SubmissionReport report) {
        StringBuilder text =
                new StringBuilder("# " + Markdown.prose(report.learner()) + ", " + Markdown.prose(report.notebook())
                        + ": " + FeedbackHtml.outOf(report.points(), report.max()) + "\n\n");
        text.append("| exercise | | points |\n| --- | --- | ---: |\n");
        report.exercises()
                .forEach(each ->
                        text.append("| " + Markdown.prose(each.exercise()) + " | " + Markdown.prose(each.title())
                                + " | " + FeedbackHtml.outOf(each.points(), each.max()) + " |\n"));
        text.append('\n');
        report.notices().forEach(each -> text.append("- " + Markdown.prose(each) + "\n"));
        text.append("- isolation: " + report.isolation().words() + "\n");
        text.append("- release: `" + Printable.line(report.release()).replace("`", "") + "`\n");
        report.exercises().stream().filter(each -> each.points() < each.max()).forEach(each -> exercise(text, each));
        return text.toString();
    }

    private static void exercise(StringBuilder text, GradeReport report) {
        text.append("\n## " + Markdown.prose(report.exercise() + " " + report.title()) + "\n");
        for (CheckResult check : report.checks()) {
            text.append("\n**" + Markdown.prose(check.title()) + "**: "
                    + check.status().words() + "\n");
            if (check.status() == Status.FAILED) {
                text.append("\n" + Markdown.prose(check.misconception().orElse("")) + ": "
                        + Markdown.trusted(check.message()) + "\n");
                check.evidence().ifPresent(evidence -> text.append("\n" + Markdown.block(FeedbackText.told(evidence))));
            } else if (!check.message().isEmpty()) {
                text.append("\n" + Markdown.block(check.message()));
            }
        }
    }
}
