package packetwalk.linux.nftables.statement;

import java.util.List;
import java.util.Optional;

/** Amounts of bytes as they are typed and printed: {@code 10 kbytes}; nftables' src/statement.c {@code get_rate()}. */
public final class DataUnits {

    private static final List<String> UNITS = List.of("bytes", "kbytes", "mbytes", "gbytes", "tbytes");
    private static final long STEP = 1024;

    private DataUnits() {}

    /** {@code bytes} in the largest unit in which they are a whole number. */
    static String of(long bytes) {
        long rest = bytes;
        int unit = 0;
        while (rest != 0 && rest % STEP == 0 && unit < UNITS.size() - 1) {
            rest /= STEP;
            unit++;
        }
        return rest + " " + UNITS.get(unit);
    }

    /** How many bytes a unit has; empty for what is none. Only the first three can be typed: {@code data_unit_parse()}. */
    public static Optional<Long> parse(String unit) {
        int place = UNITS.indexOf(unit);
        return place < 0 || place > 2 ? Optional.empty() : Optional.of(1L << (10 * place));
    }
}
