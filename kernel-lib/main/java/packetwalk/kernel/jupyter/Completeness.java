package packetwalk.kernel.jupyter;

import com.google.gson.JsonObject;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Whether Enter in a console should run the code or go on to another line. */
final class Completeness {
    private Completeness() {}

    /** The content of an {@code is_complete_reply}: of several snippets the last decides. */
    static JsonObject of(SourceCodeAnalysis analysis, String code) {
        String rest = code;
        String status = "complete";
        while (!rest.isBlank()) {
            CompletionInfo next = analysis.analyzeCompletion(rest);
            status = status(analysis, next);
            if (!status.equals("complete") || next.remaining().length() >= rest.length()) {
                break;
            }
            rest = next.remaining();
        }
        JsonObject reply = new JsonObject();
        reply.addProperty("status", status);
        if (status.equals("incomplete")) {
            reply.addProperty("indent", "    ");
        }
        return reply;
    }

    private static String status(SourceCodeAnalysis analysis, CompletionInfo next) {
        return switch (next.completeness()) {
            case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> "incomplete";
            case UNKNOWN -> "invalid";
            case EMPTY -> "complete";
            case COMPLETE, COMPLETE_WITH_SEMI ->
                analysis.sourceToSnippets(next.source()).stream()
                                .anyMatch(snippet -> snippet.kind() == jdk.jshell.Snippet.Kind.ERRONEOUS)
                        ? "invalid"
                        : "complete";
        };
    }
}
