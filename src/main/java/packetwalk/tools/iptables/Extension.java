package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.tools.line.Word;

/** One {@code -m NAME} or {@code -j NAME} of a rule, with the options that were given to it. */
final class Extension {

    /** One option: {@code ! --dport 80}. */
    record Option(String name, boolean negated, List<Word> values) {
        String value() {
            return values.get(0).text();
        }

        @Override
        public String toString() {
            String words = values.stream().map(each -> " " + each).collect(Collectors.joining());
            return (negated ? "! " : "") + name + words;
        }
    }

    private final String name;
    private final @Nullable Syntax<?> syntax;
    private final List<Option> options = new ArrayList<>(2);

    /** An extension; without a syntax its options are kept as they come. */
    Extension(String name, @Nullable Syntax<?> syntax) {
        this.name = name;
        this.syntax = syntax;
    }

    String name() {
        return name;
    }

    /** How it is typed; null for one whose options are kept as they come. */
    @Nullable
    Syntax<?> syntax() {
        return syntax;
    }

    List<Option> options() {
        return options;
    }

    /**
     * Adds an option.
     *
     * @param form what is known of it; null for one of an extension whose options are kept as they come
     * @throws IllegalArgumentException if it comes twice, or is negated, and may not
     */
    void add(Option option, Syntax.@Nullable Form form) {
        if (form != null && option.negated() && !form.negatable()) {
            throw new IllegalArgumentException(
                    name + ": option \"" + option.name() + "\" cannot be inverted; leave the ! out");
        }
        for (Option each : options) {
            if (form != null && !form.repeatable() && each.name().equals(option.name())) {
                throw new IllegalArgumentException(
                        name + ": option \"" + option.name() + "\" can only be used once; leave one out");
            }
        }
        options.add(option);
    }
}
