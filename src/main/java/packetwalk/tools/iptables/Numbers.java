package packetwalk.tools.iptables;

import java.util.Optional;
import packetwalk.linux.xtables.Range;

/** Numbers and ranges of them, as libxtables reads them: {@code xtables_strtoul()} and {@code xtopt_parse_mint()}. */
final class Numbers {

    /** The largest number of 32 bits. */
    static final long UINT32 = 0xffff_ffffL;

    private Numbers() {}

    /**
     * Reads {@code 16}, {@code 0x10} or {@code 020}; empty if it is no such number, or above {@code max}.
     *
     * @param max unsigned, as the number is
     */
    static Optional<Long> parse(String text, long max) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        String digits = hex ? text.substring(2) : text;
        if (digits.isEmpty() || Character.digit(digits.charAt(0), 16) < 0) {
            return Optional.empty(); // a sign is none of it
        }
        try {
            boolean octal = !hex && text.length() > 1 && text.charAt(0) == '0';
            long number = Long.parseUnsignedLong(digits, hex ? 16 : octal ? 8 : 10);
            return Long.compareUnsigned(number, max) > 0 ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException bad(Options options, Extension.Option option, long max) {
        return new IllegalArgumentException(options.name() + ": bad value \"" + option.value() + "\" for option \""
                + option.name() + "\", or out of range (0-" + max + ")");
    }

    /** The range that an option was given: {@code 5}, {@code 5:9}, {@code 5:}, {@code :9}. */
    static Range range(Options options, Extension.Option option, long max) {
        String[] ends = option.value().split(":", -1);
        if (ends.length > 2) {
            throw bad(options, option, max);
        }
        Optional<Long> first = ends.length == 2 && ends[0].isEmpty() ? Optional.of(0L) : parse(ends[0], max);
        Optional<Long> last = ends.length == 1 ? first : ends[1].isEmpty() ? Optional.of(max) : parse(ends[1], max);
        if (first.isEmpty() || last.isEmpty()) {
            throw bad(options, option, max);
        }
        return new Range(first.get(), last.get(), option.negated());
    }
}
