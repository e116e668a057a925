package packetwalk.kubectl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.api.ApiFault;

/**
 * A command line, read: what stands by itself, and the flags.
 *
 * @param words in their order, the verb first
 * @param flags by their long names
 * @param command what stands behind {@code --}, as it was typed: another program's line; empty if there is none
 */
record Arguments(List<String> words, Map<String, String> flags, String command) {
    private static final Pattern DASHES = Pattern.compile("\\s--(?=\\s|$)");

    Arguments(List<String> words, Map<String, String> flags) {
        this(words, flags, "");
    }

    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("n", "namespace"),
            Map.entry("o", "output"),
            Map.entry("l", "selector"),
            Map.entry("A", "all-namespaces"),
            Map.entry("f", "filename"),
            Map.entry("p", "patch"),
            Map.entry("k", "kustomize"),
            Map.entry("c", "container"),
            Map.entry("w", "watch"),
            Map.entry("i", "stdin"),
            Map.entry("t", "tty"),
            Map.entry("it", "stdin"),
            Map.entry("ti", "stdin"));
    private static final Set<String> SWITCHES = Set.of(
            "all-namespaces",
            "all",
            "force",
            "ignore-daemonsets",
            "delete-emptydir-data",
            "now",
            "overwrite",
            "no-headers",
            "show-labels",
            "ignore-not-found",
            "watch",
            "stdin",
            "tty",
            "client",
            "namespaced");
    private static final Set<String> VALUED = Set.of(
            "namespace",
            "output",
            "selector",
            "filename",
            "patch",
            "grace-period",
            "cascade",
            "replicas",
            "type",
            "sort-by",
            "for",
            "timeout",
            "revision",
            "to-revision",
            "container",
            "tail",
            "output-version");

    /**
     * Reads what stands behind {@code kubectl}.
     *
     * @throws ApiFault if a flag is not known, or lacks its value
     */
    static Arguments parse(String line) {
        List<String> words = new ArrayList<>();
        Map<String, String> flags = new LinkedHashMap<>();
        Matcher dashes = DASHES.matcher(line);
        boolean command = dashes.find();
        List<String> given = split(command ? line.substring(0, dashes.start()) : line);
        for (int i = 0; i < given.size(); i++) {
            String word = given.get(i);
            if (!word.startsWith("-") || word.equals("-")) {
                words.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = name(equals < 0 ? word : word.substring(0, equals));
            if (SWITCHES.contains(name)) {
                flags.put(name, equals < 0 ? "true" : word.substring(equals + 1));
            } else if (!VALUED.contains(name)) {
                throw ApiFault.badRequest("unknown flag: " + word);
            } else if (equals >= 0) {
                flags.put(name, word.substring(equals + 1));
            } else if (word.length() > 2 && !word.startsWith("--")) {
                flags.put(name, word.substring(2));
            } else if (i + 1 < given.size()) {
                flags.put(name, given.get(++i));
            } else {
                throw ApiFault.badRequest("flag needs an argument: " + word);
            }
        }
        return new Arguments(
                List.copyOf(words),
                flags,
                command ? line.substring(dashes.end()).strip() : "");
    }

    /** {@code -n}, {@code -nshop}, {@code --namespace}: the long name. */
    private static String name(String flag) {
        if (flag.startsWith("--")) {
            return flag.substring(2);
        }
        if (SHORT.containsKey(flag.substring(1))) {
            return SHORT.get(flag.substring(1));
        }
        String letter = flag.substring(1, Math.min(2, flag.length()));
        return SHORT.getOrDefault(letter, letter);
    }

    /** As a shell does: quotes keep blanks together; those inside a jsonpath's braces stay. */
    private static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        int braces = 0;
        boolean begun = false;
        for (char c : line.strip().toCharArray()) {
            if (quote == 0 && braces == 0 && (c == '\'' || c == '"')) {
                quote = c;
                begun = true;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && braces == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                braces += quote == 0 && c == '{' ? 1 : quote == 0 && c == '}' ? -1 : 0;
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    String verb() {
        return words.isEmpty() ? "" : words.get(0);
    }

    /** What stands behind the verb. */
    List<String> rest() {
        return words.isEmpty() ? List.of() : words.subList(1, words.size());
    }

    Optional<String> flag(String name) {
        return Optional.ofNullable(flags.get(name));
    }

    boolean has(String name) {
        return "true".equals(flags.get(name));
    }

    String namespace() {
        return flag("namespace").orElse("default");
    }
}
