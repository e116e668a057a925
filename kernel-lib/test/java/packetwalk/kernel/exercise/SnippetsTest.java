package packetwalk.kernel.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another JVM says is data, or nothing. */
class SnippetsTest {

    private final Questions questions = Questions.of(CardFiles.named("POD-7").card(), 1);
    private final Snippets snippets = Snippets.of(questions, "abc");

    private List<Answer> read(String first) {
        return snippets.read(
                "{\"nonce\": \"Answersabc\", \"answers\": [" + first + ", {\"value\": 1}, {\"value\": true}]}");
    }

    @Test
    void values_are_texts_numbers_truths_lists_and_maps() {
        List<Answer> answers = read("{\"value\": {\"a\": [1, 2.5, \"\\u003d\"]}}");

        assertEquals(new Answer.Value(Map.of("a", List.of(1, 2.5, "="))), answers.get(0));
        assertEquals(new Answer.Value(true), answers.get(2));
    }

    @Test
    void what_was_thrown_is_told_and_a_starter_is_known_by_its_words() {
        assertEquals(
                new Answer.Failed(Failure.NOT_WRITTEN, ""),
                read("{\"threw\": \"java.lang.UnsupportedOperationException: your code here\"}")
                        .get(0));
        assertEquals(
                new Answer.Failed(Failure.THREW, "java.lang.ArithmeticException: / by zero"),
                read("{\"threw\": \"java.lang.ArithmeticException: / by zero\"}")
                        .get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[1, 2, 3]",
                "{\"nonce\": \"Answersxyz\", \"answers\": [{\"value\": 1}, {\"value\": 1}, {\"value\": 1}]}",
                "{\"nonce\": \"Answersabc\", \"answers\": [{\"value\": 1}]}",
                "{\"nonce\": \"Answersabc\", \"answers\": [!!java.io.File [/etc/passwd], {\"value\": 1}, {\"value\": 1}]}",
                "{\"nonce\": \"Answersabc\", \"nonce\": \"Answersabc\", \"answers\": []}",
                "[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]",
                "\u0000"
            })
    void anything_else_is_no_answer(String text) {
        List<Answer> answers = snippets.read(text);

        assertEquals(questions.size(), answers.size());
        answers.forEach(each -> assertInstanceOf(Answer.Failed.class, each));
    }

    @Test
    void a_value_that_is_no_data_is_no_value() {
        assertEquals(
                new Answer.Failed(Failure.NO_VALUE, ""),
                read("{\"value\": 2026-11-26}").get(0));
        assertEquals(
                new Answer.Failed(Failure.NO_VALUE, ""),
                read("{\"value\": null}").get(0));
        assertEquals(new Answer.Failed(Failure.NO_VALUE, ""), read("{}").get(0));
    }

    @Test
    void what_is_longer_than_any_answer_is_none() {
        assertEquals(
                new Answer.Failed(Failure.TOO_LARGE, "an answer of 20001 characters"),
                read("{\"value\": \"" + "x".repeat(20_001) + "\"}").get(0));
        assertEquals(
                1004,
                ((Answer.Failed) read("{\"threw\": \"" + "x".repeat(5000) + "\"}")
                                .get(0))
                        .text()
                        .length());
    }

    @Test
    void what_a_command_does_to_the_judge_is_a_refusal() {
        for (String line : List.of(
                "time: 99999s",
                "nowhere: ls",
                "node-1: rm -rf /",
                "no colon",
                "kubectl: apply -f /etc/passwd",
                "node-1: hey -n 5001 http://10.100.0.1/",
                "kubectl: scale deployment web --replicas=1000000000",
                "kubectl: apply -f -\n{kind: Deployment, spec: {replicas: 1000000000}}",
                "kubectl: patch deployment web -p {\"spec\":{\"replicas\":1e9}}")) {
            var report = Judge.grade(
                    questions, List.of(new Answer.Value(List.of(line)), new Answer.Value(1), new Answer.Value(1)));

            assertEquals(0, report.points());
            assertTrue(report.first().orElseThrow().message().startsWith("What you ask for cannot be done"), line);
        }
    }
}
