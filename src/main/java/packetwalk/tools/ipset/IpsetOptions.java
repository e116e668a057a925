package packetwalk.tools.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;

/**
 * The options that any command of ipset takes, wherever they stand, and what is left without them.
 *
 * @param exist what is there already, or is not there to be deleted, is no error
 * @param quiet nothing is said of it
 * @param output {@code plain}, {@code save}; empty for the command's own
 * @param namesOnly only the names of sets are listed
 * @param terse entries are left out
 * @param sorted entries are listed in order
 */
record IpsetOptions(
        boolean exist,
        boolean quiet,
        Optional<String> output,
        boolean namesOnly,
        boolean terse,
        boolean sorted,
        List<Word> rest) {

    static IpsetOptions read(Words words) {
        boolean exist = false;
        boolean quiet = false;
        Optional<String> output = Optional.empty();
        boolean namesOnly = false;
        boolean terse = false;
        boolean sorted = false;
        List<Word> rest = new ArrayList<>();
        while (words.hasNext()) {
            Word word = words.nextWord("an option");
            switch (word.quoted() ? "" : word.text()) {
                case "-!", "-exist", "--exist" -> exist = true;
                case "-q", "-quiet", "--quiet" -> quiet = true;
                case "-o", "-output", "--output" -> output = Optional.of(output(words.next("plain or save")));
                case "-n", "-name", "--name" -> namesOnly = true;
                case "-t", "-terse", "--terse" -> terse = true;
                case "-s", "-sorted", "--sorted" -> sorted = true;
                case "-r", "-resolve", "--resolve" -> {} // there is nobody to ask for names
                case "-f", "-file", "--file" ->
                    throw new IllegalArgumentException("ipset v7.17: Cannot open " + words.next("a file")
                            + ": this prompt has no files; restore reads its input, list and save print");
                default -> rest.add(word);
            }
        }
        return new IpsetOptions(exist, quiet, output, namesOnly, terse, sorted, List.copyOf(rest));
    }

    private static String output(String mode) {
        return switch (mode) {
            case "plain", "save" -> mode;
            default ->
                throw new IllegalArgumentException(
                        "ipset v7.17: Syntax error: unknown output mode '" + mode + "'; use plain or save");
        };
    }

    /** What these and {@code others} say, with the words of {@code others}. */
    IpsetOptions with(IpsetOptions others) {
        return new IpsetOptions(
                exist || others.exist,
                quiet || others.quiet,
                others.output.or(() -> output),
                namesOnly || others.namesOnly,
                terse || others.terse,
                sorted || others.sorted,
                others.rest);
    }
}
