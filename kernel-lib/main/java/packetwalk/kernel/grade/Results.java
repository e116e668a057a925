package packetwalk.kernel.grade;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.kernel.exercise.Judge;
import packetwalk.kernel.report.ClassFiles;
import packetwalk.kernel.report.Format;
import packetwalk.kernel.report.ReportJson;
import packetwalk.kernel.report.SubmissionReport;

/**
 * The folder of {@code --out}: a folder for each submission, and what makes the command go on where it was interrupted.
 *
 * @param folder that one
 * @param formats which files of each submission, beside the one that the command itself reads again
 */
record Results(Path folder, List<Format> formats) {

    /** Of what a report is: the notebook, the seed and the release. Written last, so what has it is whole. */
    private static final String STAMP = "graded-as";

    private static final String SEED = "seed";

    /** The seed of the run before, if there was one: who goes on asks the same. */
    Optional<Long> seed() throws IOException {
        Path file = folder.resolve(SEED);
        return Files.exists(file)
                ? Optional.of(Long.parseLong(Files.readString(file).strip()))
                : Optional.empty();
    }

    /** Makes the folder, if there is none: for its owner alone, as marks and numbers are nobody else's business. */
    void make() throws IOException {
        if (!Files.exists(folder)) {
            Path whole = folder.toAbsolutePath();
            Files.createDirectories(whole.getParent());
            Files.createDirectory(
                    whole, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    void seed(long seed) throws IOException {
        write(folder.resolve(SEED), seed + "\n");
    }

    /** The report of a submission that has not changed since it was graded; empty if it has to be graded. */
    Optional<SubmissionReport> report(Submission submission, String stamp) throws IOException {
        Path there = of(submission);
        if (stamp.isEmpty()
                || !Files.exists(there.resolve(STAMP))
                || !Files.readString(there.resolve(STAMP)).strip().equals(stamp)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ReportJson.read(Files.readString(there.resolve(Format.JSON.fileName()))));
        } catch (IOException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** What a report depends on; empty if the submission is no file, which can be anything the next time. */
    static String stamp(Submission submission, long seed, String release) {
        MessageDigest digest = Release.sha256();
        try {
            NotebookFile.requireFile(submission.file());
            try (InputStream in = new DigestInputStream(Files.newInputStream(submission.file()), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException | NotebookFile.Unreadable none) {
            return "";
        }
        return String.join(" ", HexFormat.of().formatHex(digest.digest()), "" + seed, release, Judge.VERSION);
    }

    void write(Submission submission, SubmissionReport report, String stamp) throws IOException {
        Path there = of(submission);
        Files.createDirectories(there);
        Files.deleteIfExists(there.resolve(STAMP));
        write(there.resolve(Format.JSON.fileName()), Format.JSON.write(report));
        writeFormats(submission, report);
        write(there.resolve(STAMP), stamp + "\n");
    }

    /** The files beside {@code report.json}: the run before may have been asked for others. */
    void writeFormats(Submission submission, SubmissionReport report) throws IOException {
        for (Format each : formats) {
            write(of(submission).resolve(each.fileName()), each.write(report));
        }
    }

    void write(List<SubmissionReport> all) throws IOException {
        for (Map.Entry<String, String> each : ClassFiles.of(all).entrySet()) {
            write(folder.resolve(each.getKey()), each.getValue());
        }
    }

    private Path of(Submission submission) {
        return folder.resolve(submission.learner()).resolve(submission.name());
    }

    /** Whole or not at all. */
    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(whole, text, StandardCharsets.UTF_8);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
