package packetwalk.kernel.exercise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.CardFile;

/** The cards in this library's jar: their public halves. */
public final class Cards {

    private static final String FOLDER = "/packetwalk/exercises/";

    /** No article has more. */
    private static final int MOST = 50;

    private Cards() {}

    /** Throws IllegalArgumentException if there is no exercise of that id. */
    static Card named(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException(
                "there is no exercise " + id + "; ids are such as POD-1, SVC-10 and ING-3"));
    }

    /**
     * The cards of one article, by number.
     *
     * @param article what their ids begin with: {@code POD}
     */
    public static List<Card> of(String article) {
        return IntStream.rangeClosed(1, MOST)
                .mapToObj(number -> find(article + "-" + number))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The text of a card's file, as it is in the jar; empty if there is none of that id. */
    public static Optional<String> text(String id) {
        try (InputStream in = Cards.class.getResourceAsStream(FOLDER + id + ".yaml")) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("exercise " + id + " cannot be read", unreadable);
        }
    }

    private static Optional<Card> find(String id) {
        return text(id).map(text -> CardFile.parse(id, text).card());
    }
}
