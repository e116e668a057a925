package packetwalk.kernel.exercise.world;

import java.util.Locale;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/**
 * What must be so of a walk, in words: {@code answered}, {@code refused}, {@code not answered}, {@code reaches web},
 * {@code never reaches decoy}, {@code never visits router}, {@code seen as 10.0.1.2}, {@code ttl 64}, {@code no nat}, {@code prints hello}.
 */
public record Claim(String words) {

    /**
     * Whether it is so.
     *
     * @throws IllegalArgumentException if the words claim nothing that is known here
     */
    public boolean holds(Walk walk) {
        int space = words.indexOf(' ');
        String verb = space < 0 ? words : words.substring(0, space);
        String object = space < 0 ? "" : words.substring(space + 1).strip();
        return switch (verb) {
            case "not", "never" -> !new Claim(object).holds(walk);
            case "no" -> !walk.natted();
            case "answered", "refused", "unreachable", "reset" -> walk.outcome().kind()
                    == Outcome.Kind.valueOf(verb.toUpperCase(Locale.ROOT));
            case "lost" -> walk.drop().isPresent();
            case "reaches" -> walk.reached(object);
            case "visits" -> walk.visited(object);
            case "seen" -> walk.asReceived().filter(packet -> ("as " + packet.src()).equals(object)).isPresent();
            case "ttl" -> walk.asReceived().filter(packet -> packet.ttl() == Integer.parseInt(object)).isPresent();
            case "prints" -> walk.output().contains(object);
            case "translated" -> walk.steps(Step.Translated.class).stream().anyMatch(step -> step.kind().equals(object));
            default -> throw new IllegalArgumentException("\"" + words + "\" is no claim about a walk");
        };
    }

    @Override
    public String toString() {
        return words;
    }
}
