package packetwalk.kernel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportJsonTest {

    @Test
    void what_is_written_is_read_back_to_the_character() {
        for (SubmissionReport report : List.of(Reports.ordinary(), Reports.hostile())) {
            assertEquals(report, ReportJson.read(ReportJson.write(report)));
        }
    }

    @Test
    void it_is_ascii_so_that_half_a_character_survives_every_file() {
        assertTrue(ReportJson.write(Reports.hostile()).chars().allMatch(each -> each < 128));
    }

    @Test
    void a_file_that_was_cut_off_is_no_report() {
        String whole = ReportJson.write(Reports.ordinary());
        IntStream.range(0, whole.length() - 2)
                .filter(each -> each % 37 == 0)
                .forEach(end ->
                        assertThrows(IllegalArgumentException.class, () -> ReportJson.read(whole.substring(0, end))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"learner\" : \"ada\"|\"learner\" : \"ada\", \"learner\" : \"bob\"|Duplicate",
                "\"learner\" : \"ada\"|\"learner\" : 7|report.learner is 7; a text belongs there",
                "\"learner\" : \"ada\",||report.learner is missing",
                "\"learner\" : \"ada\"|\"learner\" : \"ada\", \"bonus\" : 9|report has a field bonus",
                "\"PT1.234S\"|\"soon\"|report.took is \"soon\"",
                "\"OWN_USER\"|\"NONE\"|report.isolation is \"NONE\"; there are [OWN_USER",
                "packetwalk report 2|packetwalk report 1|report.kind is \"packetwalk report 1\"",
                "\"status\" : \"FAILED\"|\"status\" : \"PASSED\"|report.exercises[0].checks[1].points are 0.0",
                "\"points\" : 1.0,|\"points\" : 2.0,|points",
                "\"-7\"|\"seven\"|report.exercises[0].seed is \"seven\"",
            })
    void what_nobody_wrote_is_refused_with_its_place(String written, String instead, String says) {
        String text = ReportJson.write(Reports.ordinary());
        assertTrue(text.contains(written), text);
        String changed = text.replace(written, instead == null ? "" : instead);

        String message = assertThrows(IllegalArgumentException.class, () -> ReportJson.read(changed))
                .getMessage();
        assertTrue(message.contains(says), message);
    }

    @Test
    void what_follows_a_report_is_refused() {
        String twice = ReportJson.write(Reports.ordinary()).repeat(2);

        assertThrows(IllegalArgumentException.class, () -> ReportJson.read(twice));
    }
}
