package packetwalk.tools.iptables;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one extension is typed, and what is made of it: {@code struct xtables_match} and {@code xtables_target} of
 * libxtables.
 *
 * @param options the options it takes, by each of their names
 * @param read makes the match or target; throws IllegalArgumentException where iptables would refuse
 */
record Syntax<T>(Map<String, Form> options, Function<Options, T> read) {

    /**
     * How one option is typed: {@code struct xt_option_entry}.
     *
     * @param name its first name, with dashes
     * @param words how many words follow
     * @param negatable whether {@code !} may stand before it: {@code XTOPT_INVERT}
     * @param repeatable whether it may be given more than once: {@code XTOPT_MULTI}
     */
    record Form(String name, int words, boolean negatable, boolean repeatable) {}

    /**
     * A syntax, as {@code "!source-port|sport 1 tcp-flags 2 syn 0 reqid* 1"}: names without dashes, each with the
     * number of its words. Other names of an option follow behind {@code |}; a leading {@code !} says that it may be
     * negated, a trailing {@code *} that it may be repeated.
     */
    static <T> Syntax<T> of(String options, Function<Options, T> read) {
        Map<String, Form> forms = new LinkedHashMap<>();
        String[] parts = options.isEmpty() ? new String[0] : options.split(" ");
        for (int i = 0; i < parts.length; i += 2) {
            String[] names = parts[i].replaceAll("[!*]", "").split("\\|");
            int words = Integer.parseInt(parts[i + 1]);
            Form form = new Form("--" + names[0], words, parts[i].startsWith("!"), parts[i].endsWith("*"));
            for (String name : names) {
                forms.put("--" + name, form);
            }
        }
        return new Syntax<>(forms, read);
    }

    /** The option of that very name; null if it has none such. */
    @Nullable
    Form exactly(String option) {
        return options.get(option);
    }

    /** The option meant by {@code option}, which may be cut short as getopt_long(3) allows; null if it has none such. */
    @Nullable
    Form option(String option) {
        Form exact = options.get(option);
        if (exact != null || option.length() < 3) {
            return exact;
        }
        Form longer = null;
        for (Map.Entry<String, Form> each : options.entrySet()) {
            if (each.getKey().startsWith(option)) {
                if (longer != null && !longer.equals(each.getValue())) {
                    return null;
                }
                longer = each.getValue();
            }
        }
        return longer;
    }
}
