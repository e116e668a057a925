package packetwalk.tools.iptables;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import packetwalk.linux.xtables.Accounting;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.match.LimitMatch;
import packetwalk.linux.xtables.match.NfacctMatch;
import packetwalk.linux.xtables.match.QuotaMatch;
import packetwalk.linux.xtables.match.StatisticMatch;

/** Matches that count, remember or throw dice. */
final class CountingMatches {

    /** {@code XT_LIMIT_SCALE}. */
    private static final long LIMIT_SCALE = 10_000;

    /** {@code XT_LIMIT_AVG}. */
    private static final String LIMIT = "3/hour";

    private static final Pattern PROBABILITY = Pattern.compile("[0-9]*\\.?[0-9]+([eE]-?[0-9]+)?");

    private static final Map<String, Syntax<? extends Match>> SIMPLE = Map.of(
            "statistic", Syntax.of("mode 1 !probability 1 !every 1 packet 1", CountingMatches::statistic),
            "limit", Syntax.of("limit 1 limit-burst 1", CountingMatches::limit),
            "quota", Syntax.of("!quota 1", CountingMatches::quota),
            "nfacct", Syntax.of("nfacct-name 1", CountingMatches::nfacct));

    static final Map<String, Syntax<? extends Match>> ALL = Stream.of(
                    SIMPLE, RecentSyntax.ALL, HashlimitSyntax.ALL, TimeSyntax.ALL)
            .flatMap(each -> each.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private CountingMatches() {}

    private static Match statistic(Options options) {
        String mode = options.required("--mode").value();
        options.requireBoth("--every", "--packet");
        options.requireBoth("--packet", "--every");
        return switch (mode) {
            case "random" -> random(options);
            case "nth" -> nth(options);
            default ->
                throw new IllegalArgumentException("statistic: Bad mode \"" + mode + "\"; use --mode random or nth");
        };
    }

    private static Match random(Options options) {
        Extension.Option option = options.find("--probability")
                .orElseThrow(() -> new IllegalArgumentException(
                        "--probability must be specified when using random mode; add it, as --probability 0.5"));
        String text = option.value();
        double probability = PROBABILITY.matcher(text).matches() ? Double.parseDouble(text) : -1;
        if (probability < 0 || probability > 1) {
            throw new IllegalArgumentException(
                    "statistic: bad value \"" + text + "\" for option \"--probability\", or out of range (0-1)");
        }
        return StatisticMatch.random(probability, option.negated());
    }

    private static Match nth(Options options) {
        Extension.Option option = options.find("--every")
                .orElseThrow(() -> new IllegalArgumentException(
                        "--every and --packet must be specified when using nth mode; add both"));
        long every = options.number("--every", 1, 0xffff_ffffL).orElseThrow();
        long packet = options.number("--packet", 0, 0xffff_ffffL).orElseThrow();
        if (packet >= every) {
            throw new IllegalArgumentException(
                    "the --packet p must be 0 <= p <= n-1; " + packet + " is not below --every " + every);
        }
        return StatisticMatch.nth(every, packet, option.negated());
    }

    private static Match limit(Options options) {
        String rate = options.value("--limit").orElse(LIMIT);
        long period = Rates.period(rate, LIMIT_SCALE);
        return LimitMatch.of(period, options.number("--limit-burst", 0, 10_000, 0));
    }

    private static Match quota(Options options) {
        Extension.Option option = options.required("--quota");
        return new QuotaMatch(options.number("--quota", 0, -1).orElseThrow(), option.negated());
    }

    private static Match nfacct(Options options) {
        String object = options.required("--nfacct-name").value();
        if (object.isEmpty() || object.length() > Accounting.LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "nfacct: name \"" + object + "\" must have 1 to " + Accounting.LONGEST_NAME + " characters");
        }
        return new NfacctMatch(object);
    }
}
