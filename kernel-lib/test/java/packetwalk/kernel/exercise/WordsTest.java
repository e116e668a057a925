package packetwalk.kernel.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import packetwalk.kernel.report.CheckResult;
import packetwalk.kernel.report.FeedbackText;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Status;

/** What is said of answers that nobody planned: a slip is called a slip, and a belief only what is one. */
class WordsTest {

    private static CheckResult first(String id, Answer answer) {
        Questions questions = Questions.of(CardFiles.named(id).card(), 77);
        GradeReport report = Judge.grade(questions, Collections.nCopies(questions.size(), answer));
        return report.first().orElseThrow();
    }

    @Test
    void a_method_that_gives_null_has_not_thrown() {
        Exercise neighbours = new Exercise(CardFiles.named("POD-2").card(), 1);

        CheckResult first = neighbours
                .check(given -> Collections.singletonList(null))
                .report()
                .first()
                .orElseThrow();

        assertEquals(Failure.NO_VALUE.words(), first.message());
    }

    @Test
    void a_value_that_no_machine_takes_is_refused_and_no_misconception() {
        CheckResult first = first("POD-9", new Answer.Value(0));

        assertEquals(Status.REFUSED, first.status());
        assertTrue(first.message().contains("mtu 0 of cni0 is out of range"), first.message());
    }

    @Test
    void an_answer_that_lacks_a_part_is_told_which() {
        CheckResult first = first("ING-4", new Answer.Value(Map.of("manifest", "kind: Service")));

        assertTrue(first.message().contains("the answer has nothing for port"), first.message());
    }

    @Test
    void what_a_check_looks_for_and_does_not_find_stands_where_the_learner_is() {
        CheckResult first = first("POD-1", new Answer.Value("""
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "elsewhere"},
                 "spec": {"containers": [{"name": "app", "image": "any"}]}}"""));
        String text = FeedbackText.details(first);

        assertEquals(Optional.of("M-TWO-PODS"), first.misconception());
        assertTrue(text.contains("should answered\n\nwhere you are:\n  kubectl: logs "), text);
    }

    @Test
    void nothing_at_all_is_a_list_of_commands_that_repairs_nothing() {
        assertEquals(
                Optional.of("M-NO-ROUTE"),
                first("POD-7", new Answer.Value(List.of())).misconception());
    }
}
