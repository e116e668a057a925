package packetwalk.kernel.jupyter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/** What javac refused: its message, the line with a caret under the place, and a hint where one is known. */
final class Rejected {
    private static final int ERRORS = 4;

    private final JShell shell;

    Rejected(JShell shell) {
        this.shell = shell;
    }

    Failure failure(Snippet snippet, Places.Place place) {
        List<Diag> errors = shell.diagnostics(snippet).filter(Diag::isError).toList();
        if (errors.isEmpty()) {
            return missing(snippet, place);
        }
        List<String> detail = new ArrayList<>();
        for (Diag error : errors.subList(0, Math.min(ERRORS, errors.size()))) {
            if (!detail.isEmpty()) {
                detail.add(firstLine(error));
            }
            detail.addAll(pointed(error, place));
        }
        if (errors.size() > ERRORS) {
            detail.add("… and " + (errors.size() - ERRORS) + " more");
        }
        new Hints(shell)
                .forRejected(message(errors.get(0)), place.source())
                .ifPresent(hint -> detail.add("Hint: " + hint));
        return new Failure("CompileError", firstLine(errors.get(0)), detail);
    }

    /** JShell accepts a variable of an unknown type for later; in a notebook it is a mistake. */
    private Failure missing(Snippet snippet, Places.Place place) {
        String names = snippet instanceof jdk.jshell.DeclarationSnippet declaration
                ? shell.unresolvedDependencies(declaration).collect(Collectors.joining(", "))
                : "a name";
        List<String> detail = new ArrayList<>();
        detail.add("    at " + place.at(1) + ":  " + place.text(1));
        new Hints(shell)
                .similar(names.substring(names.lastIndexOf(' ') + 1))
                .ifPresent(hint -> detail.add("Hint: " + hint));
        return new Failure("CompileError", "nothing declares " + names, detail);
    }

    private static String message(Diag error) {
        return error.getMessage(Locale.ENGLISH).replace("java.lang.", "");
    }

    private static String firstLine(Diag error) {
        return message(error).lines().findFirst().orElse("error");
    }

    private static List<String> pointed(Diag error, Places.Place place) {
        String source = place.source();
        int at = (int) Math.max(0, Math.min(error.getPosition(), source.length()));
        int lineStart = source.lastIndexOf('\n', at - 1) + 1;
        int lineEnd = source.indexOf('\n', at) < 0 ? source.length() : source.indexOf('\n', at);
        int line = (int) source.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        int width = (int) Math.max(1, Math.min(error.getEndPosition(), lineEnd) - at);
        String blanks = source.substring(lineStart, at).replaceAll("[^\t]", " ");
        List<String> lines = new ArrayList<>();
        lines.add("    at " + place.at(line) + ":");
        lines.add("        " + source.substring(lineStart, lineEnd));
        lines.add("        " + blanks + "^" + "~".repeat(width - 1));
        message(error)
                .lines()
                .skip(1)
                .filter(more -> !more.isBlank() && !more.strip().startsWith("location:"))
                .forEach(more -> lines.add("    " + more.strip()));
        return lines;
    }
}
