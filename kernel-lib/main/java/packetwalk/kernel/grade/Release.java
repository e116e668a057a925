package packetwalk.kernel.grade;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import packetwalk.kernel.exercise.Cards;
import packetwalk.kernel.exercise.card.Card;

/**
 * The released exercises: what is asked, what it gives, which cell its answer is in. A submission has no say in any of it.
 *
 * @param cards of each article, by number
 * @param hash SHA-256 of them, in hex
 */
record Release(Map<Article, List<Card>> cards, String hash) {

    /** As this library's jar has it. */
    static Release load() {
        Map<Article, List<Card>> cards = new EnumMap<>(Article.class);
        MessageDigest digest = sha256();
        for (Article article : Article.values()) {
            cards.put(article, article.cards());
            for (Card each : article.cards()) {
                digest.update(Cards.text(each.id()).orElseThrow().getBytes(StandardCharsets.UTF_8));
            }
        }
        return new Release(cards, HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * The exercises that a notebook is marked for: those of the article that it is called after; whatever it is called, those of the articles
     * that it has answers of; if it has none, all.
     *
     * @param name its file's, without ending
     * @param answered the {@code grade_id}s of its answers' cells
     */
    List<Card> of(String name, Set<String> answered) {
        for (Article article : Article.values()) {
            if (article.notebook().equalsIgnoreCase(name)) {
                return cards.getOrDefault(article, List.of());
            }
        }
        List<Card> some = new ArrayList<>();
        List<Card> all = new ArrayList<>();
        cards.forEach((article, exercises) -> {
            all.addAll(exercises);
            if (exercises.stream().anyMatch(each -> answered.contains(each.gradeId()))) {
                some.addAll(exercises);
            }
        });
        return some.isEmpty() ? all : some;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException missing) {
            throw new AssertionError("every JDK has SHA-256", missing);
        }
    }
}
