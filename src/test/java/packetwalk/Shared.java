package packetwalk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies beside the clone of the project, in {@code ../shared}: other people's dumps and vectors, which are not ours
 * to copy. Tests of them are skipped where it is not there; {@code -Dpacketwalk.shared=DIRECTORY} says where else.
 */
public final class Shared {

    private Shared() {}

    /** That directory below {@code ../shared}; skips the test if it is not there. */
    public static Path directory(String name) {
        Path module = Path.of("").toAbsolutePath();
        String given = System.getProperty("packetwalk.shared", "");
        Path shared = given.isEmpty() ? module.resolve("../../shared").normalize() : Path.of(given);
        Path directory = shared.resolve(name);
        assumeTrue(Files.isDirectory(directory), "skipped: no " + directory + " beside the project");
        return directory;
    }

    /** What a directory holds, by name. */
    public static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file as text. */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
