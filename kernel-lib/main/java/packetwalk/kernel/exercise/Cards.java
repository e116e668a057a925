package packetwalk.kernel.exercise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.CardFile;

/** The cards in this library's jar: their public halves. */
final class Cards {

    private static final String FOLDER = "/packetwalk/exercises/";

    private Cards() {}

    /** Throws IllegalArgumentException if there is no exercise of that id. */
    static Card named(String id) {
        try (InputStream in = Cards.class.getResourceAsStream(FOLDER + id + ".yaml")) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "there is no exercise " + id + "; ids are such as POD-1, SVC-10 and ING-3");
            }
            return CardFile.parse(id, new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .card();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("exercise " + id + " cannot be read", unreadable);
        }
    }
}
