package packetwalk.kernel.exercise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.Check;

/** All that an answer to one exercise is asked: the situations of its checks, drawn from one seed. */
public final class Questions {

    private final Card card;
    private final long seed;
    private final List<Situation> situations;
    private final Map<String, List<String>> undrawn;
    private final Faults faults;

    private Questions(Card card, long seed, List<Situation> situations, Map<String, List<String>> undrawn) {
        this.card = card;
        this.seed = seed;
        this.situations = List.copyOf(situations);
        this.undrawn = Map.copyOf(undrawn);
        this.faults = Faults.of(card.form());
    }

    /** Draws them: equal seeds, equal questions. What the card drew and cannot be is left out: {@link #undrawn}. */
    public static Questions of(Card card, long seed) {
        List<Situation> situations = new ArrayList<>();
        Map<String, List<String>> undrawn = new HashMap<>();
        for (Check check : card.checks()) {
            for (int i = 0; i < check.times(); i++) {
                try {
                    situations.add(Situation.draw(card, check, seed, i));
                } catch (CardFault fault) {
                    undrawn.computeIfAbsent(check.id(), id -> new ArrayList<>())
                            .add(String.valueOf(fault.getMessage()));
                }
            }
        }
        return new Questions(card, seed, situations, undrawn);
    }

    /** One situation alone, which is all that its check asks. */
    static Questions practice(Card card, Situation situation, long seed) {
        return new Questions(card, seed, List.of(situation), Map.of());
    }

    /** Whether anything of {@code check} is asked here, or would be if it could be drawn. */
    boolean asks(Check check) {
        return of(check) > 0 || !undrawn(check).isEmpty();
    }

    /** The number of the first that belongs to {@code check}; they follow each other. */
    int first(Check check) {
        int first = 0;
        while (first < situations.size() && !situations.get(first).check().id().equals(check.id())) {
            first++;
        }
        return first;
    }

    /** How many of them belong to {@code check}. */
    int of(Check check) {
        return (int) situations.stream()
                .filter(each -> each.check().id().equals(check.id()))
                .count();
    }

    /** What of {@code check} could not be drawn, and why: the card's fault. */
    List<String> undrawn(Check check) {
        return undrawn.getOrDefault(check.id(), List.of());
    }

    /** The exercise that they are about. */
    public Card card() {
        return card;
    }

    long seed() {
        return seed;
    }

    List<Situation> situations() {
        return situations;
    }

    /** Who judges answers to them, and remembers what is the same for all who are asked. */
    Faults faults() {
        return faults;
    }

    /** How many there are; so many answers belong to them. */
    public int size() {
        return situations.size();
    }

    /** What a method is told, situation by situation. */
    List<Given> given() {
        return situations.stream().map(each -> new Given(each.values())).toList();
    }

    /** The calls that another JVM evaluates, as Java, situation by situation. */
    public List<String> calls() {
        return situations.stream()
                .map(each -> card.answer().call(each.values()))
                .toList();
    }

    /** For an answer that did not even begin: the same failure for each. */
    public List<Answer> failed(Failure failure, String text) {
        return java.util.Collections.nCopies(size(), new Answer.Failed(failure, text));
    }
}
