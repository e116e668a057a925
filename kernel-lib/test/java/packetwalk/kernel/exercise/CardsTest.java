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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.CardFile;
import packetwalk.kernel.exercise.card.Check;
import packetwalk.kernel.exercise.card.Key;
import packetwalk.kernel.exercise.card.Misconception;
import packetwalk.kernel.report.CheckResult;
import packetwalk.kernel.report.FeedbackText;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Status;

/** What every exercise promises, by its own answers: right ones, wrong ones, and none. CONTRIBUTING.md has its long run, over many seeds. */
@Tag("cards")
@ParameterizedClass
@MethodSource("cards")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CardsTest {

    /** Two, and as many more as a long run asks for: {@code -Dpacketwalk.cards.seeds=50}, beginning at {@code -Dpacketwalk.cards.from=1000}. */
    private static final List<Long> SEEDS = LongStream.concat(
                    LongStream.of(1, 20261126),
                    LongStream.range(0, Long.getLong("packetwalk.cards.seeds", 0))
                            .map(each -> each + Long.getLong("packetwalk.cards.from", 1000)))
            .boxed()
            .toList();

    @Parameter
    private String id;

    private Card card;
    private Key key;
    private final Map<Long, Questions> asked = new HashMap<>();
    private JShellAnswers learner;

    static List<String> cards() {
        return CardFiles.all().stream().map(each -> each.card().id()).toList();
    }

    @BeforeParameterizedClassInvocation
    void open() {
        asked.clear();
        learner = new JShellAnswers();
        CardFile file = CardFiles.named(id);
        card = file.card();
        key = file.key().orElseThrow();
    }

    @AfterParameterizedClassInvocation
    void close() {
        learner.close();
    }

    /** Drawn once for all tests of a card, as for a class. */
    private Questions questions(long seed) {
        return asked.computeIfAbsent(seed, each -> Questions.of(card, each));
    }

    @Test
    void what_nobody_wrote_scores_nothing_and_is_told_so() {
        GradeReport report = learner.grade(questions(SEEDS.get(0)), Card.STARTER);

        assertEquals(0, report.points());
        CheckResult first = report.first().orElseThrow();
        assertEquals(Status.NO_ANSWER, first.status());
        assertEquals(Failure.NOT_WRITTEN.words(), first.message());
    }

    @Test
    void every_network_that_is_drawn_can_be_built_and_the_solution_and_two_others_score_everything() {
        assertTrue(key.right().size() >= 3, "a solution and two other right answers");
        for (long seed : SEEDS) {
            assertEquals(
                    card.checks().stream().mapToInt(Check::times).sum(),
                    questions(seed).size(),
                    () -> "what seed " + seed + " draws");
            for (String right : key.right()) {
                GradeReport report = learner.grade(questions(seed), right);
                assertEquals(
                        card.points(),
                        report.points(),
                        () -> "seed " + seed + "\n" + right + "\n" + FeedbackText.of(report));
                assertEquals(List.of(), report.faults(), () -> "seed " + seed);
            }
        }
    }

    @Test
    void each_wrong_answer_is_caught_by_its_own_check_with_its_own_words_and_marks_whatever_the_seed() {
        Map<String, Double> marks = new HashMap<>();
        for (long seed : SEEDS) {
            for (Key.Chaff each : key.wrong()) {
                GradeReport report = learner.grade(questions(seed), each.code());
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

    @Test
    void what_was_right_on_other_numbers_is_not_right() {
        for (int i = 0; i < SEEDS.size(); i++) {
            long seed = SEEDS.get(i);
            Questions others = questions(SEEDS.get((i + 1) % SEEDS.size()));

            GradeReport report = Judge.grade(questions(seed), learner.ask(others, key.solution()));
            assertTrue(report.points() < report.max(), () -> "seed " + seed + "\n" + FeedbackText.of(report));
        }
    }

    @Test
    void every_misconception_has_a_wrong_answer_and_every_text_says_something() {
        Set<String> planted = key.wrong().stream().map(Key.Chaff::misconception).collect(Collectors.toSet());

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

    @Test
    void equal_seeds_ask_equal_questions() {
        long seed = SEEDS.get(0);

        assertEquals(questions(seed).calls(), Questions.of(card, seed).calls());
    }
}
