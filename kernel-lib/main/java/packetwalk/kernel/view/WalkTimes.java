package packetwalk.kernel.view;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** Where a walk's time goes. Time passes only on wires and while somebody waits, so every span has one name. */
final class WalkTimes {

    private WalkTimes() {}

    static Chart of(Walk walk) {
        Map<String, Double> spans = spans(walk);
        double whole = spans.values().stream().mapToDouble(Double::doubleValue).sum();
        // a time-out lasts minutes, an answered ping less than a millisecond
        String unit = whole > 1e6 ? "seconds" : whole > 1e4 ? "milliseconds" : "microseconds";
        double micros = whole > 1e6 ? 1e6 : whole > 1e4 ? 1e3 : 1;
        spans.replaceAll((name, span) -> span / micros);
        return Bars.of("Where the time of \"" + walk.command() + "\" goes", unit, spans);
    }

    /** Microseconds by span, in the order of their first beginning; together they are as long as the walk. */
    static Map<String, Double> spans(Walk walk) {
        Map<String, Double> spans = new LinkedHashMap<>();
        Map<Integer, Step> lastOfPacket = new HashMap<>();
        double before = 0;
        for (Step step : walk.steps()) {
            double now = walk.micros(step);
            Step last = lastOfPacket.put(step.at().packet(), step);
            if (now > before) {
                spans.merge(name(last, step), now - before, Double::sum);
                before = now;
            }
        }
        return spans;
    }

    private static String name(@Nullable Step last, Step step) {
        if (last == null || step.at().packet() == 0) {
            return "nobody sends: a timer runs";
        }
        String from = last.at().space();
        String to = step.at().space();
        return from.equals(to) ? from + " waits" : from + " → " + to;
    }
}
