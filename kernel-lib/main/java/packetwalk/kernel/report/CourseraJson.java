package packetwalk.kernel.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** Coursera's {@code feedback.json}: a share of one, and a plain text. */
final class CourseraJson {

    private CourseraJson() {}

    static String write(SubmissionReport report) {
        StringBuilder feedback = new StringBuilder(ReportText.summary(report));
        for (GradeReport each : report.exercises()) {
            feedback.append('\n').append(FeedbackText.of(each)).append('\n');
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fractionalScore", PrairieLearnJson.share(report));
        json.put("feedback", feedback.toString());
        return Json.write(json);
    }
}
