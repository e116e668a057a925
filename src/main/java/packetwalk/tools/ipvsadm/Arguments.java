package packetwalk.tools.ipvsadm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.tools.line.Word;

/** The words of one ipvsadm line, cut into a verb and options as popt(3) does. */
final class Arguments {

    static final String TRY_HELP =
            "Try `ipvsadm -h' or 'ipvsadm --help' for more information: begin with -A, -a, -L or another command";

    private final List<String> words;
    private final Map<Option, Given> given = new EnumMap<>(Option.class);
    private final List<String> left = new ArrayList<>();
    private @Nullable Verb verb;
    private int next;

    /**
     * One option as it was typed.
     *
     * @param kind which of several that are one option
     * @param value empty if none was typed
     */
    record Given(String kind, String value) {}

    private Arguments(List<Word> words) {
        this.words = words.stream().map(Word::text).toList();
    }

    /**
     * Cuts a line.
     *
     * @throws IllegalArgumentException if ipvsadm would refuse it, in its words
     */
    static Arguments of(List<Word> words) {
        Arguments arguments = new Arguments(words);
        arguments.read();
        arguments.check();
        return arguments;
    }

    private void read() {
        while (next < words.size()) {
            String word = words.get(next++);
            if (word.startsWith("--") && word.length() > 2) {
                longOption(word.substring(2));
            } else if (word.startsWith("-") && word.length() > 1) {
                letters(word.substring(1));
            } else if (verb == null) {
                throw new IllegalArgumentException(TRY_HELP);
            } else {
                left.add(word);
            }
        }
        if (verb == null) {
            throw new IllegalArgumentException(TRY_HELP);
        }
    }

    private void longOption(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? null : text.substring(equals + 1);
        if (!isVerb(verbOf(name))) {
            take(Form.word(name), "--" + name, value);
        }
    }

    /** Several letters may share a dash; what follows one that has a value is its value. */
    private void letters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (isVerb(verbOf(letter))) {
                continue;
            }
            Form form = Form.letter(letter);
            boolean takesRest = form != null && form.argument() != Form.Argument.NONE && i + 1 < text.length();
            take(form, "-" + letter, takesRest ? text.substring(i + 1).replaceFirst("^=", "") : null);
            if (takesRest) {
                return;
            }
        }
    }

    private static @Nullable Verb verbOf(String name) {
        for (Verb each : Verb.values()) {
            if (each.word().equals(name)) {
                return each;
            }
        }
        return null;
    }

    private static @Nullable Verb verbOf(char letter) {
        for (Verb each : Verb.values()) {
            if (each.letter() == letter) {
                return each;
            }
        }
        return letter == 'l' ? Verb.LIST : null;
    }

    /** The first option is the verb, and no other is one. */
    private boolean isVerb(@Nullable Verb found) {
        if (verb == null) {
            if (found == null) {
                throw new IllegalArgumentException(TRY_HELP);
            }
            verb = found;
            return true;
        }
        if (found != null) {
            throw new IllegalArgumentException("invalid option `" + found.word() + "'; " + verb.title()
                    + " is what this line does: write another line for " + found.title());
        }
        return false;
    }

    private void take(@Nullable Form form, String typed, @Nullable String attached) {
        if (form == null) {
            throw new IllegalArgumentException(typed + ": unknown option; see ipvsadm -h");
        }
        String value = attached;
        boolean nextIsValue = next < words.size() && !words.get(next).startsWith("-");
        if (value == null && form.argument() == Form.Argument.REQUIRED) {
            if (next >= words.size()) {
                throw new IllegalArgumentException(typed + ": missing argument; write a value behind it");
            }
            value = words.get(next++);
        } else if (value == null && form.argument() == Form.Argument.OPTIONAL && nextIsValue) {
            value = words.get(next++);
        }
        Option option = form.option();
        if (option != null && given.put(option, new Given(form.kind(), value == null ? "" : value)) != null) {
            throw new IllegalArgumentException("multiple '" + option + "' options specified; leave one out");
        }
    }

    /** {@code generic_opt_check()}. */
    private void check() {
        Verb wanted = verb();
        Option first = null;
        for (Option each : Option.values()) {
            if (!given.containsKey(each)) {
                if (wanted.required().contains(each)) {
                    throw new IllegalArgumentException("You need to supply the '" + each + "' option for the '"
                            + wanted.title() + "' command; add it");
                }
            } else if (wanted.exclusive().contains(each)) {
                if (first != null) {
                    throw new IllegalArgumentException("The option '" + each + "' conflicts with the '" + first
                            + "' option in the '" + wanted.title() + "' command; leave one out");
                }
                first = each;
            } else if (!wanted.required().contains(each) && !wanted.optional().contains(each)) {
                throw new IllegalArgumentException(
                        "Illegal '" + each + "' option with the '" + wanted.title() + "' command; leave it out");
            }
        }
        if (wanted != Verb.SET && !left.isEmpty()) {
            throw new IllegalArgumentException("unexpected argument " + left.get(0) + "; leave it out");
        }
    }

    Verb verb() {
        return Objects.requireNonNull(verb);
    }

    boolean has(Option option) {
        return given.containsKey(option);
    }

    Optional<Given> find(Option option) {
        return Optional.ofNullable(given.get(option));
    }

    /** What was typed for {@code option}; {@code otherwise} if it was not typed. */
    String value(Option option, String otherwise) {
        return find(option).map(Given::value).orElse(otherwise);
    }

    /** Words that belong to no option. */
    List<String> left() {
        return left;
    }
}
