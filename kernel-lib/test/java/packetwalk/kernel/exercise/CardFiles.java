package packetwalk.kernel.exercise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import packetwalk.kernel.exercise.card.CardFile;

/** The cards of this repository, whole: with what only an instructor has. */
final class CardFiles {

    private static final Path FOLDER = Path.of("main", "exercises");

    private CardFiles() {}

    /** All of them: POD-1, POD-2 … by article and number. */
    static List<CardFile> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(CardFiles::read)
                    .sorted(Comparator.comparingInt(CardFiles::number))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Those whose id begins with {@code article}. */
    static List<CardFile> of(String article) {
        return all().stream()
                .filter(each -> each.card().id().startsWith(article + "-"))
                .toList();
    }

    static CardFile named(String id) {
        return read(FOLDER.resolve(id + ".yaml"));
    }

    /** What is in its file. */
    static String text(String id) {
        return text(FOLDER.resolve(id + ".yaml"));
    }

    private static CardFile read(Path file) {
        return CardFile.parse(file.getFileName().toString(), text(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static int number(CardFile file) {
        return Integer.parseInt(file.card().id().replaceAll("\\D", ""));
    }
}
