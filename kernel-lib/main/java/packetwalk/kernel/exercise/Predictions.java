package packetwalk.kernel.exercise;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.Check;
import packetwalk.kernel.exercise.card.Misconception;
import packetwalk.kernel.exercise.world.Lab;
import packetwalk.kernel.exercise.world.Observation;
import packetwalk.kernel.exercise.world.Sent;
import packetwalk.kernel.report.Evidence;

/**
 * What was told of packets beside what they did. For what was told wrongly the worlds are tried in which one of the card's
 * misconceptions is true: the one in which all of it is right is the one that the learner has in mind.
 */
final class Predictions implements Faults {

    /** Wrong answers that a belief has to explain; more take time, and fewer are explained by other beliefs as well, by chance. */
    private static final int MOST_EXPLAINED = 8;

    private final Remembered<Optional<There>> beliefs = new Remembered<>();

    /** What the packet of a situation does where a belief is true. */
    private record There(Object observed, List<String> lines) {}

    /** All: to compare costs nothing, and what is right tells beliefs apart. */
    @Override
    public int enough() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Optional<Wrong> judge(Card card, Said said) {
        Situation situation = said.situation();
        Object told = Observation.part(said.answer(), situation.check().part());
        Situation.Truth truth = situation.truth().orElseThrow();
        return Observation.same(told, truth.observed())
                ? Optional.empty()
                : Optional.of(new Wrong(said, evidence(card, situation, told, List.of())));
    }

    @Override
    public Finding explain(Card card, List<Wrong> wrong, List<Said> held) {
        Said first = wrong.get(0).said();
        List<Said> others =
                wrong.stream().limit(MOST_EXPLAINED).skip(1).map(Wrong::said).toList();
        Misconception usual = card.misconception(first.situation().check().finds());
        List<Finding> explaining = new ArrayList<>();
        for (Misconception each : likely(card, usual)) {
            believed(each, card, first)
                    .filter(there -> explains(each, card, others))
                    .ifPresent(there -> explaining.add(found(each, card, first, there)));
        }
        if (explaining.size() == 1) {
            return explaining.get(0);
        }
        // of several worlds in which what is wrong would be right, the one in which what is right is so too
        return explaining.stream()
                .filter(each -> explains(each.misconception(), card, held))
                .findFirst()
                .or(() -> explaining.stream().findFirst())
                .orElseGet(() -> new Finding(usual, wrong.get(0).evidence()));
    }

    private static Finding found(Misconception belief, Card card, Said said, There there) {
        Object told = Observation.part(said.answer(), said.situation().check().part());
        return new Finding(belief, evidence(card, said.situation(), told, there.lines()));
    }

    /** Those that there is a world for, the one first that the check is about. */
    private static Set<Misconception> likely(Card card, Misconception usual) {
        Set<Misconception> likely = new LinkedHashSet<>(List.of(usual));
        likely.addAll(card.misconceptions());
        likely.removeIf(each -> !each.canBeSimulated());
        return likely;
    }

    private boolean explains(Misconception belief, Card card, List<Said> all) {
        return all.stream().allMatch(each -> believed(belief, card, each).isPresent());
    }

    /** The same packet where the belief is true; empty if it does not do there what was told either. */
    private Optional<There> believed(Misconception belief, Card card, Said said) {
        Object told = Observation.part(said.answer(), said.situation().check().part());
        return beliefs.of(said.situation(), belief.name(), () -> there(belief, card, said.situation()))
                .filter(there -> Observation.same(told, there.observed()));
    }

    /** Empty if there is no such world: that the belief is named is lost then, and no mark. */
    private static Optional<There> there(Misconception belief, Card card, Situation situation) {
        try {
            return Optional.of(world(belief, card, situation));
        } catch (IllegalArgumentException | IllegalStateException cannotBe) {
            return Optional.empty();
        }
    }

    private static There world(Misconception belief, Card card, Situation situation) {
        Check check = situation.check();
        Lab lab = Lab.of(Situation.description(card, check), situation.values());
        lab.run(card.prepare());
        lab.run(check.before());
        lab.run(belief.would());
        Sent sent = Situation.last(lab.run(belief.send().isEmpty() ? check.send() : belief.send()), check);
        return new There(Observation.part(Observation.of(lab.fill(check.observe()), sent), check.part()), sent.lines());
    }

    private static Evidence evidence(Card card, Situation situation, Object said, List<String> yours) {
        Situation.Truth truth = situation.truth().orElseThrow();
        return new Evidence(
                situation.words(card),
                truth.sent().from() + ": " + truth.sent().command(),
                said.toString(),
                truth.observed().toString(),
                yours,
                truth.sent().lines());
    }
}
