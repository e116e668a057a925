package packetwalk.tools.iptables;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.match.TimeMatch;

/** How {@code -m time} is typed: libxt_time.c. */
final class TimeSyntax {

    private static final String OPTIONS = "timestart 1 timestop 1 datestart 1 datestop 1 !weekdays 1 !monthdays 1"
            + " localtz 0 utc 0 kerneltz 0 contiguous 0";

    private static final Pattern CLOCK = Pattern.compile("([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2}))?");

    private static final Pattern DATE = Pattern.compile(
            "([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2})(?:T([0-9]{1,2})(?::([0-9]{1,2})(?::([0-9]{1,2}))?)?)?)?)?");

    private static final List<String> DAYS = List.of("", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su");

    static final Map<String, Syntax<? extends Match>> ALL = Map.of("time", Syntax.of(OPTIONS, TimeSyntax::read));

    private TimeSyntax() {}

    private static Match read(Options options) {
        options.requireAtMostOne("--utc", "--localtz", "--kerneltz");
        int from = options.value("--timestart").map(TimeSyntax::clock).orElse(0);
        int to = options.value("--timestop").map(TimeSyntax::clock).orElse(TimeMatch.MIDNIGHT);
        boolean contiguous = options.has("--contiguous");
        if (contiguous && to >= from) {
            throw new IllegalArgumentException("time: --contiguous only makes sense when stoptime is smaller than"
                    + " starttime; leave it out, or let the span go over midnight");
        }
        return new TimeMatch(
                from,
                to,
                days(options, "--weekdays", 7, TimeSyntax::weekday),
                days(options, "--monthdays", 31, TimeSyntax::monthday),
                options.value("--datestart").map(TimeSyntax::date).orElse(0L),
                options.value("--datestop").map(TimeSyntax::date).orElse(TimeMatch.LAST),
                options.has("--kerneltz") || options.has("--localtz"),
                contiguous);
    }

    private static int part(Matcher parts, int group, int otherwise) {
        String digits = parts.group(group);
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static int clock(String text) {
        Matcher parts = CLOCK.matcher(text);
        if (!parts.matches() || part(parts, 1, 0) > 23 || part(parts, 2, 0) > 59 || part(parts, 3, 0) > 59) {
            throw new IllegalArgumentException(
                    "invalid time \"" + text + "\" specified, should be hh:mm[:ss] format and within the boundaries");
        }
        return part(parts, 1, 0) * 3_600 + part(parts, 2, 0) * 60 + part(parts, 3, 0);
    }

    /** A day that a month does not have counts into the next one, as mktime(3) does. */
    private static long date(String text) {
        Matcher parts = DATE.matcher(text);
        boolean fits = parts.matches()
                && part(parts, 1, 0) >= 1970
                && part(parts, 1, 0) <= 2038
                && part(parts, 2, 1) >= 1
                && part(parts, 2, 1) <= 12
                && part(parts, 3, 1) >= 1
                && part(parts, 3, 1) <= 31
                && part(parts, 4, 0) <= 23
                && part(parts, 5, 0) <= 59
                && part(parts, 6, 0) <= 59;
        if (!fits) {
            throw new IllegalArgumentException("Invalid date \"" + text
                    + "\" specified. Should be YYYY[-MM[-DD[Thh[:mm[:ss]]]]], from 1970 to 2038");
        }
        return LocalDateTime.of(part(parts, 1, 0), part(parts, 2, 1), 1, part(parts, 4, 0), part(parts, 5, 0))
                .plusDays(part(parts, 3, 1) - 1L)
                .plusSeconds(part(parts, 6, 0))
                .toEpochSecond(ZoneOffset.UTC);
    }

    /** The days that an option names; negated, the others; every one if it was not given. */
    private static BitSet days(Options options, String option, int last, ToIntFunction<String> number) {
        BitSet days = new BitSet();
        options.value(option).ifPresent(text -> {
            for (String each : text.split(",", -1)) {
                days.set(number.applyAsInt(each));
            }
        });
        if (days.isEmpty() || options.find(option).orElseThrow().negated()) {
            days.flip(1, last + 1);
        }
        return days;
    }

    private static int weekday(String text) {
        int named = text.length() < 2 ? -1 : DAYS.indexOf(text.substring(0, 2));
        int day = text.matches("[1-7]") ? Integer.parseInt(text) : named;
        if (day < 1) {
            throw new IllegalArgumentException(
                    text + " is not a valid day specifier; use Mon to Sun, or 1 for Monday to 7");
        }
        return day;
    }

    private static int monthday(String text) {
        int day = text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : 0;
        if (day < 1 || day > 31) {
            throw new IllegalArgumentException(text + " is not a valid day for --monthdays; use 1 to 31");
        }
        return day;
    }
}
