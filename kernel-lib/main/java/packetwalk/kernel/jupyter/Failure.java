package packetwalk.kernel.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a cell failed, as Jupyter shows it.
 *
 * @param name type of the error, without its package
 * @param message one line
 * @param detail lines below it: where, why, and what to do
 */
record Failure(String name, String message, List<String> detail) {
    private static final String RED = "\u001b[1;31m";
    private static final String PLAIN = "\u001b[0m";

    Failure {
        detail = List.copyOf(detail);
    }

    static Failure interrupted() {
        return new Failure("Interrupted", "the cell was stopped; variables keep their values", List.of());
    }

    /** An error of the kernel itself: said, never silent. */
    static Failure internal(Throwable thrown) {
        return new Failure("KernelError", StackText.of(thrown), List.of());
    }

    /** The content of an {@code error} message. */
    JsonObject json() {
        JsonArray traceback = new JsonArray();
        for (String line : lines()) {
            traceback.add(line);
        }
        JsonObject error = new JsonObject();
        error.addProperty("ename", name);
        error.addProperty("evalue", message);
        error.add("traceback", traceback);
        return error;
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(RED + name + PLAIN + (message.isEmpty() ? "" : ": " + message));
        lines.addAll(detail);
        return lines;
    }
}
