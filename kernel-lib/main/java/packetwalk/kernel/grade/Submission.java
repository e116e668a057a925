package packetwalk.kernel.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A notebook that somebody handed in.
 *
 * @param learner who: the folder's name that it lies in, or nbgrader's {@code submitted/LEARNER/ASSIGNMENT/}
 * @param file where it is; perhaps no file, and perhaps no notebook
 */
record Submission(String learner, Path file) {

    /** nbgrader's folder for what was handed in. */
    private static final String SUBMITTED = "submitted";

    private static final String ENDING = ".ipynb";

    /** The file's name without its ending. */
    String name() {
        String name = file.getFileName().toString();
        return name.toLowerCase(Locale.ROOT).endsWith(ENDING)
                ? name.substring(0, name.length() - ENDING.length())
                : name;
    }

    @Override
    public String toString() {
        return learner + "/" + file.getFileName();
    }

    /**
     * Those at {@code path}: itself; of a folder its notebooks and those of its folders, one level down. nbgrader's {@code submitted}, or a
     * course that has one, is two levels deep. Deeper is nobody's: a learner who hands in folders must not hand in for others.
     */
    static List<Submission> at(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            return List.of(of(absolute));
        }
        if (absolute.endsWith(SUBMITTED)) {
            return notebooks(absolute, 2);
        }
        return Files.isDirectory(absolute.resolve(SUBMITTED), LinkOption.NOFOLLOW_LINKS)
                ? notebooks(absolute.resolve(SUBMITTED), 2)
                : notebooks(absolute, 1);
    }

    private static List<Submission> notebooks(Path folder, int levels) throws IOException {
        List<Submission> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path each : entries.sorted().toList()) {
                String name = each.getFileName().toString();
                if (name.startsWith(".")) {
                    continue; // .ipynb_checkpoints
                }
                if (name.toLowerCase(Locale.ROOT).endsWith(ENDING)) {
                    found.add(of(each));
                } else if (levels > 0 && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    found.addAll(notebooks(each, levels - 1));
                }
            }
        }
        return found;
    }

    private static Submission of(Path file) {
        int names = file.getNameCount();
        if (names >= 4 && file.getName(names - 4).toString().equals(SUBMITTED)) {
            return new Submission(file.getName(names - 3).toString(), file);
        }
        return new Submission(names >= 2 ? file.getName(names - 2).toString() : "nobody", file);
    }
}
