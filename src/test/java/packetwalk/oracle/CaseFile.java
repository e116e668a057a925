package packetwalk.oracle;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A case as text, one statement a line; {@code #} begins a comment. Each form stands at its type in {@link Statement}.
 *
 * <p>What follows {@code NAME$} is run verbatim in both worlds. After {@code =>} stands what a probe must give, in
 * phrases: the beginning of what the sender is told ({@code connected}, {@code answered}, {@code ECONNREFUSED},
 * {@code icmp 3/1}, {@code timeout}), {@code NAME sees SOURCE ttl N} for the packet as it is delivered there,
 * {@code NAME sees nothing}.
 */
record CaseFile(String name, List<Line> lines) {

    private static final String HERE = " <<";

    /** A statement, its text, and where in the file it begins, from 1. */
    record Line(int number, String text, Statement statement) {}

    CaseFile {
        lines = List.copyOf(lines);
    }

    /**
     * Reads a case.
     *
     * @throws IllegalArgumentException with name and number of a line that is no statement
     */
    static CaseFile parse(String name, String text) {
        List<Line> statements = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at).replaceFirst("(^|\\s+)#.*", "").strip();
            int number = ++at;
            if (line.isEmpty()) {
                continue;
            }
            try {
                int here = line.indexOf(HERE);
                if (here < 0) {
                    statements.add(new Line(number, line, StatementParser.parse(line, "")));
                    continue;
                }
                int end = lines.subList(at, lines.size()).indexOf(line.substring(here + HERE.length()));
                require(end >= 0, line.substring(here + 1) + " has no end; write that word alone on a line");
                String input = lines.subList(at, at + end).stream()
                        .map(each -> each + "\n")
                        .collect(Collectors.joining());
                at += end + 1;
                String whole = String.join("\n", lines.subList(number - 1, at)).strip();
                statements.add(new Line(number, whole, StatementParser.parse(line.substring(0, here), input)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + " line " + number + ": " + e.getMessage(), e);
            }
        }
        return new CaseFile(name, statements);
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The cases that are among the tests' resources. */
    static List<Path> written() throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of(CaseFile.class.getResource("written").toURI()))) {
            return files.sorted().toList();
        } catch (URISyntaxException e) {
            throw new AssertionError("the folder written is among the test's resources", e);
        }
    }

    /** It as text again, without comments. */
    String text() {
        return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
    }
}
