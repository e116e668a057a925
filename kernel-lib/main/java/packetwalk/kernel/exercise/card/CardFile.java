package packetwalk.kernel.exercise.card;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A card's file: YAML of two documents, the public one and the instructor's; of the second a jar has none.
 *
 * @param card what a learner may know
 * @param key what only the instructor has; empty where the file was cut
 */
public record CardFile(Card card, Optional<Key> key) {

    private static final int HINTS = 3;

    /**
     * Reads a file's text.
     *
     * @param name the file's, for what is said of a mistake
     * @throws IllegalArgumentException naming the place, what is wrong there, and the remedy
     */
    public static CardFile parse(String name, String text) {
        List<Entry> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            documents.add(Entry.of(name, document));
        }
        if (documents.isEmpty() || documents.size() > 2) {
            throw new IllegalArgumentException(name + " has " + documents.size()
                    + " documents; a card has the public one, then ---, then the key");
        }
        Card card = card(documents.get(0));
        return new CardFile(card, documents.size() == 2 ? Optional.of(key(card, documents.get(1))) : Optional.empty());
    }

    private static Card card(Entry entry) {
        List<Misconception> misconceptions = misconceptions(entry.entry("misconceptions"));
        Card card = new Card(
                entry.text("id"),
                entry.text("title"),
                entry.word("kind", Card.Kind.class),
                entry.text("objective"),
                entry.texts("facts"),
                Integer.parseInt(entry.text("minutes")),
                entry.text("alt"),
                entry.text("text"),
                draws(entry.entryOrNone("draw")),
                entry.text("world"),
                entry.texts("prepare"),
                entry.has("sound") ? Optional.of(entry.entry("sound").textsByName()) : Optional.empty(),
                entry.entryOrNone("given").textsByName(),
                Signature.parse(entry.text("answer")),
                entry.word("form", Card.Form.class),
                entry.texts("hints"),
                entry.entries("checks").stream().map(CardFile::check).toList(),
                misconceptions);
        entry.allWereRead();
        requireWhole(entry, card);
        return card;
    }

    private static void requireWhole(Entry entry, Card card) {
        if (card.hints().size() != HINTS || card.hints().stream().anyMatch(String::isBlank)) {
            throw entry.wrong("hints", "are " + card.hints().size() + "; three are wanted, none of them empty");
        }
        for (Check check : card.checks()) {
            card.misconception(check.finds());
            check.needs().forEach(card::check);
            boolean predicts = card.form() == Card.Form.PREDICT;
            if (predicts == check.observe().isEmpty()) {
                throw entry.wrong(
                        "checks",
                        "has " + check.id() + (predicts ? " without observe" : " with observe: a prediction's only"));
            }
        }
    }

    private static Check check(Entry entry) {
        Check check = new Check(
                entry.text("id"),
                entry.text("title"),
                Double.parseDouble(entry.text("points")),
                draws(entry.entryOrNone("draw")),
                Integer.parseInt(entry.textOr("times", "1")),
                entry.entryOrNone("given").textsByName(),
                entry.has("world") ? Optional.of(entry.text("world")) : Optional.empty(),
                entry.texts("do"),
                entry.texts("send"),
                entry.textOr("observe", ""),
                entry.texts("part"),
                entry.texts("expect"),
                entry.texts("needs"),
                entry.text("finds"));
        entry.allWereRead();
        return check;
    }

    private static List<Misconception> misconceptions(Entry entries) {
        List<Misconception> all = new ArrayList<>();
        for (String name : entries.names()) {
            Entry entry = entries.entry(name);
            all.add(new Misconception(name, entry.text("says"), entry.texts("would"), entry.texts("send")));
            entry.allWereRead();
        }
        return all;
    }

    private static Draws draws(Entry entry) {
        Map<String, Draw> draws = new LinkedHashMap<>();
        for (String name : entry.names()) {
            draws.put(name, draw(entry, name, entry.value(name)));
        }
        return new Draws(draws);
    }

    private static Draw draw(Entry entry, String name, Object value) {
        if (value instanceof List<?> list) {
            return new Draw.Choice(draws(entry, name, list));
        }
        if (value instanceof Map<?, ?> map) {
            if (map.get("network") instanceof String text) {
                return new Draw.Network(new Draw.Text(text));
            }
            if (map.get("shuffled") instanceof List<?> list) {
                return new Draw.Shuffled(draws(entry, name, list));
            }
            if (map.get("inTurn") instanceof List<?> list) {
                return new Draw.InTurn(draws(entry, name, list));
            }
            if (map.get("listed") instanceof List<?> list) {
                return new Draw.Listed(draws(entry, name, list));
            }
            if (map.get("several") != null && map.get("of") != null) {
                return new Draw.Several(draw(entry, name, map.get("several")), draw(entry, name, map.get("of")));
            }
            throw entry.wrong(name, "is " + map + "; write network, inTurn, listed, shuffled, or several and of");
        }
        String text = value.toString();
        return Draw.Range.isOne(text) ? Draw.Range.parse(text) : new Draw.Text(text);
    }

    private static List<Draw> draws(Entry entry, String name, List<?> values) {
        List<Draw> draws = new ArrayList<>();
        values.forEach(each -> draws.add(draw(entry, name, each)));
        return draws;
    }

    private static Key key(Card card, Entry entry) {
        List<Key.Chaff> wrong = new ArrayList<>();
        for (Entry each : entry.entries("wrong")) {
            Key.Chaff chaff =
                    new Key.Chaff(each.text("name"), each.text("check"), each.text("finds"), each.text("code"));
            card.check(chaff.check());
            card.misconception(chaff.misconception());
            each.allWereRead();
            wrong.add(chaff);
        }
        Key key = new Key(entry.text("solution"), entry.texts("alsoRight"), wrong);
        entry.allWereRead();
        return key;
    }
}
