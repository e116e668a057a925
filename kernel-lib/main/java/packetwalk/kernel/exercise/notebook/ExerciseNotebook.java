package packetwalk.kernel.exercise.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.CardFile;
import packetwalk.kernel.exercise.card.Key;
import packetwalk.kernel.report.GradeReport;

/** The exercises of one article as a notebook: for learners, or with the solutions, which nbgrader makes a release of. */
public final class ExerciseNotebook {

    private static final Map<String, Object> METADATA = Map.of(
            "kernelspec", Map.of("display_name", "Java (Packetwalk)", "language", "java", "name", "java"),
            "language_info", Map.of("file_extension", ".jshell", "mimetype", "text/x-java-source", "name", "java"));

    /** Wildcards only: a learner may call a class of their own as they like. */
    private static final String IMPORTS = """
            import java.util.*;
            import java.util.stream.*;
            import packetwalk.*;
            import packetwalk.net.*;
            import static packetwalk.Packetwalk.*;
            import static packetwalk.kernel.exercise.Workshop.*;
            import static packetwalk.kernel.view.Views.*;
            """;

    private static final String RHYTHM = """
            **How to work with it.** Open an exercise, and it tells you what is asked, in numbers of your own. Where there is something to predict, write what you think
            in place of the question mark and run that cell: being wrong is the useful case, and it costs nothing. Then write the method, and check it. A check that does not hold
            yet shows the packet that disagrees. `hint(1)` is a nudge, `hint(2)` says where to look, `hint(3)` is nearly there.

            What the checks say here is practice. They are open: whoever looks can find out what they ask. Where marks are given, the same checks are run
            elsewhere, with other addresses, ports and names.
            """;

    private final String title;
    private final List<CardFile> cards;
    private final boolean solved;
    private final List<Cell> cells = new ArrayList<>();

    private ExerciseNotebook(String title, List<CardFile> cards, boolean solved) {
        this.title = title;
        this.cards = cards;
        this.solved = solved;
    }

    /** What learners get, as the text of an {@code .ipynb}. */
    public static String release(String title, List<CardFile> cards) {
        return new ExerciseNotebook(title, cards, false).text();
    }

    /** The same with each card's solution, between nbgrader's marks. */
    public static String source(String title, List<CardFile> cards) {
        return new ExerciseNotebook(title, cards, true).text();
    }

    private String text() {
        cells.add(Cell.markdown("title", "# " + title + "\n\n" + contents() + "\n" + RHYTHM));
        cells.add(Cell.code("imports", IMPORTS).of(Cell.Kind.LOCKED));
        cells.add(Cell.markdown(
                "who", "Your name, or whatever you are called in this course: it decides which numbers you get."));
        cells.add(Cell.code("workshop", "var mine = workshop(\"your name\");"));
        cards.forEach(this::exercise);
        return Json.of(Map.of(
                "cells",
                cells.stream().map(cell -> cell.json(!solved)).toList(),
                "metadata",
                METADATA,
                "nbformat",
                4,
                "nbformat_minor",
                5));
    }

    private String contents() {
        StringBuilder table =
                new StringBuilder("| | exercise | facts | minutes | points |\n| --- | --- | --- | --- | --- |\n");
        for (CardFile file : cards) {
            Card card = file.card();
            table.append("| ")
                    .append(String.join(
                            " | ",
                            card.id(),
                            card.title(),
                            String.join(", ", card.facts()),
                            "" + card.minutes(),
                            GradeReport.number(card.points())))
                    .append(" |\n");
        }
        return table.toString();
    }

    private void exercise(CardFile file) {
        Card card = file.card();
        String name = card.slug().replace("-", "");
        cells.add(Cell.markdown(
                card.slug(),
                "## " + card.id() + " " + card.title() + "\n\n" + card.objective() + " (" + card.minutes()
                        + " minutes, " + GradeReport.number(card.points()) + " points)\n\n*The picture shows:* "
                        + card.alt()));
        cells.add(Cell.code(card.slug() + "-open", "var " + name + " = mine.exercise(\"" + card.id() + "\");\n" + name)
                .of(Cell.Kind.LOCKED));
        if (card.form() == Card.Form.PREDICT) {
            cells.add(Cell.code(
                    card.slug() + "-predict", name + ".predict(" + card.answer().unknown() + ");\n" + name + ".run()"));
        }
        cells.add(Cell.code(card.slug() + "-answer", answer(file)).of(Cell.Kind.ANSWER));
        cells.add(Cell.code(
                        card.slug() + "-check", name + ".check(" + card.answer().lambda() + ")")
                .graded(card.points()));
        cells.add(Cell.code(card.slug() + "-hint", name + ".hint(1)"));
    }

    private String answer(CardFile file) {
        Card card = file.card();
        if (!solved) {
            return card.answer().method(Card.STARTER);
        }
        String solution = file.key()
                .map(Key::solution)
                .orElseThrow(() ->
                        new IllegalArgumentException("card " + card.id() + " has no solution: its key was cut off"));
        return card.answer().method("// BEGIN SOLUTION\n" + solution.stripTrailing() + "\n// END SOLUTION");
    }
}
