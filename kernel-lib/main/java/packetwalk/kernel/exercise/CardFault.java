package packetwalk.kernel.exercise;

import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.Check;

/** What a card drew cannot be: the card is at fault, whatever the answer was. */
final class CardFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private CardFault(String message, RuntimeException why) {
        super(message, why);
    }

    /**
     * Of one of a check's situations.
     *
     * @param number which of them, from 0: with the seed, all that is needed to draw it again
     * @param values what was drawn, as far as that went
     */
    static CardFault of(Card card, Check check, int number, Object values, RuntimeException why) {
        return new CardFault(
                "exercise " + card.id() + " is at fault, not your answer: situation " + (number + 1) + " of check "
                        + check.id() + ", with " + values + ", cannot be: " + why.getMessage(),
                why);
    }
}
