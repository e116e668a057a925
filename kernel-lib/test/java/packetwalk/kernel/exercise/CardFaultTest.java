package packetwalk.kernel.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.CardFile;
import packetwalk.kernel.report.FeedbackHtml;
import packetwalk.kernel.report.FeedbackText;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Status;

/** A card that draws what cannot be: nobody pays for that but whoever wrote the card. */
class CardFaultTest {

    private static final long SEED = 3;

    /** A card of the repository, spoiled: texts, each followed by what stands there instead. */
    private static Card spoiled(String id, String... changes) {
        String card = CardFiles.text(id);
        for (int i = 0; i < changes.length; i += 2) {
            assertTrue(card.contains(changes[i]), card);
            card = card.replace(changes[i], changes[i + 1]);
        }
        return CardFile.parse(id, card).card();
    }

    private static GradeReport grade(Card card, Object... answers) {
        Questions questions = Questions.of(card, SEED);
        return Judge.grade(
                questions,
                questions.situations().stream()
                        .map(each -> answer(each, answers))
                        .toList());
    }

    /** The only one given, or, of POD-7, the repair with the numbers of that situation. */
    private static Answer answer(Situation situation, Object... answers) {
        Map<String, Object> values = situation.values();
        return new Answer.Value(
                answers.length > 0
                        ? answers[0]
                        : List.of(
                                "router: ip route add " + values.get("leftBlock") + " via " + values.get("leftNode"),
                                "router: ip route add " + values.get("rightBlock") + " via "
                                        + values.get("rightNode")));
    }

    private static Status status(GradeReport report, String check) {
        return report.checks().stream()
                .filter(each -> each.id().equals(check))
                .findFirst()
                .orElseThrow()
                .status();
    }

    @Test
    void a_network_that_cannot_be_built_is_left_out_and_costs_nothing() {
        Card card = spoiled(
                "POD-7", "routes: \"false\"", "routes: [\"false\", perhaps]", "points: ", "times: 6\n    points: ");

        GradeReport report = grade(card);

        assertEquals(4, report.points(), () -> FeedbackText.of(report));
        assertEquals(4, report.max());
        assertFalse(report.faults().isEmpty());
        String fault = report.faults().get(0);
        assertTrue(
                fault.startsWith("exercise POD-7 is at fault, not your answer: situation ")
                        && fault.contains("routes=perhaps")
                        && fault.contains("cannot be: "),
                fault);
    }

    @Test
    void a_check_of_which_nothing_can_be_built_neither_gives_nor_takes_points_and_so_does_what_needs_it() {
        Card card = spoiled("POD-7", "routes: \"false\"", "routes: perhaps");

        GradeReport report = grade(card);

        assertEquals(0, report.max());
        assertEquals(Status.FAULTY, status(report, "there"));
        assertEquals(Status.FAULTY, status(report, "no-nat"));
        assertEquals(Optional.empty(), report.first());
        assertTrue(FeedbackText.of(report).contains("exercise POD-7 is at fault"), FeedbackText.of(report));
        assertTrue(FeedbackHtml.of(report).contains("exercise POD-7 is at fault"));
    }

    @Test
    void a_check_that_cannot_be_drawn_does_not_count_and_the_others_do() {
        Card card = spoiled("POD-4", "send: ", "do: \"nobody: true\"\n    send: ");
        Questions questions = Questions.of(card, SEED);

        GradeReport report = Judge.grade(questions, questions.failed(Failure.NOT_WRITTEN, ""));

        assertEquals(0, questions.size());
        assertEquals(0, report.max());
        assertTrue(report.faults().get(0).contains("there is no pod, node, host, container or router nobody"));
        assertTrue(assertThrows(CardFault.class, () -> new Exercise(card, SEED))
                .getMessage()
                .contains("exercise POD-4 is at fault"));
    }

    @Test
    void where_even_the_sound_network_cannot_be_the_answer_is_not_to_blame() {
        Card card = spoiled("POD-7", "sound: {routes: \"true\"}", "sound: {routes: perhaps}");

        GradeReport report = grade(card, List.of("node-1: ip route show"));

        assertEquals(0, report.max(), () -> FeedbackText.of(report));
        assertTrue(report.faults().get(0).contains("perhaps"), report.faults().toString());
    }

    @Test
    void what_an_answer_asks_for_and_cannot_be_is_still_its_own_fault() {
        GradeReport report = grade(CardFiles.named("POD-7").card(), List.of("router: ip route add nonsense"));

        assertEquals(Status.REFUSED, status(report, "there"));
        assertEquals(4, report.max());
        assertEquals(List.of(), report.faults());
    }

    @Test
    void a_probe_lab_that_cannot_be_built_does_not_count() {
        Card card = spoiled("SVC-10", "mode: ProxyMode.IPTABLES", "mode: ProxyMode.NONESUCH");

        GradeReport report = grade(card, List.of("near: ping 10.0.1.2 => answered"));

        assertEquals(Status.FAULTY, status(report, "no-rules"));
        assertEquals(0, report.points());
    }

    @Test
    void a_belief_whose_world_cannot_be_built_costs_its_name_and_no_mark() {
        Card card = spoiled("POD-5", "pref ${number} lookup", "pref ${number} nonsense");
        Questions questions = Questions.of(card, SEED);

        GradeReport report =
                Judge.grade(questions, Collections.nCopies(questions.size(), new Answer.Value("192.0.2.0/24")));

        assertEquals(2, report.max());
        assertEquals(Optional.of("M-LONGEST"), report.first().orElseThrow().misconception());
    }
}
