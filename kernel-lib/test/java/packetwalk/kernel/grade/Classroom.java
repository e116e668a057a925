package packetwalk.kernel.grade;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import packetwalk.kernel.exercise.card.CardFile;
import packetwalk.kernel.report.ReportJson;
import packetwalk.kernel.report.SubmissionReport;

/** A folder of submissions, and the command run on it. */
final class Classroom {

    private final Path folder;

    Classroom(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("class"));
    }

    /** One answer's cell. */
    record Cell(String gradeId, String source) {}

    /** What the command did. */
    record Run(int status, String out, String messages) {}

    /** Somebody hands in a notebook with these cells. */
    Path submit(String learner, List<Cell> cells) throws IOException {
        List<Map<String, Object>> json = cells.stream()
                .map(each -> Map.<String, Object>of(
                        "cell_type",
                        "code",
                        "metadata",
                        Map.of("nbgrader", Map.of("solution", true, "points", 99, "grade_id", each.gradeId())),
                        "source",
                        List.of(each.source()),
                        "outputs",
                        List.of()))
                .toList();
        return submit(learner, new ObjectMapper().writeValueAsString(Map.of("cells", json, "nbformat", 4)));
    }

    Path submit(String learner, String text) throws IOException {
        Path file = Files.createDirectories(folder.resolve(learner)).resolve("01-pods.ipynb");
        Files.writeString(file, text);
        return file;
    }

    /** The solution of {@code id}, as a whole cell. */
    static Cell solution(String id) throws IOException {
        CardFile card = CardFile.parse(id, Files.readString(Path.of("main", "exercises", id + ".yaml")));
        return new Cell(
                card.card().gradeId(),
                card.card().answer().method(card.key().orElseThrow().solution()));
    }

    Path folder() {
        return folder;
    }

    /** Grades all of it. */
    Run grade(String... options) throws InterruptedException {
        return grade(folder, options);
    }

    /** Grades what is at {@code path}. */
    Run grade(Path path, String... options) throws InterruptedException {
        // what the launcher says: the simulator without the grader, and without this test
        System.setProperty(
                "packetwalk.grade.simulator",
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(Classroom::isSimulator)
                        .collect(Collectors.joining(File.pathSeparator)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        List<String> words = new ArrayList<>(List.of(options));
        words.add(path.toString());
        int status = Grade.run(
                words,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(messages, true, StandardCharsets.UTF_8));
        return new Run(status, out.toString(StandardCharsets.UTF_8), messages.toString(StandardCharsets.UTF_8));
    }

    private static boolean isSimulator(String entry) {
        Path path = Path.of(entry);
        return Files.exists(path.resolve("packetwalk/Packetwalk.class"))
                || path.getFileName()
                        .toString()
                        .matches("(packetwalk-\\d|kubernetes-model|jackson-|snakeyaml).*\\.jar");
    }

    static SubmissionReport report(Path out, String learner) throws IOException {
        return ReportJson.read(
                Files.readString(out.resolve(learner).resolve("01-pods").resolve("report.json")));
    }
}
