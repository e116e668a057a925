package packetwalk.kernel.exercise;

import java.util.List;
import java.util.Optional;
import packetwalk.kernel.exercise.card.Card;

/** How answers of one form are judged, and what is said of those that do not hold. One for all answers to the same questions. */
sealed interface Faults permits Predictions, Replays, Probes {

    /** Those of a card's form. */
    static Faults of(Card.Form form) {
        return switch (form) {
            case PREDICT -> new Predictions();
            case PROBES -> new Probes();
            case COMMANDS, MANIFEST, DESCRIPTION -> new Replays();
        };
    }

    /** How many situations in which an answer does not hold are enough to explain it. */
    int enough();

    /** Empty if the answer holds in its situation. */
    Optional<Wrong> judge(Card card, Said said);

    /**
     * What explains the answers of one check.
     *
     * @param wrong those that do not hold, at least one
     * @param held those that do: who believes something believes it there as well
     */
    Finding explain(Card card, List<Wrong> wrong, List<Said> held);
}
