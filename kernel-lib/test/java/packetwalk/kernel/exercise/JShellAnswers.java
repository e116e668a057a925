package packetwalk.kernel.exercise;

import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import packetwalk.kernel.report.GradeReport;

/** Answers of a cell that is trusted: evaluated in this JVM, by the snippets that the trusted command uses for those that are not. */
final class JShellAnswers implements AutoCloseable {

    private final JShell shell = JShell.builder().executionEngine("local").build();
    private boolean begun;

    JShellAnswers() {
        shell.addToClasspath(System.getProperty("java.class.path"));
    }

    /** What the judge says of {@code body}, the answer's method or a whole cell. */
    GradeReport grade(Questions questions, String body) {
        return Judge.grade(questions, ask(questions, body));
    }

    /** What {@code body} answers, question by question. */
    List<Answer> ask(Questions questions, String body) {
        String cell = questions.card().answer().method(body);
        Snippets snippets = Snippets.of(questions, "Test");
        if (!begun) {
            // the same for all questions of one name
            snippets.before().forEach(this::snippet);
            begun = true;
        }
        String problem = eval(cell);
        if (!problem.isEmpty()) {
            return questions.failed(Failure.NOT_JAVA, problem);
        }
        String unanswerable = snippet(snippets.calls());
        if (!unanswerable.isEmpty()) {
            return questions.failed(Failure.NOT_JAVA, unanswerable);
        }
        List<SnippetEvent> events = shell.eval(snippets.ask());
        SnippetEvent asked = events.get(events.size() - 1);
        if (asked.exception() != null || asked.value() == null) {
            return questions.failed(
                    Failure.NOT_JAVA,
                    asked.exception() != null ? asked.exception().toString() : diagnosed(asked.snippet()));
        }
        return snippets.read(Snippets.unquoted(asked.value()));
    }

    /** Evaluates every snippet of {@code source}; what the first rejected one has wrong, or nothing. */
    private String eval(String source) {
        String rest = source;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            String next = info.source() == null ? rest : info.source();
            String problem = snippet(next);
            if (!problem.isEmpty()) {
                return problem;
            }
            rest = info.source() == null ? "" : info.remaining();
        }
        return "";
    }

    private String snippet(String source) {
        for (SnippetEvent event : shell.eval(source)) {
            if (event.status() == Snippet.Status.REJECTED) {
                return diagnosed(event.snippet());
            }
        }
        return "";
    }

    private String diagnosed(Snippet snippet) {
        return shell.diagnostics(snippet)
                .map(each -> each.getMessage(null))
                .findFirst()
                .orElse("it does not stand on its own: "
                        + shell.unresolvedDependencies((jdk.jshell.DeclarationSnippet) snippet)
                                .toList());
    }

    @Override
    public void close() {
        shell.close();
    }
}
