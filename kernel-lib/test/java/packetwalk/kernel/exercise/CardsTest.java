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

/** What every exercise promises, by its own answers: right ones, wrong ones, and none. */
@Tag("cards")
class CardsTest {

    private static final List<Long> SEEDS = List.of(1L, 20261126L);

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
                    assertEquals(report.max(), report.points(), () -> right + "\n" + FeedbackText.of(report));
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
                    CheckResult first = report.first().orElseThrow(() -> new AssertionError(each.name() + " passes"));

                    assertEquals(each.check(), first.id(), each.name() + "\n" + FeedbackText.of(report));
                    assertEquals(
                            Optional.of(each.misconception()),
                            first.misconception(),
                            each.name() + "\n" + FeedbackText.of(report));
                    assertTrue(first.evidence().isPresent(), each.name() + " is shown no packet");
                    marks.putIfAbsent(each.name(), report.points());
                    assertEquals(marks.get(each.name()), report.points(), each.name() + " depends on luck");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void what_was_right_on_other_numbers_is_not_right(String id) {
        CardFile file = CardFiles.named(id);
        try (JShellAnswers learner = new JShellAnswers()) {
            Questions others = Questions.of(file.card(), 7);
            List<Answer> copied = learner.ask(others, file.key().orElseThrow().solution());
            assertEquals(file.card().points(), Judge.grade(others, copied).points());

            GradeReport report = Judge.grade(Questions.of(file.card(), 8), copied);
            assertTrue(report.points() < report.max(), () -> FeedbackText.of(report));
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
        if (card.form() == Card.Form.DESCRIPTION || card.form() == Card.Form.PREDICT) {
            return; // without an answer there is none, or drawing is building
        }
        for (Check check : card.checks()) {
            for (int seed = 0; seed < 10; seed++) {
                Situation drawn = Situation.draw(card, check, seed, 0);
                Lab.of(Situation.description(card, check), drawn.values()).run(card.prepare());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cards")
    void equal_seeds_ask_equal_questions(String id) {
        Card card = CardFiles.named(id).card();

        assertEquals(Questions.of(card, 5).calls(), Questions.of(card, 5).calls());
    }
}
