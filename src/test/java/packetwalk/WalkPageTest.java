package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/walk.md} leads a newcomer by names of classes and methods, so they must be there. */
class WalkPageTest {
    private static final Path PAGE = Path.of("..", "docs", "walk.md");
    /** {@code Ipv4.send} or {@code linux/Ipv4.send}. */
    private static final Pattern METHOD = Pattern.compile("`(?:[a-z/]+/)?([A-Z]\\w+)\\.(?!java)([a-z]\\w+)`");

    private static final Pattern FOLDER = Pattern.compile("`(?!src)([a-z/]+/)([A-Z]\\w+)(?:\\.\\w+)?`");

    @Test
    void every_method_that_the_page_names_exists() throws IOException {
        Map<String, Path> sources = sources();
        var missing = new TreeSet<String>();
        var names = METHOD.matcher(Files.readString(PAGE));
        while (names.find()) {
            Path source = sources.get(names.group(1));
            if (source == null || !declares(Files.readString(source), names.group(2))) {
                missing.add(names.group(1) + "." + names.group(2));
            }
        }
        assertEquals("[]", missing.toString());
    }

    @Test
    void every_path_that_the_page_names_exists() throws IOException {
        Map<String, Path> sources = sources();
        var names = FOLDER.matcher(Files.readString(PAGE));
        while (names.find()) {
            Path source = sources.get(names.group(2));
            String path = names.group(1) + names.group(2) + ".java";
            assertTrue(source != null && source.endsWith(Path.of("packetwalk", path)), path);
        }
    }

    @Test
    void every_package_of_the_simulator_has_a_line() throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        try (Stream<Path> files = Files.walk(Path.of("main", "java"))) {
            files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> Path.of("main", "java").relativize(file.getParent()))
                    .map(folder ->
                            folder.toString().replace(folder.getFileSystem().getSeparator(), "."))
                    .forEach(name -> assertTrue(
                            page.stream().anyMatch(line -> line.startsWith("| `" + name + "` |")),
                            () -> name + " has no line in docs/walk.md"));
        }
    }

    /** A declaration has a type before the name; a call has not. */
    private static boolean declares(String source, String method) {
        return Pattern.compile("(?m)^    [\\w<>.,? @\\[\\]]+ " + method + "\\(")
                .matcher(source)
                .find();
    }

    private static Map<String, Path> sources() throws IOException {
        Map<String, Path> sources = new TreeMap<>();
        for (Path root : List.of(Path.of("main", "java"), Path.of("..", "kernel-lib", "main", "java"))) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> sources.putIfAbsent(
                                file.getFileName().toString().replace(".java", ""), file));
            }
        }
        return sources;
    }
}
