package packetwalk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Notebooks are committed as a reviewer wants to read them: docs/decisions/0009-notebooks-without-outputs.md.
 *
 * <p>{@code mvn -pl kernel-lib -am test -Dtest=NotebooksTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dpacketwalk.rewrite=true} brings a notebook that was saved with outputs into that form.
 */
class NotebooksTest {
    /** Which cells of an exercise are answers and which give points; and that those are not edited. */
    private static final List<String> KEPT = List.of("nbgrader", "deletable", "editable");

    private static final Path FOLDER = Path.of("..", "notebooks");

    /** As nbformat and JupyterLab write: indented by one, keys in order, no escapes. */
    private static final Gson JUPYTER = new GsonBuilder()
            .setFormattingStyle(FormattingStyle.PRETTY.withIndent(" "))
            .serializeNulls()
            .disableHtmlEscaping()
            .create();

    /** One for all kernels; what a kernel adds about itself would change with each that saves. */
    private static final JsonElement METADATA = JsonParser.parseString(
            "{'kernelspec': {'display_name': 'Java (Packetwalk)', 'language': 'java', 'name': 'java'},"
                    + " 'language_info': {'file_extension': '.jshell', 'mimetype': 'text/x-java-source', 'name': 'java'}}");

    static List<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .filter(file -> !file.toString().contains(".ipynb_checkpoints"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void there_are_notebooks() throws IOException {
        assertTrue(notebooks().contains(FOLDER.resolve("01-pods.ipynb")));
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void a_notebook_has_no_outputs_and_the_form_that_jupyter_saves(Path file) throws IOException {
        JsonObject notebook = read(file);
        for (JsonObject cell : cells(notebook)) {
            JsonObject metadata = new JsonObject();
            for (String name : KEPT) {
                JsonElement kept = cell.getAsJsonObject("metadata").get(name);
                if (kept != null) {
                    metadata.add(name, kept);
                }
            }
            cell.add("metadata", metadata);
            if (isCode(cell)) {
                cell.add("execution_count", JsonNull.INSTANCE);
                cell.add("outputs", new JsonArray());
            }
        }
        notebook.add("metadata", METADATA);
        String clean = JUPYTER.toJson(sorted(notebook)) + "\n";
        if (Boolean.getBoolean("packetwalk.rewrite")) {
            Files.writeString(file, clean);
        }
        assertTrue(
                clean.equals(Files.readString(file)),
                () -> file + " has outputs, or was not saved by Jupyter; NotebooksTest's comment has the command");
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void every_cell_has_a_name_that_speaks(Path file) throws IOException {
        var seen = new TreeSet<String>();
        JsonObject notebook = read(file);
        assertEquals("4.5", notebook.get("nbformat") + "." + notebook.get("nbformat_minor"));
        for (JsonObject cell : cells(notebook)) {
            String id = cell.get("id").getAsString();
            assertTrue(id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), () -> id + ": words, with - between them");
            assertTrue(!id.matches("[0-9a-f]{8}(-[0-9a-f-]+)?"), () -> id + ": Jupyter made this up; give it a name");
            assertTrue(seen.add(id), () -> id + " names two cells");
        }
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void imports_are_wildcards_so_that_a_learner_may_use_any_name(Path file) throws IOException {
        for (JsonObject cell : cells(read(file))) {
            source(cell)
                    .lines()
                    .filter(line -> isCode(cell) && line.startsWith("import "))
                    .forEach(line -> assertTrue(line.endsWith(".*;"), () -> file + ": " + line));
        }
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void no_line_is_taken_for_a_magic_by_an_old_kernel(Path file) throws IOException {
        for (JsonObject cell : cells(read(file))) {
            if (isCode(cell)) {
                assertTrue(
                        source(cell).lines().noneMatch(line -> line.matches("\\s*(\\w.*=\\s*)?%.*")),
                        () -> file + ", " + cell.get("id") + ": a line with % at its beginning or after =");
            }
        }
    }

    private static JsonObject read(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static List<JsonObject> cells(JsonObject notebook) {
        return notebook.getAsJsonArray("cells").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static boolean isCode(JsonObject cell) {
        return cell.get("cell_type").getAsString().equals("code");
    }

    private static String source(JsonObject cell) {
        StringBuilder source = new StringBuilder();
        cell.getAsJsonArray("source").forEach(line -> source.append(line.getAsString()));
        return source.toString();
    }

    private static JsonElement sorted(JsonElement element) {
        if (element instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(each -> copy.add(sorted(each)));
            return copy;
        }
        if (element instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            new TreeSet<>(object.keySet()).forEach(key -> copy.add(key, sorted(object.get(key))));
            return copy;
        }
        return element;
    }
}
