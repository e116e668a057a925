package packetwalk.kernel.exercise.card;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** What varies from one situation to the next, by name, in the order in which it is drawn: a later one may name an earlier one. */
public record Draws(Map<String, Draw> byName) {

    /** Nothing varies. */
    public static final Draws NONE = new Draws(Map.of());

    public Draws {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** These, then those of {@code other}; one that both have is drawn in its old place, as the other says. */
    public Draws then(Draws other) {
        Map<String, Draw> all = new LinkedHashMap<>(byName);
        all.putAll(other.byName); // in the place of the one that it replaces: others name it
        return new Draws(all);
    }

    /**
     * One situation: equal seeds, equal values.
     *
     * @param turn whose turn it is: each of a check's situations has another, from 0
     * @return by name: texts, whole numbers, and lists of them
     */
    public Map<String, Object> from(long seed, int turn) {
        Random dice = new Random(seed); // its numbers are specified: the same on every machine
        Map<String, Object> values = new LinkedHashMap<>();
        byName.forEach((name, draw) -> values.put(name, draw.from(dice, turn, values)));
        return Collections.unmodifiableMap(values);
    }
}
