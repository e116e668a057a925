package packetwalk.kernel.jupyter;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;
import packetwalk.kernel.display.Imports;

/**
 * The learner's variables, methods and classes: one JShell that lives in this JVM.
 *
 * <p>A cell is run snippet by snippet, as JShell cuts it; lines that begin with a dot belong to the snippet above, so a chain
 * of calls over several lines is one expression.
 */
final class Session {
    private static final Pattern ASSIGNMENT = Pattern.compile("^[\\w.\\[\\]]+\\s*=[^=]");

    private final Execution execution = new Execution();
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Places places = new Places();
    private final Thrown thrown;
    private final Rejected rejected;
    private final Redefinitions redefinitions;

    /** Takes some 200 ms: loads the compiler. */
    Session() {
        shell = JShell.builder()
                .executionEngine(new InThisJvm(execution), Map.of())
                .compilerOptions("-g") // for "because \"s\" is null" in place of "because \"<local1>\""
                .build();
        analysis = shell.sourceCodeAnalysis();
        thrown = new Thrown(shell, places);
        rejected = new Rejected(shell);
        redefinitions = new Redefinitions(shell);
        Imports.JDK.forEach(this::tryImport);
        Imports.LIBRARY.forEach(this::tryImport);
        tryImport("static packetwalk.kernel.jupyter.Notebook.*");
    }

    /**
     * What running a cell gave.
     *
     * @param display the last expression's value, ready to be shown; null if there is none
     * @param failure null if all went well
     */
    record Outcome(@Nullable JsonObject display, @Nullable Failure failure) {
        private static final Outcome NOTHING = new Outcome(null, null);

        private static Outcome failed(Failure failure) {
            return new Outcome(null, failure);
        }
    }

    SourceCodeAnalysis analysis() {
        return analysis;
    }

    /** Adds a jar or a folder of classes, for javac and for running. */
    void addToClassPath(String path) {
        shell.addToClasspath(path);
    }

    void interrupt() {
        execution.interrupt();
    }

    /** Imports what may be absent: then nothing happens. */
    private void tryImport(String name) {
        evaluate("import " + name + ";");
    }

    /** Runs source of the kernel's own or of an extension, outside any cell; what fails there is dropped. */
    void evaluate(String source) {
        shell.eval(source);
    }

    /**
     * Runs {@code code} as {@code cell}.
     *
     * @param show makes the display of a value; runs where user code runs, as it calls the value's methods
     */
    Outcome run(Cell cell, String code, Function<Object, @Nullable JsonObject> show) {
        execution.begin(cell);
        try {
            return runSnippets(cell, code, show);
        } finally {
            execution.end();
        }
    }

    private Outcome runSnippets(Cell cell, String code, Function<Object, @Nullable JsonObject> show) {
        Outcome outcome = Outcome.NOTHING;
        int at = 0;
        while (true) {
            at = skipBlanks(code, at);
            CompletionInfo next = analysis.analyzeCompletion(code.substring(at));
            if (next.completeness() == Completeness.EMPTY) {
                return outcome;
            }
            boolean whole = next.completeness().isComplete();
            String source = whole ? next.source() : code.substring(at);
            int end = whole ? code.length() - next.remaining().length() : code.length();
            outcome =
                    runSnippet(cell, source, lineOf(code, at), end == code.length() ? show : lastOnly(code, end, show));
            if (cell.interrupted()) {
                return Outcome.failed(Failure.interrupted());
            }
            if (outcome.failure() != null) {
                return outcome;
            }
            at = end;
        }
    }

    /** Only the last expression of a cell is shown: nothing but blanks and comments may follow it. */
    private @Nullable Function<Object, @Nullable JsonObject> lastOnly(
            String code, int end, Function<Object, @Nullable JsonObject> show) {
        return analysis.analyzeCompletion(code.substring(end)).completeness() == Completeness.EMPTY ? show : null;
    }

    private Outcome runSnippet(
            Cell cell, String source, int line, @Nullable Function<Object, @Nullable JsonObject> show) {
        execution.showNext(isAssignment(source) ? null : show);
        List<SnippetEvent> events = shell.eval(source);
        Places.Place place = new Places.Place(cell.number(), line, source);
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                places.add(event.snippet().id(), place);
            }
        }
        for (SnippetEvent event : events) {
            if (event.exception() != null) {
                return Outcome.failed(thrown.failure(event.exception()));
            }
            if (event.causeSnippet() == null && isRefused(event)) {
                return Outcome.failed(rejected.failure(event.snippet(), place));
            }
        }
        redefinitions.notes(events).forEach(cell.output()::note);
        return new Outcome(shownBy(events), null);
    }

    private @Nullable JsonObject shownBy(List<SnippetEvent> events) {
        boolean expression = events.stream()
                .filter(event -> event.causeSnippet() == null)
                .anyMatch(event -> event.snippet().kind() == Snippet.Kind.EXPRESSION
                        || event.snippet().subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND);
        return expression ? (JsonObject) execution.shown() : null;
    }

    /** A method that calls what does not exist yet may wait for it; a value cannot. */
    private static boolean isRefused(SnippetEvent event) {
        return switch (event.status()) {
            case REJECTED -> true;
            case RECOVERABLE_NOT_DEFINED -> event.snippet().kind() == Snippet.Kind.VAR;
            default -> false;
        };
    }

    private static boolean isAssignment(String source) {
        return ASSIGNMENT.matcher(source).find();
    }

    private static int skipBlanks(String code, int from) {
        int at = from;
        while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int lineOf(String code, int at) {
        return 1 + (int) code.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    /** Hands JShell the one engine that the kernel can stop. */
    private record InThisJvm(Execution execution) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "packetwalk";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return execution;
        }
    }
}
