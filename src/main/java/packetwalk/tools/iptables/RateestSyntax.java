package packetwalk.tools.iptables;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.AsideTarget;

/** How {@code -j RATEEST} is typed, which measures a rate aside of the packet: libxt_RATEEST.c. */
final class RateestSyntax {

    private static final Pattern TIME = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(us|ms|s)?");

    /** A quarter of a second, in microseconds: the shortest interval. Each longer one is twice the one before. */
    private static final long QUARTER = 250_000;

    /** Longer intervals than 2^5 quarters there are not. */
    private static final int LONGEST = 5;

    private static final int MOST_LOG = 31;

    static final Map<String, Syntax<? extends Target>> ALL =
            Map.of("RATEEST", Syntax.of("rateest-name 1 rateest-interval 1 rateest-ewmalog 1", RateestSyntax::read));

    private RateestSyntax() {}

    private static Target read(Options options) {
        String name = options.required("--rateest-name").value();
        double interval = micros(options, "--rateest-interval");
        int doublings = 0;
        while (interval > QUARTER << doublings) {
            if (++doublings > LONGEST) {
                throw new IllegalArgumentException("RATEEST: interval value is too large; use 8s or less");
            }
        }
        long rounded = QUARTER << doublings;
        long weight = rounded << log(interval, micros(options, "--rateest-ewmalog"));
        return new AsideTarget(
                "RATEEST",
                "--rateest-name " + name + " --rateest-interval " + text(rounded) + " --rateest-ewmalog "
                        + text(weight),
                "name " + name + " interval " + text(rounded) + " ewmalog " + text(weight),
                Hook.ALL,
                Table.ALL);
    }

    /** The greatest power of two by which a measure may lose weight and still follow within {@code wanted}. */
    private static int log(double interval, double wanted) {
        int log = 1;
        while (log <= MOST_LOG && interval / -Math.log(1 - 1.0 / (1L << log)) <= wanted) {
            log++;
        }
        if (log == 1 || log > MOST_LOG) {
            throw new IllegalArgumentException(
                    "RATEEST: ewmalog value is out of range; use twice --rateest-interval or more");
        }
        return log - 1;
    }

    /** Microseconds; seconds if no unit stands behind. */
    private static double micros(Options options, String option) {
        String typed = options.value(option).orElse("0");
        Matcher time = TIME.matcher(typed);
        if (!time.matches()) {
            throw new IllegalArgumentException(
                    "RATEEST: bad value \"" + typed + "\" for option \"" + option + "\"; write 250ms or 1s");
        }
        double number = Double.parseDouble(time.group(1));
        String unit = time.group(2);
        return number * ("us".equals(unit) ? 1 : "ms".equals(unit) ? 1_000 : 1_000_000);
    }

    private static String text(long micros) {
        return micros >= 1_000_000
                ? String.format(Locale.ROOT, "%.1fs", micros / 1e6)
                : String.format(Locale.ROOT, "%.1fms", micros / 1e3);
    }
}
