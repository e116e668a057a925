package packetwalk.vectors;

import java.util.List;
import java.util.function.Supplier;

/**
 * What became of one vector.
 *
 * @param what the vector, in words
 * @param differences what was expected and what is, with what helps to see why; empty if it passed
 */
record Outcome(String what, List<String> differences) {

    Outcome {
        differences = List.copyOf(differences);
    }

    static Outcome passed(String what) {
        return new Outcome(what, List.of());
    }

    /** Passed if the two are equal. */
    static Outcome equal(String what, Object expected, Object actual) {
        return expected.equals(actual)
                ? passed(what)
                : new Outcome(what, List.of("expected " + expected, "but was  " + actual));
    }

    /** What {@code judge} says; one vector that cannot be run at all fails by itself, and the others go on. */
    static Outcome of(String what, Supplier<Outcome> judge) {
        try {
            return judge.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return new Outcome(what, List.of("cannot be run: " + e.getMessage()));
        }
    }

    boolean passed() {
        return differences.isEmpty();
    }
}
