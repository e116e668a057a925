package packetwalk.kernel.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A class's marks as a table that gradebooks import: RFC 4180, a line for each submission, a column for each exercise. Canvas and Moodle:
 * docs/instructors.md.
 */
public final class ClassCsv {

    /** What a spreadsheet takes for the beginning of a formula; some take the wide forms too. */
    private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

    private final List<String> exercises;

    private ClassCsv(List<String> exercises) {
        this.exercises = List.copyOf(exercises);
    }

    /** With a column for each of {@code exercises}; who writes lines one by one says beforehand which there will be. */
    public static ClassCsv ofExercises(List<String> exercises) {
        return new ClassCsv(exercises);
    }

    /** The whole table, with columns for all exercises that occur, in the order in which they do. */
    public static String of(List<SubmissionReport> reports) {
        ClassCsv csv = new ClassCsv(reports.stream()
                .flatMap(each -> each.exercises().stream())
                .map(GradeReport::exercise)
                .distinct()
                .toList());
        return csv.head() + reports.stream().map(csv::line).collect(Collectors.joining());
    }

    /** The first line. */
    public String head() {
        List<String> cells = new ArrayList<>(List.of("student", "assignment", "score", "max"));
        cells.addAll(exercises);
        return line(cells);
    }

    /** One submission's line; an exercise that its notebook does not have is an empty cell. */
    public String line(SubmissionReport report) {
        Map<String, Double> points = new LinkedHashMap<>();
        report.exercises().forEach(each -> points.put(each.exercise(), each.points()));
        List<String> cells = new ArrayList<>(List.of(
                report.learner(),
                report.notebook(),
                GradeReport.number(report.points()),
                GradeReport.number(report.max())));
        exercises.forEach(each -> cells.add(points.containsKey(each) ? GradeReport.number(points.get(each)) : ""));
        return line(cells);
    }

    private static String line(List<String> cells) {
        return cells.stream().map(ClassCsv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String safe = Printable.line(text);
        // an apostrophe makes it a text: https://owasp.org/www-community/attacks/CSV_Injection
        String inert = !safe.isEmpty() && FORMULA.indexOf(safe.charAt(0)) >= 0 ? "'" + safe : safe;
        return inert.matches("[^\",\\r\\n]*") ? inert : "\"" + inert.replace("\"", "\"\"") + "\"";
    }
}
