package packetwalk.kernel.jupyter;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.UnresolvedReferenceException;
import org.jspecify.annotations.Nullable;

/** What a cell threw, told by the learner's own lines: frames of the kernel, the library and the JDK are left out. */
final class Thrown {
    private static final int FRAMES = 8;
    private static final int CAUSES = 5;

    private final JShell shell;
    private final Places places;

    Thrown(JShell shell, Places places) {
        this.shell = shell;
        this.places = places;
    }

    Failure failure(JShellException thrown) {
        if (thrown instanceof UnresolvedReferenceException unresolved) {
            return unresolved(unresolved);
        }
        List<String> detail = new ArrayList<>(frames(thrown));
        Throwable cause = thrown.getCause();
        for (int depth = 0; cause != null && depth < CAUSES; depth++) {
            detail.add("Caused by: " + name(cause) + ": " + StackText.name(StackText.message(cause)));
            detail.addAll(frames(cause));
            cause = cause.getCause();
        }
        String message = StackText.name(StackText.message(thrown));
        Hints.forThrown(name(thrown)).ifPresent(hint -> detail.add("Hint: " + hint));
        return new Failure(name(thrown), message, detail);
    }

    private Failure unresolved(UnresolvedReferenceException thrown) {
        DeclarationSnippet snippet = thrown.getSnippet();
        String missing = shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
        List<String> detail = new ArrayList<>(frames(thrown));
        detail.add("Hint: run the cell that declares " + missing + ", then this one again");
        return new Failure("Undeclared", snippet.name() + " uses " + missing + ", which nothing declares yet", detail);
    }

    private static String name(Throwable thrown) {
        String type = thrown instanceof EvalException eval
                ? Objects.requireNonNullElse(eval.getExceptionClassName(), "Throwable")
                : thrown.getClass().getName();
        String name = StackText.name(type);
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }

    private List<String> frames(Throwable thrown) {
        List<String> lines = new ArrayList<>();
        int more = 0;
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String line = line(frame);
            boolean again = !lines.isEmpty() && lines.get(lines.size() - 1).equals(line) && isCellItself(frame);
            if (line == null || again) { // JShell runs a var's initializer in a method of its own
                continue;
            }
            if (lines.size() < FRAMES) {
                lines.add(line);
            } else {
                more++;
            }
        }
        if (more > 0) {
            lines.add("    … and " + more + " more of these");
        }
        return lines;
    }

    /** Null for a frame that is not the learner's. */
    private @Nullable String line(StackTraceElement frame) {
        String file = Objects.requireNonNullElse(frame.getFileName(), "");
        return places.of(file)
                .map(place -> "    at " + place.at(frame.getLineNumber()) + in(frame) + ":  "
                        + place.text(frame.getLineNumber()))
                .orElse(null);
    }

    private static boolean isCellItself(StackTraceElement frame) {
        return frame.getMethodName().isEmpty() || frame.getMethodName().startsWith("do_it$");
    }

    private static String in(StackTraceElement frame) {
        String method = frame.getMethodName();
        if (isCellItself(frame)) {
            return "";
        }
        if (method.startsWith("lambda$")) {
            return ", in a lambda";
        }
        String type = StackText.name(frame.getClassName());
        return ", in " + (type.isEmpty() ? "" : type + ".") + (method.equals("<init>") ? "new" : method);
    }
}
