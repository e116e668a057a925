package packetwalk.trace;

/** A walk as text for a terminal. */
final class WalkText {

    private WalkText() {}

    static String of(Walk walk) {
        StringBuilder text = new StringBuilder();
        text.append(walk.from()).append("$ ").append(walk.command()).append('\n');
        for (Step step : walk.steps()) {
            text.append(String.format(
                    "%10.3f ms  #%-3d %-30s %-12s %s  %s%n",
                    step.at().nanos() / 1e6,
                    step.at().packet(),
                    step.at().place(),
                    step.event(),
                    step.decision(),
                    step.reason()));
        }
        return text.append(walk.outcome()).toString();
    }
}
