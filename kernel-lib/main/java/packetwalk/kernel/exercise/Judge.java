package packetwalk.kernel.exercise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.Check;
import packetwalk.kernel.report.CheckResult;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Status;

/** Decides by packets what an answer is worth. It is given data, and runs nothing that a learner wrote. */
public final class Judge {

    /** This library's version, for reports. */
    public static final String VERSION = "0.1.0";

    /** Situations in which an answer is wrong that are looked into; a belief has to explain all of them. */
    private static final int MOST_LOOKED_INTO = 3;

    private final Questions questions;
    private final List<Answer> answers;
    private final Faults faults;
    private final Map<String, CheckResult> results = new LinkedHashMap<>();
    private final List<String> cardFaults = new ArrayList<>();

    private Judge(Questions questions, List<Answer> answers) {
        this.questions = questions;
        this.answers = answers;
        this.faults = questions.faults();
    }

    /**
     * Judges {@code answers}, one for each situation of {@code questions}.
     *
     * @return never an exception for what an answer says or does: that is a failed check
     */
    public static GradeReport grade(Questions questions, List<Answer> answers) {
        if (questions.size() != answers.size()) {
            throw new IllegalArgumentException(
                    answers.size() + " answers to " + questions.size() + " questions; give one for each");
        }
        return new Judge(questions, answers).run();
    }

    private GradeReport run() {
        Card card = questions.card();
        int at = 0;
        for (Check check : card.checks()) {
            int count = questions.of(check);
            cardFaults.addAll(questions.undrawn(check));
            if (count > 0 || !questions.undrawn(check).isEmpty()) {
                results.put(check.id(), result(check, at, at + count));
            }
            at += count;
        }
        return new GradeReport(
                card.id(), card.title(), new ArrayList<>(results.values()), cardFaults, questions.seed(), VERSION);
    }

    private CheckResult result(Check check, int from, int to) {
        Optional<Status> needed =
                check.needs().map(results::get).map(CheckResult::status).filter(status -> status != Status.PASSED);
        if (needed.isPresent()) {
            return needed.get() == Status.FAULTY
                    ? faulty(check)
                    : CheckResult.without(
                            check.id(),
                            check.title(),
                            check.points(),
                            Status.NOT_LOOKED_AT,
                            "It builds on a check before it.");
        }
        List<Wrong> wrong = new ArrayList<>();
        List<Said> held = new ArrayList<>();
        for (int i = from; i < to && wrong.size() < MOST_LOOKED_INTO; i++) {
            Situation situation = questions.situations().get(i);
            if (answers.get(i) instanceof Answer.Failed failed) {
                return without(check, failed);
            }
            Said said = new Said(situation, ((Answer.Value) answers.get(i)).value());
            try {
                faults.judge(questions.card(), said).ifPresentOrElse(wrong::add, () -> held.add(said));
            } catch (Refused refused) {
                return CheckResult.without(
                        check.id(),
                        check.title(),
                        check.points(),
                        Status.REFUSED,
                        "What you ask for cannot be done:\n\n    " + refused.getMessage());
            } catch (CardFault fault) {
                cardFaults.add(String.valueOf(fault.getMessage()));
            }
        }
        if (wrong.isEmpty() && held.isEmpty()) {
            return faulty(check);
        }
        return wrong.isEmpty()
                ? CheckResult.passed(check.id(), check.title(), check.points())
                : failed(check, faults.explain(questions.card(), wrong, first(held)));
    }

    private static List<Said> first(List<Said> held) {
        return held.subList(0, Math.min(held.size(), MOST_LOOKED_INTO));
    }

    /** Neither given nor lost: nobody can be asked this. */
    private static CheckResult faulty(Check check) {
        return CheckResult.without(
                check.id(),
                check.title(),
                0,
                Status.FAULTY,
                "What this check asks cannot be. That is the exercise's fault: it does not count, and whoever looks after the exercise has to be told.");
    }

    private static CheckResult without(Check check, Answer.Failed failed) {
        String details = failed.text().isEmpty() ? "" : "\n\n    " + failed.text();
        return CheckResult.without(
                check.id(),
                check.title(),
                check.points(),
                Status.NO_ANSWER,
                failed.failure().words() + details);
    }

    private static CheckResult failed(Check check, Finding found) {
        return new CheckResult(
                check.id(),
                check.title(),
                Status.FAILED,
                0,
                check.points(),
                Optional.of(found.misconception().name()),
                found.misconception().says(),
                Optional.of(found.evidence()));
    }
}
