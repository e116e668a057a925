package packetwalk.kernel.grade;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.kernel.exercise.Answer;
import packetwalk.kernel.exercise.Failure;
import packetwalk.kernel.exercise.Feedback;
import packetwalk.kernel.exercise.Judge;
import packetwalk.kernel.exercise.Questions;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Isolation;
import packetwalk.kernel.report.ReportJson;
import packetwalk.kernel.report.SubmissionReport;

/**
 * A warm JVM that compiles and judges, one submission after the other. It holds the seeds and runs no learner's code; but a source or an
 * answer may be made to keep it busy for ever, so it is a process that the command can end and replace.
 */
final class Worker {

    /** Of these a learner is told by the marks alone; what else ends an answer is worth a line of its own. */
    private static final Set<Failure> USUAL =
            Set.of(Failure.NOT_WRITTEN, Failure.NO_CELL, Failure.NOT_JAVA, Failure.THREW, Failure.NO_VALUE);

    private final Release release = Release.load();
    private final Jail jail;
    private final Duration limit;
    private final boolean explains;
    private final DataOutputStream out;
    private final Map<String, Questions> drawn = new HashMap<>();
    private long seed;

    private Worker(Jail jail, Duration limit, boolean explains, DataOutputStream out) {
        this.jail = jail;
        this.limit = limit;
        this.explains = explains;
        this.out = out;
    }

    /** Arguments: isolation, stage, user, seconds for an exercise's code, whether to explain. Jobs come on stdin; the end of stdin is its end. */
    public static void main(String[] args) throws IOException {
        DataOutputStream out = new DataOutputStream(System.out);
        PrintStream err = System.err;
        Thread.setDefaultUncaughtExceptionHandler((thread, bug) -> bug.printStackTrace(err));
        // whatever prints in a library must not get between the messages; javac says on stderr what a source did to it
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.setErr(System.out);
        Jail jail = new Jail(Isolation.valueOf(args[0]), new Stage(Path.of(args[1])), Integer.parseInt(args[2]));
        Worker worker =
                new Worker(jail, Duration.ofMillis(Long.parseLong(args[3])), Boolean.parseBoolean(args[4]), out);
        endWith(ProcessHandle.current().parent().orElseThrow());
        DataInputStream in = new DataInputStream(System.in);
        for (Optional<Job> job = Job.read(in); job.isPresent(); job = Job.read(in)) {
            worker.grade(job.get());
        }
        System.exit(0);
    }

    /** A command that was killed leaves nothing running. */
    private static void endWith(ProcessHandle command) {
        var unused = command.onExit().thenRun(() -> {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            Runtime.getRuntime().halt(1);
        });
    }

    private void say(Message.Kind kind, String text) {
        try {
            new Message(kind, text).write(out);
        } catch (IOException alone) {
            throw new UncheckedIOException("nobody listens to this worker any more", alone);
        }
    }

    private void explain(String text) {
        if (explains) {
            say(Message.Kind.EXPLAINED, text);
        }
    }

    private void grade(Job job) {
        say(Message.Kind.PHASE, Job.NOTEBOOK + " reading");
        Map<String, List<String>> cells = Map.of();
        Optional<Answer.Failed> unreadable = Optional.ofNullable(job.known().get(Job.NOTEBOOK));
        if (unreadable.isEmpty()) {
            try {
                cells = NotebookFile.read(job.submission().file()).answers();
            } catch (NotebookFile.Unreadable why) {
                unreadable = Optional.of(new Answer.Failed(Failure.NO_NOTEBOOK, String.valueOf(why.getMessage())));
            }
        }
        List<Card> cards = release.of(job.submission().name(), cells.keySet());
        explain("taken: cells " + cells.keySet() + " of " + job.submission().file());
        unreadable.ifPresent(why -> say(Message.Kind.NOTICE, why.failure().words() + " " + why.text()));
        try (Evaluation evaluation = new Evaluation(jail, limit)) {
            for (Card card : cards) {
                if (!job.done().contains(card.id())) {
                    Optional<Answer.Failed> failed =
                            unreadable.or(() -> Optional.ofNullable(job.known().get(card.id())));
                    grade(job, card, cells.getOrDefault(card.gradeId(), List.of()), failed, evaluation);
                }
            }
        }
        say(Message.Kind.DONE, "");
    }

    private void grade(Job job, Card card, List<String> cells, Optional<Answer.Failed> failed, Evaluation evaluation) {
        say(Message.Kind.PHASE, card.id() + " drawing");
        Questions questions = questions(card, job.seed());
        List<Answer> answers = failed.map(why -> questions.failed(why.failure(), why.text()))
                .orElseGet(() -> answers(questions, cells, evaluation));
        say(Message.Kind.PHASE, card.id() + " judging");
        GradeReport report = judge(questions, answers);
        report.faults().forEach(fault -> say(Message.Kind.NOTICE, fault));
        explain(questions, cells, answers, report);
        answers.stream()
                .filter(Answer.Failed.class::isInstance)
                .map(Answer.Failed.class::cast)
                .filter(each -> !USUAL.contains(each.failure()) && each.failure() != Failure.NO_NOTEBOOK)
                .findFirst()
                .ifPresent(each -> say(Message.Kind.NOTICE, notice(card, each)));
        say(
                Message.Kind.GRADED,
                ReportJson.write(new SubmissionReport(
                        job.submission().learner(), "", List.of(report), jail.kind(), List.of(), "", Duration.ZERO)));
    }

    /** An answer that makes the judge itself fail is a bug of ours; it costs that answer, and not the class. */
    private GradeReport judge(Questions questions, List<Answer> answers) {
        try {
            return Judge.grade(questions, answers);
        } catch (RuntimeException | StackOverflowError broken) {
            say(Message.Kind.NOTICE, questions.card().id() + ": the answer could not be judged (" + broken + ")");
            return Judge.grade(questions, questions.failed(Failure.NOT_JUDGED, broken.toString()));
        }
    }

    private static String notice(Card card, Answer.Failed failed) {
        return card.id() + ": " + failed.failure().words()
                + (failed.text().isEmpty() ? "" : " (" + failed.text() + ")");
    }

    private List<Answer> answers(Questions questions, List<String> cells, Evaluation evaluation) {
        return switch (cells.size()) {
            case 0 -> questions.failed(Failure.NO_CELL, "");
            case 1 ->
                evaluation.answers(
                        questions,
                        cells.get(0),
                        phase -> say(Message.Kind.PHASE, questions.card().id() + " " + phase));
            default -> questions.failed(Failure.AMBIGUOUS, cells.size() + " cells");
        };
    }

    /** Drawn once for all who are asked the same. */
    private Questions questions(Card card, long from) {
        if (from != seed) {
            drawn.clear();
            seed = from;
        }
        return drawn.computeIfAbsent(card.id(), id -> Questions.of(card, from));
    }

    private void explain(Questions questions, List<String> cells, List<Answer> answers, GradeReport report) {
        if (!explains) {
            return;
        }
        explain("\n== " + questions.card().id() + " " + questions.card().title());
        cells.forEach(cell -> explain("cell " + questions.card().gradeId() + ":\n"
                + cell.stripTrailing().indent(4)));
        explain("asked, and answered:");
        List<String> calls = questions.calls();
        for (int i = 0; i < calls.size(); i++) {
            explain("    " + calls.get(i) + "\n        " + words(answers.get(i)));
        }
        explain("judged:\n" + new Feedback(report).text().indent(4).stripTrailing());
    }

    private static String words(Answer answer) {
        return answer instanceof Answer.Failed failed
                ? failed.failure().words() + " " + failed.text()
                : String.valueOf(((Answer.Value) answer).value());
    }
}
