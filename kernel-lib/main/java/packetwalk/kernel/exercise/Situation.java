package packetwalk.kernel.exercise;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.Check;
import packetwalk.kernel.exercise.world.Lab;
import packetwalk.kernel.exercise.world.Observation;
import packetwalk.kernel.exercise.world.Sent;

/**
 * One thing that an answer is asked: a check, with all that varies drawn.
 *
 * @param check which check it is of
 * @param number which of its situations, from 0
 * @param values what was drawn, and what the answer is told
 * @param truth of a prediction, what the packet does; empty for all else
 */
record Situation(Check check, int number, Map<String, Object> values, Optional<Truth> truth) {

    /** What a packet did where nobody changed anything. */
    record Truth(Object observed, Sent sent) {}

    Situation {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Draws the {@code number}th that a check has with {@code seed}; of a prediction it sends the packet as well.
     *
     * @throws CardFault if what was drawn cannot be
     */
    static Situation draw(Card card, Check check, long seed, int number) {
        Map<String, Object> values = new LinkedHashMap<>();
        try {
            long own = Seeds.of(seed, card.id(), check.id(), number);
            int turn = Seeds.turn(seed, card.id(), check.id(), number, check.times());
            values.putAll(card.draws().then(check.draws()).from(own, turn));
            return draw(card, check, number, values);
        } catch (IllegalArgumentException | IllegalStateException cannotBe) {
            throw CardFault.of(card, check, number, values, cannotBe);
        }
    }

    private static Situation draw(Card card, Check check, int number, Map<String, Object> values) {
        boolean predicts = card.form() == Card.Form.PREDICT;
        Map<String, String> given = new LinkedHashMap<>(card.given());
        given.putAll(check.given());
        if (!predicts && given.isEmpty()) {
            return new Situation(check, number, values, Optional.empty());
        }
        Lab lab = Lab.of(description(card, check), values);
        lab.run(card.prepare());
        Map<String, String> late = new LinkedHashMap<>();
        given.forEach((name, text) -> {
            if (text.startsWith("observe ")) {
                late.put(name, text.substring("observe ".length()));
            } else {
                values.put(name, lab.fill(text));
            }
        });
        if (!predicts) {
            return new Situation(check, number, values, Optional.empty());
        }
        lab.run(check.before());
        List<Sent> all = lab.run(check.send());
        Sent sent = last(all, check);
        late.forEach((name, words) -> values.put(name, Observation.of(lab.fill(words), all)));
        Object observed = Observation.part(Observation.of(lab.fill(check.observe()), sent), check.part());
        return new Situation(check, number, values, Optional.of(new Truth(observed, sent)));
    }

    static String description(Card card, Check check) {
        return check.world().orElse(card.world());
    }

    static Sent last(List<Sent> walks, Check check) {
        if (walks.isEmpty()) {
            throw new IllegalArgumentException("check " + check.id() + " sends nothing: " + check.send());
        }
        return walks.get(walks.size() - 1);
    }

    /** That it is the card's fault, not the answer's, that something of this situation cannot be. */
    CardFault fault(Card card, RuntimeException why) {
        return CardFault.of(card, check, number, values, why);
    }

    /** What the answer's method is told, for people: {@code dst = 10.0.2.7, own = 10.0.1.5/24}. */
    String words(Card card) {
        return card.answer().parameters().stream()
                .map(each -> each.name() + " = " + values.get(each.name()))
                .collect(Collectors.joining(", "));
    }
}
