package packetwalk.oracle;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import packetwalk.net.IpAddress;

/**
 * A case as text, one statement a line; {@code #} begins a comment. Each form stands at its type in {@link Statement}.
 *
 * <p>What follows {@code NAME$} is run verbatim in both worlds. After {@code =>} stands what a probe must give, in
 * phrases: the beginning of what the sender is told ({@code connected}, {@code answered}, {@code ECONNREFUSED},
 * {@code icmp 3/1}, {@code timeout}), {@code NAME sees SOURCE ttl N} for the packet as it is delivered there,
 * {@code NAME sees nothing}.
 */
record CaseFile(String name, List<Line> lines) {

    private static final Pattern COMMAND = Pattern.compile("(\\w+)\\$ (.+)");
    private static final Pattern SERVE = Pattern.compile("(\\w+) serves (tcp|udp) (\\d+)(?: => (\\w+))?");
    private static final Pattern PROBE = Pattern.compile(
            "(\\w+) (connects|sends|pings) ([0-9.]+)(?::(\\d+))?" + "(?: from (\\d+))?(?: ttl (\\d+))?(?: => (.+))?");

    /** A statement, its text, and where in the file it stands, from 1. */
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
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("(^|\\s+)#.*", "").strip();
            if (!line.isEmpty()) {
                try {
                    statements.add(new Line(i + 1, line, statement(line)));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(name + " line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return new CaseFile(name, statements);
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

    /** How many probes it has. */
    int probes() {
        return (int) lines.stream()
                .filter(line -> line.statement() instanceof Statement.Probe)
                .count();
    }

    /** It as text again, without comments. */
    String text() {
        return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
    }

    private static Statement statement(String line) {
        Matcher command = COMMAND.matcher(line);
        if (command.matches()) {
            return new Statement.Command(command.group(1), command.group(2));
        }
        Matcher serve = SERVE.matcher(line);
        if (serve.matches()) {
            String expected = serve.group(4) == null ? "ok" : serve.group(4);
            return new Statement.Serve(serve.group(1), serve.group(2), Integer.parseInt(serve.group(3)), expected);
        }
        Matcher probe = PROBE.matcher(line);
        if (probe.matches()) {
            return probe(probe);
        }
        List<String> words = List.of(line.split(" +"));
        return switch (words.get(0)) {
            case "netns" -> new Statement.Netns(words.subList(1, words.size()));
            case "link" -> new Statement.Link(port(words, 1), port(words, 2));
            case "bridge" -> new Statement.Bridge(port(words, 1), words.subList(2, words.size()));
            case "forget" -> new Statement.Forget();
            default -> throw new IllegalArgumentException("\"" + line + "\" is no statement of a case");
        };
    }

    private static Statement.Probe probe(Matcher probe) {
        return new Statement.Probe(
                Statement.Kind.valueOf(probe.group(2).toUpperCase(Locale.ROOT)),
                probe.group(1),
                IpAddress.parse(probe.group(3)),
                number(probe.group(4), 0),
                number(probe.group(5), 0),
                number(probe.group(6), 64),
                probe.group(7) == null ? List.of() : List.of(probe.group(7).split(", *")));
    }

    private static int number(String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static Statement.Port port(List<String> words, int at) {
        String word = at < words.size() ? words.get(at) : "";
        int colon = word.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("\"" + word + "\" names no device; write NETNS:DEVICE");
        }
        return new Statement.Port(word.substring(0, colon), word.substring(colon + 1));
    }
}
