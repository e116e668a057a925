package packetwalk.kernel.exercise;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.Check;
import packetwalk.kernel.exercise.world.Lab;
import packetwalk.kernel.exercise.world.Probe;
import packetwalk.kernel.exercise.world.Prompt;
import packetwalk.kernel.exercise.world.Sent;
import packetwalk.kernel.report.Evidence;

/** What was built or changed, built and changed again in a network of the judge's own, and packets sent through it. */
final class Replays implements Faults {

    /** Of a description's values, the one that is no part of it: objects for the network that it describes. */
    private static final String MANIFEST = "manifest";

    private final Remembered<List<String>> right = new Remembered<>();

    @Override
    public int enough() {
        return 1;
    }

    @Override
    public Optional<Wrong> judge(Card card, Said said) {
        Situation situation = said.situation();
        Check check = situation.check();
        Lab lab = answered(card, situation, said.answer());
        try {
            lab.run(check.before());
            for (String each : check.send()) {
                Probe probe = Probe.parse(each).with(check.expect());
                Optional<Probe.Broken> broken = probe.run(lab);
                if (broken.isPresent()) {
                    String prompt = probe.prompt();
                    return wrong(card, said, broken.get(), right(card, situation, prompt));
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException refused) {
            requireSound(card, situation);
            if (card.form() == Card.Form.DESCRIPTION) {
                throw new Refused(refused); // what a check does there is done with the answer's own values
            }
            return Optional.of(new Wrong(said, missing(card, said, String.valueOf(refused.getMessage()))));
        }
    }

    /** What the check asks for is not there. */
    private static Evidence missing(Card card, Said said, String refused) {
        Check check = said.situation().check();
        Probe first = Probe.parse(check.send().get(0)).with(check.expect());
        return new Evidence(
                said.situation().words(card),
                "",
                said.answer().toString(),
                String.join(", ", first.claims()),
                List.of(refused),
                List.of());
    }

    @Override
    public Finding explain(Card card, List<Wrong> wrong, List<Said> held) {
        Wrong first = wrong.get(0);
        Check check = first.said().situation().check();
        return new Finding(card.misconception(check.finds()), first.evidence());
    }

    /** Whether what the check asks for can be had at all: if not even where all is well, no answer is to blame. */
    private void requireSound(Card card, Situation situation) {
        situation
                .check()
                .send()
                .forEach(each -> right(card, situation, Probe.parse(each).prompt()));
    }

    /** What the same packet does where nothing is broken; nothing, if the card knows no such network. */
    private List<String> right(Card card, Situation situation, String prompt) {
        if (card.sound().isEmpty()) {
            return List.of();
        }
        try {
            return right.of(situation, prompt, () -> sound(card, situation, prompt));
        } catch (IllegalArgumentException | IllegalStateException cannotBe) {
            throw situation.fault(card, cannotBe);
        }
    }

    private static List<String> sound(Card card, Situation situation, String prompt) {
        Map<String, Object> values = new LinkedHashMap<>(situation.values());
        values.putAll(card.sound().orElseThrow());
        Lab lab = Lab.of(
                values.getOrDefault("world", Situation.description(card, situation.check()))
                        .toString(),
                values);
        lab.run(situation.check().before());
        List<Sent> sent = lab.run(List.of(prompt));
        return sent.isEmpty() ? List.of() : sent.get(sent.size() - 1).lines();
    }

    /** The network, and in it whatever the answer wants; throws {@link Refused} if that cannot be. */
    private Lab answered(Card card, Situation situation, Object answer) {
        return card.form() == Card.Form.DESCRIPTION
                ? described(card, situation, answer)
                : changed(prepared(card, situation), card, answer);
    }

    private static Lab prepared(Card card, Situation situation) {
        try {
            Lab lab = Lab.of(Situation.description(card, situation.check()), situation.values());
            lab.run(card.prepare());
            return lab;
        } catch (IllegalArgumentException | IllegalStateException cannotBe) {
            throw situation.fault(card, cannotBe);
        }
    }

    private Lab described(Card card, Situation situation, Object answer) {
        Map<String, Object> values = new LinkedHashMap<>(situation.values());
        try {
            values.putAll(named(answer));
            Lab lab = Lab.of(Situation.description(card, situation.check()), values);
            manifest(answer).ifPresent(lab::run);
            return lab;
        } catch (IllegalArgumentException | IllegalStateException refused) {
            requireSound(card, situation);
            throw new Refused(refused);
        }
    }

    private static Optional<Prompt> manifest(Object answer) {
        return answer instanceof Map<?, ?> map && map.containsKey(MANIFEST)
                ? Optional.of(applying(String.valueOf(map.get(MANIFEST))))
                : Optional.empty();
    }

    private static Prompt applying(String manifest) {
        return Prompt.learners(List.of("kubectl: apply -f -\n" + manifest)).get(0);
    }

    private static Lab changed(Lab lab, Card card, Object answer) {
        try {
            if (card.form() == Card.Form.MANIFEST) {
                lab.run(applying(answer.toString()));
            } else {
                prompts(answer).forEach(lab::run);
            }
            return lab;
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw new Refused(refused);
        }
    }

    private static List<Prompt> prompts(Object answer) {
        List<?> lines = answer instanceof List<?> list
                ? list
                : answer.toString().lines().toList();
        return Prompt.learners(lines.stream().map(Object::toString).toList());
    }

    /** The parts of an answer as a description names them: {@code answer 1} and on, or {@code answer KEY}. */
    private static Map<String, Object> named(Object answer) {
        Map<String, Object> named = new LinkedHashMap<>();
        if (answer instanceof List<?> list) {
            named.put("answer", list.stream().map(Replays::harmless).toList());
            for (int i = 0; i < list.size(); i++) {
                named.put("answer " + (i + 1), harmless(list.get(i)));
            }
        } else if (answer instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (!MANIFEST.equals(key)) {
                    named.put("answer " + key, harmless(value));
                }
            });
        } else {
            named.put("answer", harmless(answer));
        }
        return named;
    }

    /** A value that stays what it is inside of a description's quotes. */
    private static Object harmless(Object value) {
        String text =
                value instanceof Double number ? BigDecimal.valueOf(number).toPlainString() : value.toString();
        if (!text.matches("[\\w./:-]{1,100}")) {
            throw new IllegalArgumentException("\"" + text + "\" is no address, network, name or number");
        }
        return text;
    }

    private static Optional<Wrong> wrong(Card card, Said said, Probe.Broken broken, List<String> right) {
        Sent sent = broken.sent();
        Evidence evidence = new Evidence(
                said.situation().words(card),
                sent.from() + ": " + sent.command(),
                said.answer().toString(),
                broken.claim(),
                sent.lines(),
                right);
        return Optional.of(new Wrong(said, evidence));
    }
}
