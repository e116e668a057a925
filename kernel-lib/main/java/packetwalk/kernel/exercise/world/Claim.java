package packetwalk.kernel.exercise.world;

import java.util.Locale;
import packetwalk.trace.Load;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/**
 * What must be so of a walk, in words: {@code answered}, {@code refused}, {@code not answered}, {@code reaches web},
 * {@code never reaches decoy}, {@code never visits router}, {@code seen as 10.0.1.2}, {@code lost at node-1}, {@code ttl 64}, {@code no nat}, {@code prints hello}. Of
 * many requests: {@code answered} means all, {@code reaches web} any, {@code spread evenly over 3} that three answer about equally often.
 */
public record Claim(String words) {

    /**
     * Whether it is so.
     *
     * @throws IllegalArgumentException if the words claim nothing that is known here
     */
    public boolean holds(Sent sent) {
        return sent instanceof Sent.Many many ? holds(many.load()) : holds(((Sent.One) sent).walk());
    }

    private boolean holds(Load load) {
        String[] word = words.split("\\s+", 2);
        return switch (word[0]) {
            case "not", "never" -> !new Claim(word[1]).holds(load);
            case "answered" -> load.answered() == load.requests().size();
            case "reaches" -> load.answers().containsKey(word[1]);
            case "spread" -> isEven(load, Integer.parseInt(word[1].replace("evenly over ", "")));
            default -> throw new IllegalArgumentException("\"" + words + "\" is no claim about a load");
        };
    }

    /** Each within five standard deviations of its share: by chance alone fewer than one in a million is not. */
    private static boolean isEven(Load load, int pods) {
        double share = 1.0 / pods;
        double expected = load.requests().size() * share;
        double deviation = Math.sqrt(load.requests().size() * share * (1 - share));
        return load.answers().size() == pods
                && load.answers().values().stream().allMatch(count -> Math.abs(count - expected) <= 5 * deviation);
    }

    private boolean holds(Walk walk) {
        int space = words.indexOf(' ');
        String verb = space < 0 ? words : words.substring(0, space);
        String object = space < 0 ? "" : words.substring(space + 1).strip();
        return switch (verb) {
            case "not", "never" -> !new Claim(object).holds(walk);
            case "no" -> !walk.natted();
            case "answered", "refused", "unreachable", "reset" ->
                walk.outcome().kind() == Outcome.Kind.valueOf(verb.toUpperCase(Locale.ROOT));
            case "lost" ->
                walk.drop()
                        .filter(drop -> object.isEmpty()
                                || object.equals("at " + drop.at().space()))
                        .isPresent();
            case "reaches" -> walk.reached(object);
            case "visits" -> walk.visited(object);
            case "seen" ->
                walk.asReceived()
                        .filter(packet -> ("as " + packet.src()).equals(object))
                        .isPresent();
            case "ttl" ->
                walk.asReceived()
                        .filter(packet -> packet.ttl() == Integer.parseInt(object))
                        .isPresent();
            case "prints" -> walk.output().contains(object);
            case "translated" ->
                walk.steps(Step.Translated.class).stream()
                        .anyMatch(step -> step.kind().equals(object));
            default -> throw new IllegalArgumentException("\"" + words + "\" is no claim about a walk");
        };
    }

    @Override
    public String toString() {
        return words;
    }
}
