package packetwalk.kernel.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an instructor wants to see of a class: how each exercise went, and which misconceptions occurred how often. It counts reports as they
 * come and keeps none of them, so a class may have any size.
 */
public final class ClassSummary {

    /** Notices that are listed; a class in which everything went wrong has thousands. */
    private static final int MOST_NOTICES = 200;

    /** A check that builds on one without an answer is not looked at. */
    private static final Set<Status> UNANSWERED = EnumSet.of(Status.NO_ANSWER, Status.NOT_LOOKED_AT);

    private final Map<String, Count> exercises = new LinkedHashMap<>();
    private final Map<Isolation, Integer> isolations = new EnumMap<>(Isolation.class);
    private final List<String> notices = new ArrayList<>();
    private int submissions;
    private int noticed;

    /** One exercise, over all who had it. */
    private static final class Count {
        private final String title;
        private int learners;
        private int full;
        private int without;
        private double points;
        private double max;
        private final Map<String, Integer> misconceptions = new LinkedHashMap<>();

        private Count(String title) {
            this.title = title;
        }

        private void add(GradeReport report) {
            learners++;
            points += report.points();
            max += report.max();
            full += report.points() == report.max() && report.max() > 0 ? 1 : 0;
            without += report.checks().stream().map(CheckResult::status).allMatch(UNANSWERED::contains) ? 1 : 0;
            // who fails two checks for one belief is one who believes it
            report.checks().stream()
                    .flatMap(each -> each.misconception().stream())
                    .distinct()
                    .forEach(each -> misconceptions.merge(each, 1, Integer::sum));
        }

        private String share() {
            return max == 0 ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * points / max);
        }
    }

    /** One line of a table of misconceptions. */
    private record Held(String misconception, String exercise, int times, int of) {}

    /** Counts one more submission. */
    public void add(SubmissionReport report) {
        submissions++;
        isolations.merge(report.isolation(), 1, Integer::sum);
        report.exercises()
                .forEach(each -> exercises
                        .computeIfAbsent(each.exercise(), id -> new Count(each.title()))
                        .add(each));
        for (String notice : report.notices()) {
            noticed++;
            if (notices.size() < MOST_NOTICES) {
                notices.add(report.learner() + ", " + report.notebook() + ": " + notice);
            }
        }
    }

    private List<Held> held() {
        List<Held> held = new ArrayList<>();
        exercises.forEach((id, count) ->
                count.misconceptions.forEach((name, times) -> held.add(new Held(name, id, times, count.learners))));
        held.sort(Comparator.comparingInt(Held::times)
                .reversed()
                .thenComparing(Held::misconception)
                .thenComparing(Held::exercise));
        return held;
    }

    private String isolation() {
        return isolations.entrySet().stream()
                .map(each -> each.getKey().words() + " (" + each.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private String more() {
        return noticed > notices.size() ? "… and " + (noticed - notices.size()) + " more" : "";
    }

    /** As Markdown. */
    public String markdown() {
        StringBuilder text = new StringBuilder("# " + submissions + " submissions\n\nIsolation: " + isolation() + "\n");
        text.append("""

                ## Misconceptions

                | misconception | exercise | how many | of |
                | --- | --- | ---: | ---: |
                """);
        held().forEach(each -> text.append("| " + Markdown.prose(each.misconception()) + " | "
                + Markdown.prose(each.exercise()) + " | " + each.times() + " | " + each.of() + " |\n"));
        text.append("""

                ## Exercises

                | exercise | | submissions | no answer | full marks | points |
                | --- | --- | ---: | ---: | ---: | ---: |
                """);
        exercises.forEach((id, count) -> text.append("| " + Markdown.prose(id) + " | " + Markdown.prose(count.title)
                + " | " + count.learners + " | " + count.without + " | " + count.full + " | " + count.share()
                + " |\n"));
        if (!notices.isEmpty()) {
            text.append("\n## Notices\n\n");
            notices.forEach(each -> text.append("- " + Markdown.prose(each) + "\n"));
            text.append(more().isEmpty() ? "" : "- " + more() + "\n");
        }
        return text.toString();
    }

    /** As a page on its own. */
    public String html() {
        StringBuilder html = new StringBuilder("<p>Isolation: " + isolation() + "</p><h2>Misconceptions</h2>");
        html.append(Page.head("How many hold it", "misconception", "exercise", "how many", "of"));
        held().forEach(each ->
                html.append(Page.row(each.misconception(), each.exercise(), "" + each.times(), "" + each.of())));
        html.append(Page.end()).append("<h2>Exercises</h2>");
        html.append(
                Page.head("How each went", "exercise", "title", "submissions", "no answer", "full marks", "points"));
        exercises.forEach((id, count) -> html.append(
                Page.row(id, count.title, "" + count.learners, "" + count.without, "" + count.full, count.share())));
        html.append(Page.end());
        if (!notices.isEmpty()) {
            html.append("<h2>Notices</h2><ul>");
            notices.forEach(each -> html.append("<li>" + Page.text(each) + "</li>"));
            html.append(more().isEmpty() ? "" : "<li>" + more() + "</li>").append("</ul>");
        }
        return Page.of(submissions + " submissions", html.toString());
    }
}
