package packetwalk.kernel.grade;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import packetwalk.kernel.exercise.Feedback;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.SubmissionReport;

/** The files that are made of reports, beside the one that the command itself reads again. */
interface Output {

    /** A submission's files, by name. */
    Map<String, String> files(SubmissionReport report);

    /** The class', by name. */
    Map<String, String> files(List<SubmissionReport> all);

    /** A submission for a terminal. */
    String text(SubmissionReport report);

    /** Text, and marks as CSV. */
    static Output plain() {
        return new Output() {
            @Override
            public Map<String, String> files(SubmissionReport report) {
                return Map.of("report.txt", text(report));
            }

            @Override
            public Map<String, String> files(List<SubmissionReport> all) {
                return Map.of(
                        "grades.csv",
                        all.stream()
                                .map(each -> String.join(
                                                ",",
                                                quoted(each.learner()),
                                                quoted(each.notebook()),
                                                GradeReport.number(each.points()),
                                                GradeReport.number(each.max()))
                                        + "\n")
                                .collect(Collectors.joining("", "learner,notebook,points,max\n", "")));
            }

            @Override
            public String text(SubmissionReport report) {
                StringBuilder text = new StringBuilder(report.learner() + ", " + report.notebook() + ": "
                        + GradeReport.number(report.points()) + " of " + GradeReport.number(report.max())
                        + "\nisolation: " + report.isolation().words());
                report.exercises().stream()
                        .findFirst()
                        .ifPresent(first -> text.append(", seed: ").append(first.seed()));
                text.append('\n');
                report.notices()
                        .forEach(each -> text.append("note: ").append(each).append('\n'));
                report.exercises()
                        .forEach(each -> text.append('\n')
                                .append(new Feedback(each).text())
                                .append('\n'));
                return text.toString();
            }

            private String quoted(String text) {
                return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
            }
        };
    }
}
