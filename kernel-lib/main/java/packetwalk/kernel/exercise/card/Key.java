package packetwalk.kernel.exercise.card;

import java.util.ArrayList;
import java.util.List;

/**
 * What only an instructor has of an exercise: never in a jar, never in a learner's notebook.
 *
 * @param solution the body of the answer's method, or a whole cell
 * @param alsoRight other answers that are right
 * @param wrong plausible answers, one for each misconception
 */
public record Key(String solution, List<String> alsoRight, List<Chaff> wrong) {

    /**
     * A wrong answer, and by what it is to be found out.
     *
     * @param check the first check that it fails
     * @param misconception what that check says of it
     */
    public record Chaff(String name, String check, String misconception, String code) {}

    public Key {
        alsoRight = List.copyOf(alsoRight);
        wrong = List.copyOf(wrong);
    }

    /** The solution first, then the others. */
    public List<String> right() {
        List<String> all = new ArrayList<>();
        all.add(solution);
        all.addAll(alsoRight);
        return List.copyOf(all);
    }
}
