package packetwalk.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands of nft by chance, from a seed: each is made of the lines of {@code nft-grammar.txt}. */
final class NftGrammar {

    private static final Pattern NAME = Pattern.compile("<([a-z][a-z0-9]*)>");
    private static final Map<String, List<String>> LINES = read();
    private static final int COMMANDS = 12;

    private final Random random;
    private final String family;

    NftGrammar(long seed) {
        random = new Random(seed);
        family = List.of("ip", "ip6", "inet").get(random.nextInt(3));
    }

    private static Map<String, List<String>> read() {
        Map<String, List<String>> all = new HashMap<>();
        List<String> current = List.of();
        for (String line : lines()) {
            if (line.startsWith("\t")) {
                current.add(line.substring(1));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                current = new ArrayList<>();
                all.put(line, current);
            }
        }
        return all;
    }

    private static List<String> lines() {
        try (InputStream file = NftGrammar.class.getResourceAsStream("nft-grammar.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Transactions, one behind the other: what the others need, and then whatever comes. */
    List<String> session() {
        List<String> commands = new ArrayList<>(List.of("preamble", "preamble2", "preamble3"));
        for (int i = 0; i < COMMANDS; i++) {
            commands.add("command");
        }
        return commands.stream().map(this::text).toList();
    }

    private String text(String name) {
        if (name.equals("family")) {
            return family;
        }
        List<String> lines = Objects.requireNonNull(LINES.getOrDefault(name + "." + family, LINES.get(name)), name);
        Matcher names = NAME.matcher(lines.get(random.nextInt(lines.size())));
        return names.replaceAll(each -> Matcher.quoteReplacement(text(each.group(1))))
                .replace("<>", "");
    }
}
