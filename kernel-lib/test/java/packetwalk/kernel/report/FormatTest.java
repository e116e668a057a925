package packetwalk.kernel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each file is as the system that reads it documents it, whatever a learner wrote. */
class FormatTest {

    private static final List<SubmissionReport> REPORTS = List.of(Reports.ordinary(), Reports.hostile());

    @Test
    void a_format_is_asked_for_by_name() {
        assertEquals(Format.GRADESCOPE, Format.named("gradescope"));
        assertEquals(Format.JUNIT, Format.named("JUnit"));
        assertEquals(
                "there is no format \"pdf\"; there are json, gradescope, prairielearn, coursera, junit, csv, markdown, html",
                assertThrows(IllegalArgumentException.class, () -> Format.named("pdf"))
                        .getMessage());
    }

    @Test
    void all_formats_fit_into_one_folder() {
        Set<String> names = Arrays.stream(Format.values()).map(Format::fileName).collect(Collectors.toSet());

        assertEquals(Format.values().length, names.size());
    }

    @ParameterizedTest
    @EnumSource
    void equal_reports_are_equal_files_that_are_utf_8_with_nothing_that_cannot_be_seen(Format format) {
        for (SubmissionReport report : REPORTS) {
            String text = format.write(report);

            assertEquals(text, format.write(report));
            assertEquals(text, new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            assertFalse(text.codePoints()
                    .anyMatch(each -> (each < ' ' && each != '\n' && each != '\r')
                            || each == 0x85
                            || each == 0x202e
                            || each == 0x200b));
        }
    }

    /** gradescope-autograders.readthedocs.io, "Output format". */
    @Test
    void gradescope_takes_results_json() {
        for (SubmissionReport report : REPORTS) {
            JsonNode json = Json.read(Format.GRADESCOPE.write(report));

            assertKeys(
                    json,
                    "score execution_time output output_format test_output_format test_name_format visibility"
                            + " stdout_visibility extra_data tests leaderboard");
            assertEquals(report.points(), json.get("score").doubleValue());
            assertTrue(json.get("execution_time").isNumber()
                    && json.get("extra_data").isObject());
            double score = 0;
            for (JsonNode test : json.get("tests")) {
                assertKeys(
                        test,
                        "score max_score status name name_format number output output_format tags visibility extra_data");
                assertTrue(
                        Set.of("passed", "failed").contains(test.get("status").textValue()));
                assertTrue(Set.of("hidden", "after_due_date", "after_published", "visible")
                        .contains(test.get("visibility").textValue()));
                assertTrue(test.get("tags").isArray() && test.get("number").isTextual());
                score += test.get("score").doubleValue();
            }
            assertEquals(report.points(), score);
        }
    }

    @Test
    void nobody_who_is_graded_reads_the_seed_from_which_others_are_asked() {
        long seed = 8675309123456789L;
        GradeReport one = Reports.ordinary().exercises().get(0);
        SubmissionReport report = Reports.report(
                "ada",
                List.of(new GradeReport(one.exercise(), one.title(), one.checks(), one.faults(), seed, one.version())),
                List.of());

        for (Format shown : List.of(Format.PRAIRIELEARN, Format.COURSERA, Format.JUNIT, Format.MARKDOWN, Format.CSV)) {
            assertFalse(shown.write(report).contains("" + seed), shown.toString());
        }
        String gradescope = Format.GRADESCOPE.write(report);
        assertTrue(gradescope.indexOf("" + seed) > gradescope.indexOf("extra_data"));
    }

    /** docs.prairielearn.com, "External grading", "Grading results". */
    @Test
    void prairielearn_takes_results_json_of_a_megabyte_at_most() {
        for (SubmissionReport report : List.of(Reports.ordinary(), Reports.hostile(), large())) {
            String text = Format.PRAIRIELEARN.write(report);
            JsonNode json = Json.read(text);

            assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= 1 << 20);
            assertKeys(json, "gradable score message output images tests format_errors");
            double score = json.get("score").doubleValue();
            assertTrue(score >= 0 && score <= 1);
            assertEquals(report.points() / report.max(), score);
            for (JsonNode test : json.get("tests")) {
                assertKeys(test, "name description points max_points message output images");
                assertTrue(
                        test.get("points").isNumber() && test.get("max_points").isNumber());
                assertTrue(test.get("name").isTextual() && test.get("output").isTextual());
            }
        }
    }

    private static SubmissionReport large() {
        CheckResult check = CheckResult.without("c", "C", 1, Status.REFUSED, Reports.HOSTILE.repeat(1000));
        return Reports.report(
                "eve",
                List.of(new GradeReport("POD-1", "One", Collections.nCopies(200, check), List.of(), 1, "0.1.0")),
                List.of());
    }

    @Test
    void coursera_takes_a_share_and_a_text() {
        for (SubmissionReport report : REPORTS) {
            JsonNode json = Json.read(Format.COURSERA.write(report));

            assertKeys(json, "fractionalScore feedback feedbackType");
            assertEquals(
                    report.points() / report.max(), json.get("fractionalScore").doubleValue());
            assertTrue(json.get("feedback").isTextual());
        }
    }

    private static void assertKeys(JsonNode object, String known) {
        object.fieldNames()
                .forEachRemaining(name -> assertTrue(List.of(known.split(" ")).contains(name), name));
    }

    @Test
    void in_markdown_nothing_of_a_learner_means_anything() {
        String text = Format.MARKDOWN.write(Reports.hostile());
        boolean inBlock = false;
        String fence = "";
        for (String line : text.split("\n")) {
            if (inBlock) {
                inBlock = !line.equals(fence);
            } else if (line.matches("`{3,}text")) {
                fence = line.replace("text", "");
                inBlock = true;
            } else {
                assertFalse(line.matches(".*(<|(?<!\\\\)[\\[!@]|(?<!\\\\)\\$\\{).*"), line);
                assertTrue(line.isEmpty() || line.matches("(# |## |\\| |- |\\*\\*|M\\\\?-).*"), line);
            }
        }
        assertFalse(inBlock, "every block ends");
    }

    @Test
    void markdown_tells_the_misconception_and_both_walks() {
        String text = Format.MARKDOWN.write(Reports.ordinary());

        assertTrue(text.startsWith("# ada, 01-pods.ipynb: 1 of 5.5\n"), text);
        assertTrue(text.contains("M-ARP-REMOTE: ARP never crosses a router: **ask"), text);
        assertTrue(text.contains("> client  arp who-has 10.0.2.7\n"), text);
        assertTrue(text.contains("- isolation: own user and namespaces\n"), text);
    }
}
