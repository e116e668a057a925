package packetwalk.kernel.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import packetwalk.kernel.exercise.Answer;
import packetwalk.kernel.exercise.Failure;
import packetwalk.kernel.exercise.Questions;
import packetwalk.kernel.exercise.Snippets;

/**
 * The answers of one submission. Compiling is done here, by JShell, so that a cell means what it means in a notebook; running is done in a
 * {@link Learner}. Each exercise begins with nothing but the imports; a new JVM is started when one has been ended.
 */
final class Evaluation implements AutoCloseable {

    /** Longer is no answer to any exercise. */
    private static final int LONGEST_CELL = 1 << 16;

    private static final int MOST_SNIPPETS = 100;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Jail jail;
    private final Duration limit;
    private Optional<Session> session = Optional.empty();

    /**
     * Of one submission.
     *
     * @param limit for one exercise's code, in time of a processor
     */
    Evaluation(Jail jail, Duration limit) {
        this.jail = jail;
        this.limit = limit;
    }

    /** A JVM, its JShell, and what every exercise begins with. */
    private record Session(
            Learner learner,
            JShell shell,
            LearnerControl control,
            String nonce,
            List<ExecutionControl.ClassBytecodes> base) {}

    /**
     * What {@code cell} answers, or for each question why it does not.
     *
     * @param phase is told what is being done, before it is
     */
    List<Answer> answers(Questions questions, String cell, Consumer<String> phase) {
        if (cell.length() > LONGEST_CELL) {
            return questions.failed(Failure.TOO_LARGE, "a cell of " + cell.length() + " characters");
        }
        phase.accept("starting");
        Session here = session(questions);
        List<Snippet> evaluated = new ArrayList<>();
        try {
            return answers(questions, cell, here, evaluated, phase);
        } catch (StackOverflowError deep) {
            end();
            return questions.failed(Failure.NOT_JAVA, "it is nested too deeply for the compiler");
        } catch (RuntimeException | AssertionError | InternalError broken) {
            // JShell says so when its JVM has gone; javac on some sources that no person writes
            Answer.Failed why = here.learner()
                    .ended()
                    .orElse(new Answer.Failed(Failure.NOT_JAVA, "the compiler gives up: " + broken));
            end();
            return questions.failed(why.failure(), why.text());
        } finally {
            session.ifPresent(still -> forget(still, evaluated));
        }
    }

    private List<Answer> answers(
            Questions questions, String cell, Session here, List<Snippet> evaluated, Consumer<String> phase) {
        Snippets snippets = Snippets.of(questions, here.nonce());
        phase.accept("compiling");
        Optional<Answer.Failed> wrong = evaluateAll(here, cell, evaluated);
        if (wrong.isEmpty()) {
            wrong = evaluate(here, snippets.calls(), evaluated);
        }
        if (wrong.isPresent()) {
            return failed(questions, here, wrong.get());
        }
        phase.accept("asking");
        // by its name: as an expression JShell would compile it, twice
        Optional<Learner.Reply> reply = here.control().call(snippets.asking(), Snippets.ASK);
        if (reply.isEmpty() || reply.get().threw()) {
            return failed(
                    questions,
                    here,
                    new Answer.Failed(
                            Failure.NO_VALUE, reply.map(Learner.Reply::text).orElse("")));
        }
        phase.accept("reading");
        return snippets.read(reply.get().text());
    }

    /** What ended the JVM comes before what it looked like from JShell. */
    private List<Answer> failed(Questions questions, Session here, Answer.Failed otherwise) {
        Answer.Failed why = here.learner().ended().orElse(otherwise);
        if (here.learner().ended().isPresent()) {
            end();
        }
        return questions.failed(why.failure(), why.text());
    }

    /** Evaluates all of a cell; what is wrong with it, or nothing. */
    private Optional<Answer.Failed> evaluateAll(Session here, String source, List<Snippet> evaluated) {
        String rest = source;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info =
                    here.shell().sourceCodeAnalysis().analyzeCompletion(rest);
            String next = info.source() == null ? rest : info.source();
            rest = info.source() == null ? "" : info.remaining();
            Optional<Answer.Failed> wrong = evaluate(here, next, evaluated);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    /** Evaluates one snippet; what is wrong with it, or nothing. */
    private Optional<Answer.Failed> evaluate(Session here, String snippet, List<Snippet> evaluated) {
        List<SnippetEvent> events = here.shell().eval(snippet);
        events.forEach(event -> evaluated.add(event.snippet()));
        if (evaluated.size() > MOST_SNIPPETS) {
            return Optional.of(new Answer.Failed(Failure.TOO_LARGE, "more than " + MOST_SNIPPETS + " statements"));
        }
        return events.stream()
                .flatMap(event -> wrong(here.shell(), event).stream())
                .findFirst();
    }

    private static Optional<Answer.Failed> wrong(JShell shell, SnippetEvent event) {
        if (event.exception() != null) {
            return Optional.of(new Answer.Failed(Failure.THREW, thrown(event)));
        }
        if (event.status() == Snippet.Status.REJECTED) {
            return Optional.of(new Answer.Failed(
                    Failure.NOT_JAVA,
                    shell.diagnostics(event.snippet())
                            .map(each -> each.getMessage(java.util.Locale.ROOT))
                            .collect(Collectors.joining("\n    "))));
        }
        if (event.snippet() instanceof DeclarationSnippet declared
                && event.causeSnippet() == null
                && event.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
            return Optional.of(new Answer.Failed(
                    Failure.NOT_JAVA,
                    "it does not stand on its own; it needs "
                            + shell.unresolvedDependencies(declared).collect(Collectors.joining(", "))));
        }
        return Optional.empty();
    }

    private static String thrown(SnippetEvent event) {
        return event.exception() == null ? "" : String.valueOf(event.exception().getMessage());
    }

    /** The session, with nothing in it but what every exercise begins with. */
    private Session session(Questions questions) {
        if (session.isPresent()) {
            Session here = session.get();
            if (here.learner().begin() && here.learner().define(here.base())) {
                return here;
            }
            // what an exercise left behind has ended it since
            end();
        }
        Session begun = begin(questions);
        session = Optional.of(begun);
        return begun;
    }

    private Session begin(Questions questions) {
        Learner learner;
        try {
            learner = Learner.start(jail, limit);
        } catch (IOException refused) {
            throw new UncheckedIOException("no JVM can be started for a submission", refused);
        }
        LearnerControl control = new LearnerControl(learner);
        JShell shell = JShell.builder()
                .executionEngine(provider(control), Map.of())
                // joined by StringBuilder: what javac writes instead pays off in a JVM that lives longer
                .compilerOptions("-classpath", jail.stage().classPathOutside(), "-XDstringConcat=inline")
                .build();
        String nonce = HexFormat.of()
                .formatHex(ByteBuffer.allocate(Long.BYTES)
                        .putLong(RANDOM.nextLong())
                        .array());
        Snippets.of(questions, nonce).before().forEach(shell::eval);
        if (learner.ended().isPresent()) {
            throw new IllegalStateException("a submission's JVM has ended before it was given any code: "
                    + learner.ended().get());
        }
        return new Session(learner, shell, control, nonce, control.classes());
    }

    private static ExecutionControlProvider provider(ExecutionControl control) {
        return new ExecutionControlProvider() {
            @Override
            public String name() {
                return "learner";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
                return control;
            }
        };
    }

    /** The youngest first: JShell compiles anew what depends on a snippet that is dropped. */
    private void forget(Session here, List<Snippet> evaluated) {
        try {
            for (int i = evaluated.size() - 1; i >= 0; i--) {
                if (here.shell().status(evaluated.get(i)).isActive()) {
                    here.shell().drop(evaluated.get(i));
                }
            }
        } catch (IllegalStateException closed) {
            end();
        }
    }

    private void end() {
        session.ifPresent(here -> {
            here.learner().close();
            here.shell().close();
        });
        session = Optional.empty();
    }

    @Override
    public void close() {
        end();
    }
}
