package packetwalk.kernel.grade;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import packetwalk.kernel.report.Format;
import packetwalk.kernel.report.SubmissionReport;

/** The command {@code ./packetwalk grade}: what is to be graded, by how many, and where the reports go. docs/grading.md. */
public final class Grade {

    private static final int FAILED = 1;

    private final Options options;
    private final PrintStream out;
    private final PrintStream messages;
    private final Release release = Release.load();
    private final Optional<Results> results;
    private final Map<Integer, SubmissionReport> reports = new TreeMap<>();

    private Grade(Options options, PrintStream out, PrintStream messages) {
        this.options = options;
        this.out = out;
        this.messages = messages;
        this.results = options.out().map(folder -> new Results(folder, options.formats()));
    }

    /** See {@code --help}. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(List.of(args), System.out, System.err));
    }

    /** The command's exit status. */
    static int run(List<String> words, PrintStream out, PrintStream messages) throws InterruptedException {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(Options.USAGE);
            return 0;
        }
        try {
            Options options = Options.parse(words);
            List<Submission> submissions = submissions(options);
            if (options.out().isPresent()) {
                new Results(options.out().get(), options.formats()).make();
            }
            Grade grade = new Grade(seeded(options), out, messages);
            return grade.run(submissions);
        } catch (IllegalArgumentException | IllegalStateException | IOException wrong) {
            messages.println("packetwalk grade: " + wrong.getMessage());
            return FAILED;
        }
    }

    private static List<Submission> submissions(Options options) throws IOException {
        List<Submission> all = new ArrayList<>();
        for (Path each : options.notebooks()) {
            all.addAll(Submission.at(each));
        }
        List<Submission> distinct = all.stream().distinct().toList();
        if (distinct.isEmpty()) {
            throw new IllegalArgumentException("there is no notebook in " + options.notebooks()
                    + "; a class is a folder with a folder for each learner");
        }
        if (options.explain() && distinct.size() > 1) {
            throw new IllegalArgumentException("--explain is for one notebook; there are " + distinct.size());
        }
        Map<String, Submission> places = new HashMap<>();
        for (Submission each : distinct) {
            Submission other = places.put(each.learner() + "/" + each.name(), each);
            if (other != null) {
                throw new IllegalArgumentException(
                        each.file() + " and " + other.file()
                                + " are the same learner's and have the same name; grade them one after the other, into two folders");
            }
        }
        return distinct;
    }

    /** As told; else as the run before in the same folder; else drawn. */
    private static Options seeded(Options options) throws IOException {
        if (options.key().isPresent()) {
            return options;
        }
        Optional<Results> results = options.out().map(folder -> new Results(folder, options.formats()));
        Optional<Long> seed = options.seed();
        if (seed.isEmpty() && results.isPresent()) {
            seed = results.get().seed();
        }
        long chosen = seed.orElseGet(() -> new SecureRandom().nextLong());
        if (results.isPresent()) {
            results.get().seed(chosen);
        }
        return options.seeded(chosen);
    }

    private int run(List<Submission> submissions) throws IOException, InterruptedException {
        Progress progress = new Progress(
                messages, Boolean.getBoolean("packetwalk.grade.terminal") && !options.explain(), submissions.size());
        ConcurrentLinkedQueue<Integer> queue = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < submissions.size(); i++) {
            Optional<SubmissionReport> before = before(submissions.get(i));
            if (before.isPresent()) {
                results.orElseThrow().writeFormats(submissions.get(i), before.get());
                reports.put(i, before.get());
                progress.finished(submissions.get(i), before.get(), true);
            } else {
                queue.add(i);
            }
        }
        if (!queue.isEmpty()) {
            gradeAll(submissions, queue, progress);
        }
        if (results.isPresent()) {
            results.get().write(new ArrayList<>(reports.values()));
        }
        return 0;
    }

    private Optional<SubmissionReport> before(Submission submission) throws IOException {
        return results.isEmpty() ? Optional.empty() : results.get().report(submission, stamp(submission));
    }

    private String stamp(Submission submission) {
        return Results.stamp(submission, options.seed(submission.learner()), release.hash());
    }

    private void gradeAll(List<Submission> submissions, ConcurrentLinkedQueue<Integer> queue, Progress progress)
            throws IOException, InterruptedException {
        Stage stage = Stage.make(Files.createTempDirectory("packetwalk-grade"), simulator());
        Thread cleaning = new Thread(stage::delete);
        Runtime.getRuntime().addShutdownHook(cleaning);
        try {
            Jail jail = Jail.find(stage, options.isolation());
            messages.println("isolation: " + jail.kind().words());
            int jobs = Math.min(options.jobs(), queue.size());
            ExecutorService pool = Executors.newFixedThreadPool(jobs);
            List<Future<Boolean>> parts = new ArrayList<>();
            for (int slot = 0; slot < jobs; slot++) {
                Jail own = jail.slot(slot);
                parts.add(pool.submit(() -> gradeSome(own, submissions, queue, progress)));
            }
            pool.shutdown();
            for (Future<Boolean> each : parts) {
                each.get();
            }
        } catch (ExecutionException broken) {
            Throwable why = Objects.requireNonNullElse(broken.getCause(), broken);
            throw new IllegalStateException(why.getMessage(), why);
        } finally {
            stage.delete();
            Runtime.getRuntime().removeShutdownHook(cleaning);
        }
    }

    /** One at a time, until there is none left. */
    private boolean gradeSome(
            Jail jail, List<Submission> submissions, ConcurrentLinkedQueue<Integer> queue, Progress progress)
            throws IOException, InterruptedException {
        try (Grader grader = new Grader(jail, options, release.hash(), out::println)) {
            for (Integer next = queue.poll(); next != null; next = queue.poll()) {
                Submission submission = submissions.get(next);
                String stamp = stamp(submission);
                SubmissionReport report = grader.grade(submission);
                finished(next, submission, report, stamp);
                progress.finished(submission, report, false);
            }
            return true;
        }
    }

    private synchronized void finished(int number, Submission submission, SubmissionReport report, String stamp)
            throws IOException {
        reports.put(number, report);
        if (results.isPresent()) {
            results.get().write(submission, report, stamp);
        } else if (!options.explain()) {
            out.println(Format.MARKDOWN.write(report));
        }
    }

    /** The launcher says where the simulator is: in this JVM's own class path it may be one jar with the grader. */
    private static List<Path> simulator() {
        String path = System.getProperty("packetwalk.grade.simulator", "");
        if (path.isEmpty()) {
            throw new IllegalStateException(
                    "the simulator's class path is not known; start this by ./packetwalk grade");
        }
        return Stream.of(path.split(File.pathSeparator)).map(Path::of).toList();
    }
}
