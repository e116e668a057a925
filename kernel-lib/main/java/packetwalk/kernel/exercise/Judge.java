package packetwalk.kernel.exercise;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.Check;
import packetwalk.kernel.report.CheckResult;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Status;

/** Decides by packets what an answer is worth. It is given data, and runs nothing that a learner wrote. */
public final class Judge {

    /** This library's version, for reports. */
    public static final String VERSION = "0.1.0";

    private final Questions questions;
    private final List<Answer> answers;
    private final Faults faults;
    private final Map<String, CheckResult> results = new HashMap<>();
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
        List<CheckResult> results =
                card.checks().stream().filter(questions::asks).map(this::result).toList();
        return new GradeReport(card.id(), card.title(), results, cardFaults, questions.seed(), VERSION);
    }

    /** What a check found, if all that it builds on passed; of checks that build on each other each is looked at. */
    private CheckResult result(Check check) {
        Map<Boolean, List<Check>> mutual = below(check).stream()
                .collect(Collectors.partitioningBy(each -> below(each).contains(check)));
        Optional<Status> missing = missing(mutual.getOrDefault(false, List.of()));
        if (missing.isEmpty() && alone(check).status() == Status.PASSED) {
            missing = missing(mutual.getOrDefault(true, List.of()));
        }
        return missing.map(status -> notLookedAt(check, status)).orElseGet(() -> alone(check));
    }

    private Optional<Status> missing(List<Check> needed) {
        return needed.stream()
                .map(each -> alone(each).status())
                .filter(status -> status != Status.PASSED)
                .findFirst();
    }

    private static CheckResult notLookedAt(Check check, Status missing) {
        return missing == Status.FAULTY
                ? faulty(check)
                : CheckResult.without(
                        check.id(), check.title(), check.points(), Status.NOT_LOOKED_AT, "It builds on another check.");
    }

    /** All that {@code check} needs, and what that needs, without itself. */
    private Set<Check> below(Check check) {
        Set<Check> below = new LinkedHashSet<>();
        Deque<Check> open = new ArrayDeque<>(List.of(check));
        while (!open.isEmpty()) {
            open.pop().needs().stream()
                    .map(questions.card()::check)
                    .filter(each -> questions.asks(each) && !each.equals(check) && below.add(each))
                    .forEach(open::push);
        }
        return below;
    }

    private CheckResult alone(Check check) {
        CheckResult known = results.get(check.id());
        if (known == null) {
            known = judged(check);
            results.put(check.id(), known);
        }
        return known;
    }

    private CheckResult judged(Check check) {
        cardFaults.addAll(questions.undrawn(check));
        int from = questions.first(check);
        int to = from + questions.of(check);
        List<Wrong> wrong = new ArrayList<>();
        List<Said> held = new ArrayList<>();
        for (int i = from; i < to && wrong.size() < faults.enough(); i++) {
            Situation situation = questions.situations().get(i);
            if (answers.get(i) instanceof Answer.Failed failed) {
                if (wrong.isEmpty()) {
                    return without(check, failed);
                }
                break;
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
                : failed(check, faults.explain(questions.card(), wrong, held));
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
