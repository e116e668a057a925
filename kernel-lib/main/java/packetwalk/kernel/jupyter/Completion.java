package packetwalk.kernel.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** What Tab offers: names that fit first, each method with its signature. */
final class Completion {
    private static final long SIGNATURES_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Set<String> OF_OBJECT =
            Set.of("equals(", "getClass()", "hashCode()", "notify()", "notifyAll()", "toString()", "wait(", "wait()");

    private final SourceCodeAnalysis analysis;

    Completion(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /**
     * The content of a {@code complete_reply}.
     *
     * @param position the cursor in code points, as Jupyter counts
     */
    JsonObject at(String cell, int position) {
        int at = cell.offsetByCodePoints(0, Math.min(position, cell.codePointCount(0, cell.length())));
        Cursor cursor = Cursor.alone(analysis, cell, at);
        int[] anchor = new int[1];
        List<Suggestion> found = analysis.completionSuggestions(cursor.code(), cursor.at(), anchor);
        if (found.isEmpty() && cursor.shift() > 0) {
            cursor = Cursor.inMethod(cell, at);
            found = analysis.completionSuggestions(cursor.code(), cursor.at(), anchor);
        }
        List<String> names = ranked(found);
        int from = names.isEmpty() ? position : cell.codePointCount(0, anchor[0] + cursor.shift());
        return reply(names, types(cursor, anchor[0], names, from, position), from, position);
    }

    private static List<String> ranked(List<Suggestion> found) {
        Set<String> names = new LinkedHashSet<>();
        found.stream()
                .sorted(Comparator.comparing((Suggestion suggestion) -> !suggestion.matchesType())
                        .thenComparing(suggestion -> OF_OBJECT.contains(suggestion.continuation())))
                .forEach(suggestion -> names.add(suggestion.continuation()));
        return new ArrayList<>(names);
    }

    /** Kind and signature of each name, in the form that JupyterLab reads; signatures only as long as that is quick. */
    private JsonArray types(Cursor cursor, int anchor, List<String> names, int from, int to) {
        long deadline = System.nanoTime() + SIGNATURES_NANOS;
        JsonArray types = new JsonArray();
        for (String name : names) {
            boolean method = name.contains("(");
            JsonObject type = new JsonObject();
            type.addProperty("start", from);
            type.addProperty("end", to);
            type.addProperty("text", name);
            type.addProperty(
                    "type", method ? "function" : Character.isUpperCase(name.charAt(0)) ? "class" : "instance");
            if (method && System.nanoTime() < deadline) {
                type.addProperty("signature", signature(cursor.code().substring(0, anchor) + open(name)));
            }
            types.add(type);
        }
        return types;
    }

    /** {@code (int a, int b): int}, and how many overloads there are besides. */
    private String signature(String call) {
        List<String> signatures = analysis.documentation(call, call.length(), false).stream()
                .map(SourceCodeAnalysis.Documentation::signature)
                .toList();
        if (signatures.isEmpty()) {
            return "";
        }
        String first = StackText.brief(signatures.get(0));
        int parameters = first.indexOf('(');
        if (parameters < 0) {
            return "";
        }
        String result = first.substring(0, parameters).replaceFirst("\\s*\\S+$", "");
        String more = signatures.size() > 1 ? "  +" + (signatures.size() - 1) : "";
        return first.substring(parameters) + (result.isEmpty() ? "" : ": " + result) + more;
    }

    private static String open(String name) {
        return name.substring(0, name.indexOf('(') + 1);
    }

    private static JsonObject reply(List<String> names, JsonArray types, int from, int to) {
        JsonArray matches = new JsonArray();
        names.forEach(matches::add);
        JsonObject metadata = new JsonObject();
        metadata.add("_jupyter_types_experimental", types);
        JsonObject reply = new JsonObject();
        reply.addProperty("status", "ok");
        reply.add("matches", matches);
        reply.addProperty("cursor_start", from);
        reply.addProperty("cursor_end", to);
        reply.add("metadata", metadata);
        return reply;
    }
}
