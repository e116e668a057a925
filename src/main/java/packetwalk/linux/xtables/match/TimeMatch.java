package packetwalk.linux.xtables.match;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * At certain times of day, on certain days: {@code -m time}, net/netfilter/xt_time.c. Virtual time counts seconds since
 * a world began and has no date, so nobody can know whether it is Monday: what depends on that is not modelled.
 *
 * @param from seconds since midnight
 * @param to seconds since midnight
 * @param weekdays 1 for Monday to 7
 * @param monthdays 1 to 31
 * @param start seconds since 1970
 * @param stop seconds since 1970
 * @param kerneltz whether the kernel's time zone counts, not UTC
 * @param contiguous whether a span over midnight is one
 */
public record TimeMatch(
        int from,
        int to,
        BitSet weekdays,
        BitSet monthdays,
        long start,
        long stop,
        boolean kerneltz,
        boolean contiguous)
        implements Match {

    /** The last second of a day. */
    public static final int MIDNIGHT = 86_399;

    /** The last second that 31 bits count: 2038-01-19T03:14:07. */
    public static final long LAST = Integer.MAX_VALUE;

    private static final List<String> DAYS = List.of("", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    public TimeMatch {
        weekdays = (BitSet) weekdays.clone();
        monthdays = (BitSet) monthdays.clone();
    }

    private boolean wholeDay() {
        return from == 0 && to == MIDNIGHT;
    }

    private boolean everyWeekday() {
        return weekdays.cardinality() == 7;
    }

    private boolean everyMonthday() {
        return monthdays.cardinality() == 31;
    }

    /** Only what holds at any time is asked. */
    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return true;
    }

    @Override
    public Optional<String> unknown() {
        boolean always = wholeDay() && everyWeekday() && everyMonthday() && start == 0 && stop == LAST;
        return always ? Optional.empty() : Optional.of("-m time");
    }

    private static String date(long seconds, String divider) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd'" + divider + "'HH:mm:ss")
                .format(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
    }

    private static String clock(int seconds) {
        return DateTimeFormatter.ofPattern("HH:mm:ss").format(LocalTime.ofSecondOfDay(seconds));
    }

    private String weekdayNames() {
        return weekdays.stream().mapToObj(DAYS::get).collect(Collectors.joining(","));
    }

    private String monthdayNumbers(boolean ordinal) {
        IntStream days = monthdays.stream();
        return days.mapToObj(day -> day + (ordinal ? suffix(day) : "")).collect(Collectors.joining(","));
    }

    /** 11st, 12nd and 13rd are libxt_time.c's own. */
    private static String suffix(int day) {
        return switch (day % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }

    @Override
    public String listed(boolean numeric) {
        return " TIME"
                + (wholeDay() ? "" : " from " + clock(from) + " to " + clock(to))
                + (everyWeekday() ? "" : " on " + weekdayNames())
                + (everyMonthday() ? "" : " on " + monthdayNumbers(true))
                + (start == 0 ? "" : " starting from " + date(start, " "))
                + (stop == LAST ? "" : " until date " + date(stop, " "))
                + (kerneltz ? "" : " UTC")
                + (contiguous ? " contiguous" : "");
    }

    @Override
    public String toString() {
        return "-m time"
                + (wholeDay() ? "" : " --timestart " + clock(from) + " --timestop " + clock(to))
                + (everyMonthday() ? "" : " --monthdays " + monthdayNumbers(false))
                + (everyWeekday() ? "" : " --weekdays " + weekdayNames())
                + (start == 0 ? "" : " --datestart " + date(start, "T"))
                + " --datestop " + date(stop, "T")
                + (kerneltz ? " --kerneltz" : "")
                + (contiguous ? " --contiguous" : "");
    }
}
