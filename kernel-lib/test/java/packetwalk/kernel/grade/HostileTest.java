package packetwalk.kernel.grade;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import packetwalk.kernel.report.Format;
import packetwalk.kernel.report.SubmissionReport;

/** Submissions that attack the grader, {@code test/hostile}: none gains a point, none stops the others, each report says what happened. */
@Tag("hostile")
class HostileTest {

    private static final String CANARY = "canary-4711";
    private static final String STOLEN = "GOT ";

    @TempDir
    private Path folder;

    /** What the report has to say, and the cells: {@code // says:} and {@code // cell:} lines of a file. */
    private record Attack(String says, List<Classroom.Cell> cells) {

        static Attack parse(String text) {
            List<Classroom.Cell> cells = new ArrayList<>();
            String[] parts = text.split("// cell: ");
            for (int i = 1; i < parts.length; i++) {
                int end = parts[i].indexOf('\n');
                cells.add(new Classroom.Cell(parts[i].substring(0, end), parts[i].substring(end + 1)));
            }
            return new Attack(parts[0].replace("// says: ", "").strip(), cells);
        }
    }

    private Map<String, Attack> attacks(Map<String, String> values) throws IOException {
        Map<String, Attack> attacks = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(Path.of("test", "hostile"))) {
            for (Path each : files.sorted().toList()) {
                String text = Files.readString(each);
                for (Map.Entry<String, String> value : values.entrySet()) {
                    text = text.replace("${" + value.getKey() + "}", value.getValue());
                }
                attacks.put(each.getFileName().toString().replace(".jsh", ""), Attack.parse(text));
            }
        }
        return attacks;
    }

    @Test
    void no_attack_gains_a_point_or_stops_the_others() throws Exception {
        SubmissionReport honest = attack("own-user");
        assertTrue(honest.points() >= 8, "who answers honestly gets what is due");
    }

    @Test
    void in_a_user_namespace_nobody_reads_what_is_not_theirs() throws Exception {
        attack("user-namespace");
    }

    @Test
    void where_there_is_but_a_process_marks_are_honest_still_and_the_report_says_what_it_was() throws Exception {
        SubmissionReport honest = attack("process");
        assertTrue(honest.points() >= 8, "who answers honestly gets what is due");
        assertTrue(Format.MARKDOWN.write(honest).contains("isolation: process only"));
    }

    private SubmissionReport attack(String isolation) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Classroom classroom = new Classroom(folder);
            Path other = classroom.submit("honest", List.of(Classroom.solution("POD-3"), Classroom.solution("POD-7")));
            Path canary = Files.writeString(folder.resolve("grader-file"), CANARY);
            Map<String, Attack> attacks = attacks(Map.of(
                    "canary", canary.toString(),
                    "other", other.toString(),
                    "home", System.getProperty("user.home"),
                    "port", Integer.toString(server.getLocalPort())));
            assertTrue(attacks.size() >= 20);
            for (Map.Entry<String, Attack> each : attacks.entrySet()) {
                classroom.submit(each.getKey(), each.getValue().cells());
            }
            Path out = folder.resolve("out");
            Classroom.Run run = classroom.grade(
                    "--seed", "7", "--seconds", "3", "--jobs", "4", "--isolation", isolation, "--out", out.toString());

            assertEquals(0, run.status(), run.messages());
            boolean walls = !run.messages().contains("process only");
            assumeTrue(
                    walls || isolation.equals("process"), "this machine allows no namespaces: skipped what they hold");
            assertAll(attacks.entrySet().stream().map(each -> () -> {
                assertMarkedHonestly(out, each.getKey());
                if (walls) {
                    assertHarmless(out, each.getKey(), each.getValue());
                }
            }));
            return Classroom.report(out, "honest");
        }
    }

    /** What holds whatever is around a learner's code. */
    private static void assertMarkedHonestly(Path out, String name) throws IOException {
        SubmissionReport report = Classroom.report(out, name);

        assertEquals(0, report.points(), () -> name + " has gained points: " + Format.JSON.write(report));
        assertTrue(report.exercises().size() >= 8, () -> name + " has no report of all exercises");
    }

    /** What the walls of a namespace hold. */
    private static void assertHarmless(Path out, String name, Attack attack) throws IOException {
        SubmissionReport report = Classroom.report(out, name);
        String text = Format.JSON.write(report);

        assertFalse(text.contains(CANARY) || text.contains(STOLEN), () -> name + " has read: " + text);
        assertTrue(
                text.contains(attack.says()) || Format.MARKDOWN.write(report).contains(attack.says()),
                () -> name + " is not told \"" + attack.says() + "\": " + Format.MARKDOWN.write(report));
    }
}
