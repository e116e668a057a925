package packetwalk.kernel.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import packetwalk.kernel.exercise.Seeds;
import packetwalk.kernel.report.Format;
import packetwalk.kernel.report.Isolation;

/**
 * What was asked of the command.
 *
 * @param seed the same for all; empty if one is to be drawn
 * @param key the course's, from which each learner gets numbers of their own
 * @param out where reports go; empty for stdout
 * @param formats which files of each submission, beside the one that is always there
 * @param limit for the code of one exercise
 * @param isolation the strongest that may be used; empty for whatever works here
 */
record Options(
        Optional<Long> seed,
        Optional<String> key,
        Optional<Path> out,
        List<Format> formats,
        int jobs,
        boolean explain,
        Duration limit,
        Optional<Isolation> isolation,
        List<Path> notebooks) {

    static final String USAGE = """
            usage: ./packetwalk grade [OPTIONS] NOTEBOOK-OR-FOLDER...

            Grades notebooks of exercises. A learner is called as the folder is that the notebook lies in;
            nbgrader's submitted/LEARNER/ASSIGNMENT/NOTEBOOK is known too.

              --seed N        the numbers that are asked for, the same for all; without it they are drawn, and every report says so
              --seed-file F   the same, in a file that others cannot read: what a command was called with, every user of a machine can see
              --key FILE      other numbers for each learner, from the course's key in FILE
              --out DIR       reports go to DIR/LEARNER/NOTEBOOK/, marks to DIR/grades.csv; what is there already is not graded again
              --format F,F    which files beside report.json: gradescope, prairielearn, coursera, junit, csv, markdown, html; without it, the last two
              --jobs N        how many at a time; without it, one for each processor
              --seconds N     how long the code of one exercise may take; without it, 10
              --explain       of one notebook, everything: what was taken, asked, answered, judged
              --isolation K   own-user, user-namespace or process; without it, the strongest that works here

            Ends with 0 if all were graded, whatever their marks; with 1 if the arguments are wrong or there is nothing to grade.
            """;

    /** Each has a user of its own. */
    static final int MOST_JOBS = 64;

    Options {
        formats = List.copyOf(formats);
        notebooks = List.copyOf(notebooks);
    }

    /** The numbers that {@code learner} is asked for. */
    long seed(String learner) {
        return key.map(secret -> Seeds.ofLearner(secret, learner))
                .or(() -> seed)
                .orElseThrow();
    }

    Options seeded(long drawn) {
        return new Options(Optional.of(drawn), key, out, formats, jobs, explain, limit, isolation, notebooks);
    }

    /** Throws IllegalArgumentException naming what is wrong with the command line, and the remedy. */
    static Options parse(List<String> words) {
        Reader reader = new Reader(words.iterator());
        while (reader.words.hasNext()) {
            reader.take(reader.words.next());
        }
        if (reader.notebooks.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to grade; name notebooks, or folders of them");
        }
        if (reader.seed.isPresent() && reader.key.isPresent()) {
            throw new IllegalArgumentException("--seed and --key are two ways to get numbers; take one");
        }
        return new Options(
                reader.seed,
                reader.key,
                reader.out,
                reader.formats,
                reader.jobs,
                reader.explain,
                reader.limit,
                reader.isolation,
                reader.notebooks);
    }

    private static final class Reader {
        private final Iterator<String> words;
        private Optional<Long> seed = Optional.empty();
        private Optional<String> key = Optional.empty();
        private Optional<Path> out = Optional.empty();
        private List<Format> formats = List.of(Format.MARKDOWN, Format.HTML);
        private int jobs = Math.min(MOST_JOBS, Runtime.getRuntime().availableProcessors());
        private boolean explain;
        private Duration limit = Duration.ofSeconds(10);
        private Optional<Isolation> isolation = Optional.empty();
        private final List<Path> notebooks = new ArrayList<>();

        Reader(Iterator<String> words) {
            this.words = words;
        }

        private void take(String word) {
            switch (word) {
                case "--seed" -> seed = Optional.of(number(word, Long.MIN_VALUE, Long.MAX_VALUE));
                case "--seed-file" -> seed = Optional.of(seed(Path.of(value(word))));
                case "--key" -> key = Optional.of(key(Path.of(value(word))));
                case "--out" -> out = Optional.of(Path.of(value(word)));
                case "--format" ->
                    formats = Arrays.stream(value(word).split(","))
                            .map(Format::named)
                            .toList();
                case "--jobs" -> jobs = (int) number(word, 1, MOST_JOBS);
                case "--seconds" -> limit = Duration.ofSeconds(number(word, 1, 3600));
                case "--explain" -> explain = true;
                case "--isolation" -> isolation = Optional.of(isolation(value(word)));
                default -> notebooks.add(notebook(word));
            }
        }

        private String value(String option) {
            if (!words.hasNext()) {
                throw new IllegalArgumentException(option + " takes a value; ./packetwalk grade --help says which");
            }
            return words.next();
        }

        private long number(String option, long least, long most) {
            String text = value(option);
            try {
                long number = Long.parseLong(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException letters) {
                // said below
            }
            throw new IllegalArgumentException(
                    option + " takes a number from " + least + " to " + most + ", not \"" + text + "\"");
        }

        private static long seed(Path file) {
            String text = secret("seed", file);
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException letters) {
                throw new IllegalArgumentException("the seed in " + file + " is no whole number; write one", letters);
            }
        }

        private static Isolation isolation(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "own-user" -> Isolation.OWN_USER;
                case "user-namespace" -> Isolation.USER_NAMESPACE;
                case "process" -> Isolation.PROCESS_ONLY;
                default ->
                    throw new IllegalArgumentException(
                            "--isolation takes own-user, user-namespace or process, not \"" + name + "\"");
            };
        }

        private static String key(Path file) {
            String key = secret("key", file);
            if (key.length() < 16) {
                throw new IllegalArgumentException("the key in " + file + " has " + key.length()
                        + " characters; take 16 or more that nobody guesses");
            }
            return key;
        }

        private static String secret(String what, Path file) {
            try {
                return Files.readString(file).strip();
            } catch (IOException unreadable) {
                throw new IllegalArgumentException("cannot read the " + what + " in " + file, unreadable);
            }
        }

        private static Path notebook(String word) {
            if (word.startsWith("--")) {
                throw new IllegalArgumentException(
                        "there is no option " + word + "; ./packetwalk grade --help lists them");
            }
            try {
                Path path = Path.of(word);
                if (Files.exists(path)) {
                    return path;
                }
            } catch (InvalidPathException strange) {
                // said below
            }
            throw new IllegalArgumentException("there is no " + word + "; name a notebook, or a folder of them");
        }
    }
}
