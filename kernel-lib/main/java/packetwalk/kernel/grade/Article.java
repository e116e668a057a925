package packetwalk.kernel.grade;

import java.util.List;
import packetwalk.kernel.exercise.Cards;
import packetwalk.kernel.exercise.card.Card;

/** An article, whose exercises are one notebook. */
enum Article {
    POD("01-pods"),
    SVC("02-services"),
    ING("03-ingress");

    private final String notebook;

    Article(String notebook) {
        this.notebook = notebook;
    }

    /** The released notebook's name, without its ending. */
    String notebook() {
        return notebook;
    }

    List<Card> cards() {
        return Cards.of(name());
    }
}
