package packetwalk.kernel.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.CardFile;
import packetwalk.kernel.exercise.card.Check;
import packetwalk.kernel.exercise.card.Key;
import packetwalk.kernel.exercise.card.Misconception;
import packetwalk.kernel.exercise.world.Lab;
import packetwalk.kernel.report.CheckResult;
import packetwalk.kernel.report.FeedbackText;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Status;

/** What every exercise promises, by its own answers: right ones, wrong ones, and none. CONTRIBUTING.md has its long run, over many seeds. */
@Tag("cards")
class CardsTest {

    /** Two, and as many more as a long run asks for: {@code -Dpacketwalk.cards.seeds=50}, beginning at {@code -Dpacketwalk.cards.from=1000}. */
    private static final List<Long> SEEDS = LongStream.concat(
                    LongStream.of(1, 20261126),
                    LongStream.range(0, Long.getLong("packetwalk.cards.seeds", 0))
                            .map(each -> each + Long.getLong("packetwalk.cards.from", 1000)))
            .boxed()
            .toList();

    static List<String> cards() {
        return CardFiles.all().stream().map(each -> each.card().id()).toList();
    }

    @ParameterizedTest
    @MethodSource("cards")
    void what_nobody_wrote_scores_nothing_and_is_told_so(String id) {
        CardFile file = CardFiles.named(id);
        try (JShellAnswers learner = new JShellAnswers()) {
            GradeReport report = learner.grade(Questions.of(file.card(), 1), Card.STARTER);

            assertEquals(0, report.points());
            CheckResult first = report.first().orElseThrow();
            assertEquals(Status.NO_ANSWER, first.status());
            assertEquals(Failure.NOT_WRITTEN.words(), first.message());
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void the_solution_and_two_others_score_everything(String id) {
        CardFile file = CardFiles.named(id);
        Key key = file.key().orElseThrow();
        assertTrue(key.right().size() >= 3, "a solution and two other right answers");
        try (JShellAnswers learner = new JShellAnswers()) {
            for (long seed : SEEDS) {
                Questions questions = Questions.of(file.card(), seed);
                for (String right : key.right()) {
                    GradeReport report = learner.grade(questions, right);
                    assertEquals(
                            file.card().points(),
                            report.points(),
                            () -> "seed " + seed + "\n" + right + "\n" + FeedbackText.of(report));
                    assertEquals(List.of(), report.faults(), () -> "seed " + seed);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void each_wrong_answer_is_caught_by_its_own_check_with_its_own_words_and_marks_whatever_the_seed(String id) {
        CardFile file = CardFiles.named(id);
        List<Key.Chaff> wrong = file.key().orElseThrow().wrong();
        Map<String, Double> marks = new HashMap<>();
        try (JShellAnswers learner = new JShellAnswers()) {
            for (long seed : SEEDS) {
                Questions questions = Questions.of(file.card(), seed);
                for (Key.Chaff each : wrong) {
                    GradeReport report = learner.grade(questions, each.code());
                    String told = each.name() + ", seed " + seed + "\n" + FeedbackText.of(report);
                    CheckResult first = report.first().orElseThrow(() -> new AssertionError(told));

                    assertEquals(each.check(), first.id(), told);
                    assertEquals(Optional.of(each.misconception()), first.misconception(), told);
                    assertTrue(first.evidence().isPresent(), told);
                    marks.putIfAbsent(each.name(), report.points());
                    assertEquals(marks.get(each.name()), report.points(), told);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void what_was_right_on_other_numbers_is_not_right(String id) {
        CardFile file = CardFiles.named(id);
        try (JShellAnswers learner = new JShellAnswers()) {
            for (long seed : SEEDS) {
                Questions others = Questions.of(file.card(), seed + 6);
                List<Answer> copied =
                        learner.ask(others, file.key().orElseThrow().solution());

                GradeReport report = Judge.grade(Questions.of(file.card(), seed + 7), copied);
                assertTrue(report.points() < report.max(), () -> "seeds from " + seed + "\n" + FeedbackText.of(report));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void every_misconception_has_a_wrong_answer_and_every_text_says_something(String id) {
        CardFile file = CardFiles.named(id);
        Card card = file.card();
        Set<String> planted = file.key().orElseThrow().wrong().stream()
                .map(Key.Chaff::misconception)
                .collect(Collectors.toSet());

        assertEquals(card.misconceptions().stream().map(Misconception::name).collect(Collectors.toSet()), planted);
        assertEquals(3, card.hints().size());
        assertFalse(card.alt().isBlank()
                || card.objective().isBlank()
                || card.text().isBlank());
        assertTrue(
                card.facts().stream().allMatch(fact -> fact.matches("[PSI]\\d+")),
                () -> card.facts().toString());
        assertTrue(card.checks().stream().map(Check::points).allMatch(points -> points > 0));
    }

    @ParameterizedTest
    @MethodSource("cards")
    void every_network_that_is_drawn_can_be_built(String id) {
        Card card = CardFiles.named(id).card();
        boolean needsAnswer = card.form() == Card.Form.DESCRIPTION;
        for (long seed : SEEDS) {
            Questions drawn = Questions.of(card, seed);
            for (Situation each : drawn.situations()) {
                if (!needsAnswer) {
                    Lab.of(Situation.description(card, each.check()), each.values())
                            .run(card.prepare());
                }
            }
            assertEquals(
                    card.checks().stream().mapToInt(Check::times).sum(), drawn.size(), "what seed " + seed + " draws");
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void equal_seeds_ask_equal_questions(String id) {
        Card card = CardFiles.named(id).card();

        assertEquals(Questions.of(card, 5).calls(), Questions.of(card, 5).calls());
    }
}
