package packetwalk.kernel.jupyter;

import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/**
 * What Shift-Tab shows: signatures and Javadoc of the name at the cursor, else of the call around it, else of the call
 * before it, so that it finds something after {@code (} and at the end of a cell too.
 */
final class Inspection {
    private final SourceCodeAnalysis analysis;

    Inspection(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /**
     * The content of an {@code inspect_reply}.
     *
     * @param position the cursor in code points, as Jupyter counts
     * @param javadoc whether to look for Javadoc, which needs the sources
     */
    JsonObject at(String cell, int position, boolean javadoc) {
        int at = cell.offsetByCodePoints(0, Math.min(position, cell.codePointCount(0, cell.length())));
        JsonObject data = new JsonObject();
        for (Cursor cursor : List.of(Cursor.alone(analysis, cell, at), Cursor.inMethod(cell, at))) {
            String text = lookUp(cursor, javadoc);
            if (!text.isEmpty()) {
                data.addProperty("text/plain", text);
                break;
            }
        }
        JsonObject reply = new JsonObject();
        reply.addProperty("status", "ok");
        reply.addProperty("found", data.size() > 0);
        reply.add("data", data);
        reply.add("metadata", new JsonObject());
        return reply;
    }

    private String lookUp(Cursor cursor, boolean javadoc) {
        for (String code : candidates(cursor.code(), cursor.at())) {
            List<Documentation> found = analysis.documentation(code, code.length(), javadoc);
            if (!found.isEmpty()) {
                return found.stream().map(Inspection::text).distinct().collect(Collectors.joining("\n\n"));
            }
        }
        return "";
    }

    /** Code up to each place that may have documentation, the likeliest first. */
    static Set<String> candidates(String code, int at) {
        Set<String> codes = new LinkedHashSet<>();
        int end = at;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        addName(codes, code, end);
        addName(codes, code, openParenthesis(code, at));
        int back = at;
        while (back > 0 && !Character.isJavaIdentifierPart(code.charAt(back - 1))) {
            back--;
            if (code.charAt(back) == ')') {
                back = openParenthesis(code, back);
            }
        }
        addName(codes, code, back);
        return codes;
    }

    /** A name that ends at {@code end} is looked up as a method, then as a variable or a type. */
    private static void addName(Set<String> codes, String code, int end) {
        if (end > 0 && Character.isJavaIdentifierPart(code.charAt(end - 1))) {
            codes.add(code.substring(0, end) + "(");
            codes.add(code.substring(0, end));
        }
    }

    /** Index of the parenthesis that is open at {@code at}; 0 if none is. */
    private static int openParenthesis(String code, int at) {
        int depth = 0;
        for (int i = at - 1; i >= 0; i--) {
            char c = code.charAt(i);
            if (c == ')') {
                depth++;
            } else if (c == '(' && depth-- == 0) {
                return i;
            }
        }
        return 0;
    }

    private static String text(Documentation found) {
        String signature = StackText.brief(found.signature());
        String javadoc = found.javadoc();
        return javadoc == null || javadoc.isBlank() ? signature : signature + "\n\n" + plain(javadoc);
    }

    /** Javadoc as text: its few tags are taken out, the rest is written to be read as it is. */
    private static String plain(String javadoc) {
        return javadoc.replaceAll("(?s)\\{@(?:code|link|linkplain|literal|value)\\s+([^}]*)}", "$1")
                .replaceAll("(?i)</?(?:p|ul|ol|pre|blockquote)>", "")
                .replaceAll("(?i)<li>", "- ")
                .replaceAll("<[^>]+>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .strip();
    }
}
