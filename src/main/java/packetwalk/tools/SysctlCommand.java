package packetwalk.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import packetwalk.linux.sysctl.Sysctls;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Words;

/** {@code sysctl}: the kernel's settings that the engine models, printed as procps prints them. */
final class SysctlCommand implements Tool {

    private static final String OPTIONS = "-a, -e, -n, -N, -p -, -q, -r PATTERN and -w";

    private final Sysctls sysctls;

    SysctlCommand(Sysctls sysctls) {
        this.sysctls = sysctls;
    }

    /** One name on the command line; {@code value} is empty if it is only read. */
    private record Wanted(String name, String value) {

        static Wanted of(String word) {
            int equals = word.indexOf('=');
            String name = (equals < 0 ? word : word.substring(0, equals)).strip();
            return new Wanted(
                    dotted(name), equals < 0 ? "" : word.substring(equals + 1).strip());
        }

        /** The path below /proc/sys is a name as well; the first divider says which it is: {@code slashdot()}. */
        private static String dotted(String name) {
            int slash = name.indexOf('/');
            int dot = name.indexOf('.');
            boolean path = slash >= 0 && (dot < 0 || slash < dot);
            return path ? name.replace('.', '\0').replace('/', '.').replace('\0', '/') : name;
        }

        boolean writes() {
            return !value.isEmpty();
        }
    }

    /** What the options ask for. */
    private static final class Options {
        private boolean all;
        private boolean ignore;
        private boolean valuesOnly;
        private boolean namesOnly;
        private boolean quiet;
        private boolean write;
        private boolean load;
        private Pattern pattern = Pattern.compile("");
    }

    @Override
    public String run(Words words, String input) {
        Options options = options(words);
        List<Wanted> wanted = new ArrayList<>();
        while (words.hasNext()) {
            String word = words.next("a setting");
            if (!options.load || !word.equals("-")) {
                wanted.add(Wanted.of(word));
            }
        }
        if (options.load) {
            wanted.addAll(file(input));
        } else if (options.all) {
            sysctls.names().forEach(name -> wanted.add(new Wanted(name, "")));
        } else if (wanted.isEmpty()) {
            throw new IllegalArgumentException("sysctl: no variables specified; see sysctl -a for those there are");
        }
        return apply(wanted, options);
    }

    private static Options options(Words words) {
        Options options = new Options();
        while (words.peek().startsWith("-") && words.peek().length() > 1) {
            if (words.take("-r", "--pattern")) {
                options.pattern = pattern(words.next("a pattern"));
            } else {
                String word = words.peek();
                read(word, options, words);
                words.next("an option");
            }
        }
        return options;
    }

    private static void read(String word, Options options, Words words) {
        switch (word) {
            case "--all" -> options.all = true;
            case "--ignore" -> options.ignore = true;
            case "--values" -> options.valuesOnly = true;
            case "--names" -> options.namesOnly = true;
            case "--quiet" -> options.quiet = true;
            case "--write" -> options.write = true;
            case "--load" -> options.load = true;
            default -> {
                if (word.startsWith("--")) {
                    throw words.unexpected(OPTIONS);
                }
                // short options may stand together, as -qw
                word.chars().skip(1).forEach(letter -> readShort((char) letter, options, words));
            }
        }
    }

    private static void readShort(char letter, Options options, Words words) {
        switch (letter) {
            case 'a', 'A', 'X' -> options.all = true;
            case 'e' -> options.ignore = true;
            case 'n' -> options.valuesOnly = true;
            case 'N' -> options.namesOnly = true;
            case 'q' -> options.quiet = true;
            case 'w' -> options.write = true;
            case 'p', 'f' -> options.load = true;
            default -> throw words.unexpected(OPTIONS);
        }
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "sysctl: \"" + text + "\" is no regular expression: " + e.getDescription(), e);
        }
    }

    /** Lines {@code name = value}; {@code #} and {@code ;} begin remarks. */
    private static List<Wanted> file(String input) {
        List<Wanted> wanted = new ArrayList<>();
        int number = 0;
        for (String line : input.lines().toList()) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
                continue;
            }
            Wanted each = Wanted.of(text);
            if (!each.writes()) {
                throw new IllegalArgumentException(
                        "sysctl: line " + number + ": \"" + text + "\" sets nothing; write name = value");
            }
            wanted.add(each);
        }
        return wanted;
    }

    private String apply(List<Wanted> wanted, Options options) {
        List<Wanted> known = new ArrayList<>();
        for (Wanted each : wanted) {
            if (options.write && !each.writes()) {
                throw new IllegalArgumentException(
                        "sysctl: \"" + each.name() + "\" sets nothing; write " + each.name() + "=1");
            }
            known.addAll(each.writes() ? settable(each, options) : readable(each, options));
        }
        known.stream().filter(Wanted::writes).forEach(each -> sysctls.set(each.name(), number(each)));
        return known.stream()
                .filter(each -> !options.quiet || !each.writes())
                .map(each -> text(each, options))
                .collect(Collectors.joining());
    }

    private List<Wanted> settable(Wanted wanted, Options options) {
        if (options.ignore && !sysctls.names().contains(wanted.name())) {
            return List.of();
        }
        sysctls.value(wanted.name());
        sysctls.requireSettable(wanted.name(), number(wanted));
        return List.of(wanted);
    }

    /** The setting itself, or all those below that name. */
    private List<Wanted> readable(Wanted wanted, Options options) {
        List<String> names = sysctls.names();
        List<Wanted> found = names.stream()
                .filter(name -> name.equals(wanted.name()) || name.startsWith(wanted.name() + "."))
                .filter(name -> options.pattern.matcher(name).find())
                .map(name -> new Wanted(name, ""))
                .toList();
        if (found.isEmpty() && !options.ignore && options.pattern.pattern().isEmpty()) {
            sysctls.value(wanted.name());
        }
        return found;
    }

    private String text(Wanted each, Options options) {
        String value = each.writes() ? each.value() : String.valueOf(sysctls.value(each.name()));
        if (options.namesOnly) {
            return each.name() + "\n";
        }
        return (options.valuesOnly ? "" : each.name() + " = ") + value + "\n";
    }

    /** Decimal, {@code 0x} or octal, 32 bits: the kernel's {@code proc_get_long()}. */
    private static int number(Wanted wanted) {
        try {
            return Integer.decode(wanted.value());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "setting key \"" + wanted.name() + "\": Invalid argument: \"" + wanted.value()
                            + "\" is not a number of 32 bits; write " + wanted.name() + "=1",
                    e);
        }
    }
}
