package packetwalk.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One packet's steps in columns under the places it came through: time, device, event, what decided it and why. */
final class StepLines {

    private final Walk walk;
    private final String format;
    private final List<String> lines = new ArrayList<>();
    private String lastTime = "";
    private String lastPlace = "";
    private int places;

    private StepLines(Walk walk, int device, int event) {
        this.walk = walk;
        this.format = "%10s  %-" + device + "s  %-" + event + "s  %s";
    }

    /** The lines of {@code way}, places numbered from 1 as in the picture; times count from the walk's beginning. */
    static List<String> of(Walk walk, Way way) {
        StepLines text = new StepLines(walk, widest(way, 6, step -> step.at().device()), widest(way, 5, Step::event));
        text.lines.add(text.row("ms", "device", "event", "decided by (and why)"));
        way.steps().forEach(text::add);
        return text.lines;
    }

    private static int widest(Way way, int least, Function<Step, String> column) {
        return way.steps().stream()
                .mapToInt(step -> column.apply(step).length())
                .reduce(least, Math::max);
    }

    private void add(Step step) {
        String place = step.at().where();
        if (!place.equals(lastPlace)) {
            lines.add("(" + ++places + ") " + place);
            lastPlace = place;
        }
        String time = String.format(Locale.ROOT, "%.3f", walk.micros(step) / 1e3);
        // a moment is printed once: what shares it reads as one block
        String head = row(time.equals(lastTime) ? "" : time, step.at().device(), step.event(), "");
        lastTime = time;
        String indent = " ".repeat(head.length());
        String decision = decision(step);
        String reason = step.reason().isEmpty() || decision.isEmpty() ? step.reason() : "(" + step.reason() + ")";
        String both = head + decision + (decision.isEmpty() || reason.isEmpty() ? "" : "  ") + reason;
        if (both.length() <= Wrap.COLUMNS || decision.isEmpty() || reason.isEmpty()) {
            lines.addAll(Wrap.at(Wrap.COLUMNS, indent, both));
        } else {
            lines.addAll(Wrap.at(Wrap.COLUMNS, indent, head + decision));
            lines.addAll(Wrap.at(Wrap.COLUMNS, indent, indent + reason));
        }
    }

    private String row(String time, String device, String event, String why) {
        return String.format(Locale.ROOT, format, time, device, event, why);
    }

    static String decision(Step step) {
        String changes = step.changes().stream().map(HeaderChange::toString).collect(Collectors.joining(", "));
        if (changes.isEmpty() || changes.equals(step.decision())) {
            return step.decision();
        }
        return changes + (step.decision().isEmpty() ? "" : "  by " + step.decision());
    }
}
