package packetwalk.kernel.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.report.CheckResult;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Status;

/** The probe lab pays for telling right from broken, and for nothing else. */
class ProbesTest {

    private static final Card LAB = CardFiles.named("SVC-10").card();

    private static GradeReport grade(Function<Map<String, Object>, List<String>> probes) {
        Questions questions = Questions.of(LAB, 11);
        return Judge.grade(
                questions,
                questions.situations().stream()
                        .map(each -> (Answer) new Answer.Value(probes.apply(each.values())))
                        .toList());
    }

    private static String url(Map<String, Object> values) {
        return "http://" + values.get("vip") + ":" + values.get("port") + "/";
    }

    private static void assertFirst(GradeReport report, String check, String misconception) {
        CheckResult first = report.first().orElseThrow();
        assertEquals(check, first.id());
        assertEquals(Optional.of(misconception), first.misconception());
    }

    @Test
    void whoever_is_never_content_gets_nothing_and_is_shown_a_right_proxy_that_was_rejected() {
        GradeReport report = grade(values -> List.of("near: curl " + url(values) + " => refused"));

        assertEquals(0, report.points());
        assertFirst(report, "right-iptables", "M-OVERSPEC");
        assertTrue(
                report.first().orElseThrow().evidence().orElseThrow().command().contains("curl"));
    }

    @Test
    void whoever_is_content_with_everything_gets_nothing() {
        GradeReport report = grade(
                values -> List.of("near: nc -zv " + values.get("vip") + " 7 => never reaches " + values.get("other")));

        assertEquals(0, report.points());
        assertFirst(report, "no-rules", "M-UNTESTED-ANSWER");
        assertEquals(Status.NOT_LOOKED_AT, report.checks().get(0).status());
    }

    @Test
    void whoever_rejects_one_way_of_being_right_gets_what_the_others_are_worth_and_for_no_broken_one() {
        GradeReport report = grade(values -> List.of(
                "near: curl " + url(values) + " => answered",
                "near: nc -zv " + values.get("vip") + " 7 => unreachable"));

        assertFirst(report, "right-ipvs", "M-OVERSPEC");
        assertTrue(
                report.checks().stream()
                        .filter(check -> check.status() == Status.PASSED)
                        .allMatch(check -> check.id().startsWith("right-")),
                report.checks().toString());
    }

    @Test
    void a_broken_one_that_fails_by_luck_has_not_been_found() {
        Situation masquerading = Questions.of(LAB, 11).situations().stream()
                .filter(each -> each.check().id().equals("masquerades"))
                .findFirst()
                .orElseThrow();
        Probes probes = new Probes();
        Map<String, Object> values = masquerading.values();
        List<Said> lucky = List.of("first", "second").stream()
                .map(pod ->
                        new Said(masquerading, List.of("near: curl " + url(values) + " => reaches " + values.get(pod))))
                .toList();

        List<Wrong> wrong =
                lucky.stream().flatMap(each -> probes.judge(LAB, each).stream()).toList();

        assertEquals(2, wrong.size());
        assertEquals(
                List.of("M-OVERSPEC", "M-UNTESTED-SOURCE"),
                wrong.stream()
                        .map(each -> probes.explain(LAB, List.of(each), List.of())
                                .misconception()
                                .name())
                        .sorted()
                        .toList());
    }
}
