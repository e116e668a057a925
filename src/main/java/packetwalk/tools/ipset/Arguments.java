package packetwalk.tools.ipset;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;

/**
 * The options of one command by their names; ipset takes them with and without dashes.
 *
 * @param values empty texts for options that have none
 */
record Arguments(Map<String, String> values) {

    /** Names of older versions, and short ones. */
    private static final Map<String, String> ALIASES = Map.of("-4", "inet", "-6", "inet6");

    /** What older versions knew and this one ignores. */
    private static final Set<String> IGNORED = Set.of("probes", "resize", "gc");

    /**
     * Reads all that is left of {@code words}.
     *
     * @param known the options that are taken, each with whether a value follows
     * @throws IllegalArgumentException for one that is not known, lacks its value or comes twice
     */
    static Arguments read(Words words, Map<String, Boolean> known) {
        Map<String, String> values = new HashMap<>();
        while (words.hasNext()) {
            Word word = words.nextWord("an option");
            String name = ALIASES.getOrDefault(word.text(), word.text().replaceFirst("^--?", ""));
            Boolean valued = IGNORED.contains(name) ? Boolean.TRUE : known.get(name);
            if (valued == null) {
                throw new IllegalArgumentException("Unknown argument: `" + word.text() + "'; " + words.command()
                        + " takes "
                        + String.join(", ", known.keySet().stream().sorted().toList()));
            }
            if (valued && !words.hasNext()) {
                throw new IllegalArgumentException(
                        "Missing mandatory argument of option `" + name + "'; write it behind");
            }
            String value = valued ? words.next("a value") : "";
            if (values.put(name, value) != null && valued) {
                throw Syntax.error(name + " already specified; leave one out");
            }
        }
        return new Arguments(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The number given for {@code name}; {@code otherwise} if none is. */
    long number(String name, long min, long max, long otherwise) {
        return has(name) ? Syntax.number(Objects.requireNonNull(values.get(name)), min, max) : otherwise;
    }
}
