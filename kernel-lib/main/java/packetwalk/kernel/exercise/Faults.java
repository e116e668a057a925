package packetwalk.kernel.exercise;

import java.util.List;
import java.util.Optional;
import packetwalk.kernel.exercise.card.Card;

/** How answers of one form are judged, and what is said of those that do not hold. */
sealed interface Faults permits Predictions, Replays, Probes {

    /** Those of a card's form. */
    static Faults of(Card.Form form) {
        return switch (form) {
            case PREDICT -> new Predictions();
            case PROBES -> new Probes();
            case COMMANDS, MANIFEST, DESCRIPTION -> new Replays();
        };
    }

    /** Empty if the answer holds in that situation. */
    Optional<Wrong> judge(Card card, Situation situation, Object answer);

    /**
     * What explains all of {@code wrong}, at least one.
     *
     * @param wrong situations of one check in which the answer does not hold
     */
    Finding explain(Card card, List<Wrong> wrong);
}
