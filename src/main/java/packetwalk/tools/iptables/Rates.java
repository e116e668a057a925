package packetwalk.tools.iptables;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rates as people type them, {@code 5/min}: libxt_limit.c and libxt_hashlimit.c {@code parse_rate()}. */
final class Rates {

    private static final Pattern RATE = Pattern.compile("([0-9]{1,9})[^/]*(?:/([A-Za-z]+))?");

    private static final List<Map.Entry<String, Long>> UNITS = List.of(
            Map.entry("second", 1L), Map.entry("minute", 60L), Map.entry("hour", 3_600L), Map.entry("day", 86_400L));

    private Rates() {}

    /**
     * Parts of a second, {@code scale} to each, between two packets at that rate.
     *
     * @throws IllegalArgumentException if it is no rate, or packets would come closer than one part
     */
    static long period(String rate, long scale) {
        long period = scale * seconds(rate) / number(rate);
        if (period == 0) {
            throw new IllegalArgumentException("Rate too fast \"" + rate + "\"; use at most " + scale + "/second");
        }
        return period;
    }

    /** How many at a time: 5 of {@code 5/min}. */
    static long number(String rate) {
        return Long.parseLong(matcher(rate).group(1));
    }

    /** The seconds of its unit, which may be cut short: 60 for {@code m}, {@code min} and {@code minute}. */
    static long seconds(String rate) {
        String unit = matcher(rate).group(2);
        if (unit == null) {
            return 1;
        }
        return UNITS.stream()
                .filter(each -> each.getKey().startsWith(unit.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> refused(rate))
                .getValue();
    }

    private static Matcher matcher(String rate) {
        Matcher matcher = RATE.matcher(rate);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw refused(rate);
        }
        return matcher;
    }

    private static IllegalArgumentException refused(String rate) {
        return new IllegalArgumentException("bad rate \"" + rate
                + "\"; write a number of 1 or more and a unit, as 5/second, 5/min, 5/hour or 5/day");
    }
}
