package packetwalk.kernel.grade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What counts of an {@code .ipynb}: the cells that nbgrader's metadata calls a solution, by {@code grade_id}. Everything else, the
 * outputs, the points, the locked cells and the order, is the release's.
 *
 * @param answers each id's cells; more than one if somebody copied it
 */
record NotebookFile(Map<String, List<String>> answers) {

    /** With pictures in its outputs a notebook has a few million bytes. */
    static final long LARGEST = 32L << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** That a file is no notebook, and why, as a sentence. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super(why);
        }
    }

    /** Reads a file, or says in a sentence why it cannot be read. */
    static NotebookFile read(Path file) throws Unreadable {
        requireFile(file);
        try {
            return of(JSON.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException broken) {
            throw new Unreadable("It is no JSON"
                    + (broken.getLocation() == null
                            ? "."
                            : ": line " + broken.getLocation().getLineNr() + "."));
        } catch (IOException unreadable) {
            throw new Unreadable("The file cannot be read.");
        }
    }

    /** Anything else could be a way to a file of somebody else's, or have no end. */
    static void requireFile(Path file) throws Unreadable {
        if (Files.isSymbolicLink(file)) {
            throw new Unreadable("It is a symbolic link.");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Unreadable(Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? "It is no file." : "It is not there.");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw new Unreadable("It has " + Files.size(file) + " bytes; at most " + LARGEST + " are read.");
            }
        } catch (IOException unreadable) {
            throw new Unreadable("The file cannot be read.");
        }
    }

    private static NotebookFile of(JsonNode notebook) throws Unreadable {
        if (!notebook.path("cells").isArray()) {
            throw new Unreadable("It is JSON, and no notebook: it has no cells.");
        }
        Map<String, List<String>> answers = new LinkedHashMap<>();
        for (JsonNode cell : notebook.path("cells")) {
            JsonNode nbgrader = cell.path("metadata").path("nbgrader");
            if (cell.path("cell_type").asText().equals("code")
                    && nbgrader.path("solution").asBoolean()
                    && nbgrader.path("grade_id").isTextual()) {
                answers.computeIfAbsent(nbgrader.path("grade_id").asText(), id -> new ArrayList<>())
                        .add(source(cell.path("source")));
            }
        }
        return new NotebookFile(answers);
    }

    /** A text, or a list of lines with their ends. */
    private static String source(JsonNode source) {
        if (!source.isArray()) {
            return source.asText();
        }
        StringBuilder text = new StringBuilder();
        source.forEach(line -> text.append(line.asText()));
        return text.toString();
    }
}
