package packetwalk.kernel.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import packetwalk.kernel.view.Views;

/** What a learner reads in a notebook. */
class BeliefsTest {

    private static Exercise exercise(String id) {
        return new Exercise(CardFiles.named(id).card(), Seeds.ofLearner("practice", "anybody"));
    }

    @Test
    void one_predicts_before_one_runs() {
        Exercise neighbours = exercise("POD-3");

        assertThrows(IllegalStateException.class, neighbours::run);
        assertThrows(IllegalStateException.class, () -> neighbours.predict("?").run());
        assertThrows(
                IllegalStateException.class,
                () -> exercise("POD-2").predict(List.of("?")).run());
        assertThrows(
                IllegalStateException.class,
                () -> exercise("POD-4").predict(Map.of("?", "?")).run());
        assertTrue(neighbours
                .predict(neighbours.given().address("dst"))
                .run()
                .finding()
                .isEmpty());
    }

    @Test
    void a_wrong_prediction_stands_beside_the_world_in_which_it_would_be_right() {
        Exercise neighbours = exercise("POD-3");
        Comparison comparison =
                neighbours.predict(neighbours.given().address("gateway")).run();

        assertEquals(
                "M-ARP-GATEWAY",
                comparison.finding().orElseThrow().misconception().name());
        assertTrue(comparison.text().contains("where you are:"), comparison.text());
    }

    @Test
    void a_check_that_does_not_hold_shows_the_first_step_that_differs() {
        Feedback feedback = exercise("POD-7")
                .check(given -> List.of(
                        "router: ip route add " + given.cidr("rightBlock") + " via " + given.text("rightNode")));

        assertEquals(1, feedback.report().points());
        assertEquals(
                Optional.of("M-ONEWAY"), feedback.report().first().orElseThrow().misconception());
        assertTrue(feedback.text().contains("> the answer, "), feedback.text());
        assertTrue(feedback.html().contains("first difference"));
    }

    @Test
    void a_grade_cell_gives_a_bare_number_and_html() {
        Feedback feedback = exercise("POD-5")
                .check(given -> given.cidrs("table").stream()
                        .filter(each -> each.contains(given.address("dst")))
                        .findFirst()
                        .orElseThrow());

        assertEquals("0", Views.bundle(feedback).get("text/plain"));
        assertTrue(Views.bundle(feedback).get("text/html").contains("M-FIRST-MATCH"));
    }

    @Test
    void another_learner_has_other_numbers() {
        var card = CardFiles.named("POD-7").card();
        assertTrue(!new Exercise(card, Seeds.ofLearner("practice", "a"))
                .text()
                .equals(new Exercise(card, Seeds.ofLearner("practice", "b")).text()));
    }
}
