package packetwalk.kernel.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.kernel.report.Format;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Isolation;
import packetwalk.kernel.report.SubmissionReport;

/** What the command promises an instructor. */
class GradeTest {

    @TempDir
    private Path folder;

    private Classroom classroom;
    private Path out;

    @BeforeEach
    void open() throws IOException {
        classroom = new Classroom(folder);
        out = folder.resolve("out");
    }

    @Test
    void what_is_right_gets_its_points_and_what_is_no_notebook_a_report_that_says_so() throws Exception {
        classroom.submit("ada", List.of(Classroom.solution("POD-7")));
        classroom.submit("broken", "{\"cells\": [");
        classroom.submit("binary", "\0\1\2");
        classroom.submit("other-json", "[1, 2]");
        Files.createDirectories(classroom.folder().resolve("a-folder").resolve("01-pods.ipynb"));
        Path link = Files.createDirectories(classroom.folder().resolve("link")).resolve("01-pods.ipynb");
        Files.createSymbolicLink(link, classroom.folder().resolve("ada").resolve("01-pods.ipynb"));

        Classroom.Run run = classroom.grade("--seed", "7", "--out", out.toString());

        assertEquals(0, run.status(), run.messages());
        SubmissionReport ada = Classroom.report(out, "ada");
        assertEquals(4, ada.points(), () -> Format.MARKDOWN.write(ada));
        assertTrue(said("broken").contains("It is no JSON"), said("broken"));
        assertTrue(said("binary").contains("It is no JSON"), said("binary"));
        assertTrue(said("other-json").contains("it has no cells"), said("other-json"));
        assertTrue(said("a-folder").contains("It is no file"), said("a-folder"));
        assertTrue(said("link").contains("It is a symbolic link"), said("link"));
        assertTrue(Files.readString(out.resolve("grades.csv")).contains("ada,01-pods.ipynb,4,"));
    }

    private String said(String learner) throws IOException {
        SubmissionReport report = Classroom.report(out, learner);
        assertEquals(0, report.points());
        return report.notices().toString();
    }

    @Test
    void what_was_graded_is_not_graded_again_until_it_changes() throws Exception {
        classroom.submit("ada", List.of(Classroom.solution("POD-7")));
        classroom.grade("--out", out.toString());
        SubmissionReport first = Classroom.report(out, "ada");

        Classroom.Run again = classroom.grade("--out", out.toString());
        assertTrue(again.messages().contains("graded before"), again.messages());
        assertEquals(first, Classroom.report(out, "ada"), "the seed that was drawn is kept");

        classroom.submit("ada", List.of(Classroom.solution("POD-3")));
        classroom.grade("--out", out.toString());
        SubmissionReport changed = Classroom.report(out, "ada");
        assertEquals(0, points(first, "POD-3"));
        assertEquals(4, points(changed, "POD-3"));
        assertEquals(first.exercises().get(0).seed(), changed.exercises().get(0).seed());
    }

    private static double points(SubmissionReport report, String exercise) {
        return report.exercises().stream()
                .filter(each -> each.exercise().equals(exercise))
                .mapToDouble(GradeReport::points)
                .sum();
    }

    @Test
    void each_learner_has_numbers_of_their_own_if_there_is_a_key() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "a key that nobody guesses");
        classroom.submit("ada", List.of());
        classroom.submit("bob", List.of());
        classroom.grade("--key", key.toString(), "--out", out.toString());

        assertNotEquals(
                Classroom.report(out, "ada").exercises().get(0).seed(),
                Classroom.report(out, "bob").exercises().get(0).seed());
    }

    @Test
    void a_seed_in_a_file_is_the_same_seed_and_reports_are_for_their_owner() throws Exception {
        Path seed = Files.writeString(folder.resolve("seed"), "20261126\n");
        classroom.submit("ada", List.of());
        classroom.grade("--seed-file", seed.toString(), "--out", out.toString());

        assertEquals(20261126, Classroom.report(out, "ada").exercises().get(0).seed());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
    }

    @Test
    void one_notebook_is_explained_step_by_step() throws Exception {
        Path ada = classroom.submit("ada", List.of(Classroom.solution("POD-7")));
        Classroom.Run run = classroom.grade(ada, "--seed", "7", "--isolation", "process", "--explain");

        assertTrue(run.messages().contains(Isolation.PROCESS_ONLY.words()), run.messages());
        for (String step : List.of("taken: cells [pod-7-answer]", "repair(\"", "ip route add", "judged:", "4 of 4")) {
            assertTrue(run.out().contains(step), () -> step + " is missing: " + run.out());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--seed,many,--seed takes a number",
        "--jobs,0,--jobs takes a number from 1 to 64",
        "--frobnicate,x,there is no option --frobnicate",
        "--isolation,none,'--isolation takes own-user, user-namespace or process'",
        "--key,/nowhere/key,cannot read the key in /nowhere/key",
        "--seed-file,/nowhere/seed,cannot read the seed in /nowhere/seed",
        "--seed-file,pom.xml,the seed in pom.xml is no whole number",
    })
    void wrong_words_end_with_1_and_say_what_is_wrong(String option, String value, String message) throws Exception {
        Classroom.Run run = classroom.grade(option, value);

        assertEquals(1, run.status());
        assertTrue(run.messages().contains(message), run.messages());
    }

    @Test
    void an_empty_folder_is_nothing_to_grade() throws Exception {
        Classroom.Run run = classroom.grade();

        assertEquals(1, run.status());
        assertTrue(run.messages().contains("there is no notebook in"), run.messages());
    }
}
