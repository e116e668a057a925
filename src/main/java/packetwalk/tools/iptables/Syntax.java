package packetwalk.tools.iptables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one extension is typed, and what is made of it: {@code struct xtables_match} and {@code xtables_target} of
 * libxtables.
 *
 * @param options the options it takes, each with the number of words that follow
 * @param read makes the match or target; throws IllegalArgumentException where iptables would refuse
 */
record Syntax<T>(Map<String, Integer> options, Function<Options, T> read) {

    /** {@code options} as {@code "sport 1 tcp-flags 2 syn 0"}: names without dashes, each with its number of words. */
    static <T> Syntax<T> of(String options, Function<Options, T> read) {
        Map<String, Integer> words = new LinkedHashMap<>();
        String[] parts = options.isEmpty() ? new String[0] : options.split(" ");
        for (int i = 0; i < parts.length; i += 2) {
            words.put("--" + parts[i], Integer.parseInt(parts[i + 1]));
        }
        return new Syntax<>(words, read);
    }

    /** The full name of {@code option}, which may be cut short as getopt_long(3) allows; empty if it has none such. */
    Optional<String> option(String option) {
        if (options.containsKey(option)) {
            return Optional.of(option);
        }
        List<String> longer = options.keySet().stream()
                .filter(each -> option.length() > 2 && each.startsWith(option))
                .toList();
        return longer.size() == 1 ? Optional.of(longer.get(0)) : Optional.empty();
    }
}
