package packetwalk.kernel.grade;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import packetwalk.kernel.exercise.Answer;
import packetwalk.kernel.exercise.Failure;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.ReportJson;
import packetwalk.kernel.report.SubmissionReport;

/**
 * Has one submission after the other graded by a worker. A worker that falls silent is replaced, and the exercise that silenced it is reported
 * and not tried again; those before it keep what they got.
 */
final class Grader implements AutoCloseable {

    /** How often what an exercise's code may take a worker may be silent: it waits for that code, compiles, and judges what it answered. */
    private static final int PATIENCE = 2 + Learner.PATIENCE;

    /** For the first of all: a worker that is not warm, a new JVM. */
    private static final Duration START = Duration.ofSeconds(5);

    private final Jail jail;
    private final Options options;
    private final String release;
    private final Consumer<String> explained;
    private Optional<WorkerProcess> worker = Optional.empty();

    Grader(Jail jail, Options options, String release, Consumer<String> explained) {
        this.jail = jail;
        this.options = options;
        this.release = release;
        this.explained = explained;
    }

    /** What is known of a submission so far. */
    private static final class Progressing {
        private final Map<String, GradeReport> done = new LinkedHashMap<>();
        private final Map<String, Answer.Failed> known = new LinkedHashMap<>();
        private final List<String> notices = new ArrayList<>();
        private String phase = Job.NOTEBOOK + " reading";

        private String exercise() {
            return phase.substring(0, phase.indexOf(' '));
        }
    }

    /** Never fails for what a submission is or does. */
    SubmissionReport grade(Submission submission) throws IOException, InterruptedException {
        Instant began = Instant.now();
        Progressing sofar = new Progressing();
        while (!pass(submission, sofar)) {
            close();
        }
        return new SubmissionReport(
                submission.learner(),
                String.valueOf(submission.file().getFileName()),
                new ArrayList<>(sofar.done.values()),
                jail.kind(),
                sofar.notices,
                release,
                Duration.between(began, Instant.now()));
    }

    /** One worker's part of it; false if that worker did not come to the end. */
    private boolean pass(Submission submission, Progressing sofar) throws IOException, InterruptedException {
        WorkerProcess here = worker();
        here.send(
                new Job(submission, options.seed(submission.learner()), List.copyOf(sofar.done.keySet()), sofar.known));
        while (true) {
            WorkerProcess.Next next =
                    here.next(options.limit().multipliedBy(PATIENCE).plus(START));
            if (next.silence().isPresent()) {
                blame(sofar, next.silence().get());
                return false;
            }
            Message message = next.message().orElseThrow();
            switch (message.kind()) {
                case PHASE -> sofar.phase = message.text();
                case NOTICE -> sofar.notices.add(message.text());
                case EXPLAINED -> explained.accept(message.text());
                case GRADED ->
                    ReportJson.read(message.text()).exercises().forEach(each -> sofar.done.put(each.exercise(), each));
                case DONE -> {
                    return true;
                }
            }
        }
    }

    /** Throws IllegalStateException if a worker falls silent over what it was told not to try. */
    private static void blame(Progressing sofar, WorkerProcess.Silence silence) {
        String doing = sofar.phase.substring(sofar.phase.indexOf(' ') + 1);
        Answer.Failed failed = silence == WorkerProcess.Silence.LATE
                ? new Answer.Failed(Failure.TOO_LONG, "while " + doing + " it")
                : new Answer.Failed(Failure.TOO_LARGE, "while " + doing + " it");
        if (sofar.known.put(sofar.exercise(), failed) != null) {
            throw new IllegalStateException("workers do not get past " + sofar.phase
                    + ", whatever the submission says; the messages above this one may say why");
        }
    }

    private WorkerProcess worker() throws IOException {
        if (worker.isEmpty()) {
            worker = Optional.of(WorkerProcess.start(jail, options.limit(), options.explain()));
        }
        return worker.get();
    }

    @Override
    public void close() {
        worker.ifPresent(WorkerProcess::close);
        worker = Optional.empty();
    }
}
