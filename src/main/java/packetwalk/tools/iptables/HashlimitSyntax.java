package packetwalk.tools.iptables;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.match.HashlimitConfig;
import packetwalk.linux.xtables.match.HashlimitMatch;

/** How {@code -m hashlimit} is typed, revision 3: libxt_hashlimit.c, and what the kernel refuses. */
final class HashlimitSyntax {

    private static final String OPTIONS = "!hashlimit-upto|hashlimit 1 !hashlimit-above 1 hashlimit-burst 1"
            + " hashlimit-mode 1 hashlimit-name 1 hashlimit-srcmask 1 hashlimit-dstmask 1 hashlimit-htable-size 1"
            + " hashlimit-htable-max 1 hashlimit-htable-gcinterval 1 hashlimit-htable-expire 1"
            + " hashlimit-rate-match 0 hashlimit-rate-interval 1";

    private static final Pattern BYTES = Pattern.compile("([0-9]{1,18})(m|k|)b/s");

    private static final Pattern BURST = Pattern.compile("([0-9]{1,18})(?:(m|k|)b)?");

    private static final long MOST_BURST = 1_000_000;

    private static final Set<String> MODES = Set.of("srcip", "srcport", "dstip", "dstport");

    /** NAME_MAX. */
    private static final int LONGEST_NAME = 254;

    static final Map<String, Syntax<? extends Match>> ALL =
            Map.of("hashlimit", Syntax.of(OPTIONS, HashlimitSyntax::read));

    private HashlimitSyntax() {}

    private static Match read(Options options) {
        options.requireAtMostOne("--hashlimit-upto", "--hashlimit-above");
        Extension.Option rate = options.find("--hashlimit-upto", "--hashlimit-above")
                .orElseThrow(() ->
                        new IllegalArgumentException("You have to specify --hashlimit; add --hashlimit-upto 5/min"));
        String name = options.required("--hashlimit-name").value();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('/') >= 0 || name.startsWith(".")) {
            throw new IllegalArgumentException("hashlimit: name \"" + name + "\" is no name of a file in"
                    + " /proc/net/ipt_hashlimit (Invalid argument); use 1 to " + LONGEST_NAME
                    + " characters without /");
        }
        HashlimitConfig config = config(options, rate.value());
        if (!config.fits()) {
            throw new IllegalArgumentException("hashlimit: rate \"" + rate.value() + "\" with burst " + config.burst()
                    + " is more than the kernel can count (Numerical result out of range); use a lower one");
        }
        return new HashlimitMatch(rate.name().equals("--hashlimit-above") != rate.negated(), name, config);
    }

    private static HashlimitConfig config(Options options, String rate) {
        Matcher bytes = BYTES.matcher(rate);
        boolean countsBytes = bytes.matches();
        boolean rateMatch = options.has("--hashlimit-rate-match");
        long unit = countsBytes ? 1 : Rates.seconds(rate);
        long average = countsBytes
                ? cost(rate, bytes)
                : Rates.period(rateMatch ? perSecond(rate) : rate, HashlimitConfig.SCALE);
        boolean bursts = options.has("--hashlimit-burst");
        long burst = countsBytes ? byteBurst(options, average) : packetBurst(options);
        long kept = !countsBytes ? unit : bursts ? HashlimitConfig.BYTE_EXPIRE_BURST : HashlimitConfig.BYTE_EXPIRE;
        return new HashlimitConfig(
                average,
                burst,
                countsBytes,
                rateMatch,
                number(options, "rate-interval", 1, rateMatch ? unit : 1),
                keys(options),
                number(options, "htable-size", 0, 0),
                number(options, "htable-max", 0, 0),
                number(options, "htable-gcinterval", 1, HashlimitConfig.GC_INTERVAL),
                number(options, "htable-expire", 1, kept * 1_000));
    }

    /** Of rates that are compared, the unit is the interval. */
    private static String perSecond(String rate) {
        return Rates.number(rate) + "/second";
    }

    private static long number(Options options, String option, long least, long otherwise) {
        return options.number("--hashlimit-" + option, least, Numbers.UINT32).orElse(otherwise);
    }

    private static long factor(String unit) {
        return "m".equals(unit) ? 1 << 20 : "k".equals(unit) ? 1 << 10 : 1;
    }

    private static long cost(String rate, Matcher bytes) {
        long number = Long.parseLong(bytes.group(1));
        long factor = factor(bytes.group(2));
        long cost = number > Long.MAX_VALUE / factor ? 0 : HashlimitConfig.costOf(number * factor);
        if (cost == 0) {
            throw new IllegalArgumentException("Rate value too large \"" + rate + "\"; use 4096mb/s or less");
        }
        return cost;
    }

    private static long packetBurst(Options options) {
        String text = options.value("--hashlimit-burst").orElse(String.valueOf(HashlimitConfig.BURST));
        long burst = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
        if (burst < 1 || burst > MOST_BURST) {
            throw new IllegalArgumentException("bad value \"" + text
                    + "\" for option \"--hashlimit-burst\", or out of range (1-" + MOST_BURST + ")");
        }
        return burst;
    }

    /** How many times the rate's own bytes, rounded up; 0 if none were asked for. */
    private static long byteBurst(Options options, long average) {
        if (!options.has("--hashlimit-burst")) {
            return 0;
        }
        String text = options.required("--hashlimit-burst").value();
        Matcher burst = BURST.matcher(text);
        long bytes = burst.matches() ? Long.parseLong(burst.group(1)) * factor(burst.group(2)) : -1;
        long rate = HashlimitConfig.bytesOf(average);
        if (bytes < rate || rate == 0) {
            throw new IllegalArgumentException(
                    "hashlimit: burst \"" + text + "\" cannot be smaller than " + rate + "b; use that or more");
        }
        // 32 bits are divided, but 64 say whether something is left
        return (bytes & Numbers.UINT32) / rate + (bytes % rate == 0 ? 0 : 1);
    }

    private static HashlimitConfig.Keys keys(Options options) {
        Set<String> modes = new HashSet<>();
        String typed = options.value("--hashlimit-mode").orElse("");
        for (String each : typed.isEmpty() ? List.<String>of() : List.of(typed.split("[,|]", -1))) {
            if (!MODES.contains(each)) {
                throw new IllegalArgumentException("hashlimit: Bad value for \"--hashlimit-mode\" option: \"" + typed
                        + "\"; use srcip, srcport, dstip and dstport, divided by commas");
            }
            modes.add(each);
        }
        return new HashlimitConfig.Keys(
                modes.contains("srcip"),
                modes.contains("srcport"),
                modes.contains("dstip"),
                modes.contains("dstport"),
                options.number("--hashlimit-srcmask", 0, 32, 32),
                options.number("--hashlimit-dstmask", 0, 32, 32));
    }
}
