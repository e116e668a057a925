package packetwalk.linux.nftables;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as they are typed and printed: {@code 1d2h3m4s5ms}; nftables' src/datatype.c {@code time_print()}. */
public final class TimeText {

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,8})d)?(?:(\\d{1,8})h)?(?:(\\d{1,8})m)?(?:(\\d{1,8})s)?(?:(\\d{1,8})ms)?");

    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1000, 1};
    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

    private TimeText() {}

    /** Milliseconds; a number alone is seconds. Empty for what is no span, as numbers of more than eight digits. */
    public static Optional<Long> parse(String word) {
        if (word.matches("\\d{1,8}")) {
            return Optional.of(Long.parseLong(word) * 1000);
        }
        Matcher matcher = FORM.matcher(word);
        if (word.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        long millis = 0;
        for (int i = 0; i < MILLIS.length; i++) {
            if (matcher.group(i + 1) != null) {
                millis += Long.parseLong(matcher.group(i + 1)) * MILLIS[i];
            }
        }
        return Optional.of(millis);
    }

    /** {@code millis} as nft prints them. */
    public static String of(long millis) {
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        long rest = millis;
        for (int i = 0; i < MILLIS.length; i++) {
            if (rest / MILLIS[i] > 0) {
                text.append(rest / MILLIS[i]).append(UNITS[i]);
            }
            rest %= MILLIS[i];
        }
        return text.toString();
    }
}
