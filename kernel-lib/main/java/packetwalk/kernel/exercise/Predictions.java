package packetwalk.kernel.exercise;

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

    @Override
    public Optional<Wrong> judge(Card card, Situation situation, Object answer) {
        Object said = Observation.part(answer, situation.check().part());
        Situation.Truth truth = situation.truth().orElseThrow();
        return Observation.same(said, truth.observed())
                ? Optional.empty()
                : Optional.of(new Wrong(situation, said, evidence(card, situation, said, List.of())));
    }

    @Override
    public Finding explain(Card card, List<Wrong> wrong) {
        Wrong first = wrong.get(0);
        Misconception usual = card.misconception(first.situation().check().finds());
        Set<Misconception> likely = new LinkedHashSet<>(List.of(usual));
        likely.addAll(card.misconceptions());
        for (Misconception each : likely) {
            Optional<Sent> there = each.canBeSimulated() ? believed(each, card, first) : Optional.empty();
            if (there.isPresent() && wrong.stream().skip(1).allMatch(one -> believed(each, card, one).isPresent())) {
                return new Finding(each, evidence(card, first.situation(), first.answer(), there.get().lines()));
            }
        }
        return new Finding(usual, first.evidence());
    }

    /** The same packet where the belief is true; empty if it does not do there what was told either. */
    private static Optional<Sent> believed(Misconception belief, Card card, Wrong wrong) {
        Situation situation = wrong.situation();
        Check check = situation.check();
        Lab lab = Lab.of(Situation.description(card, check), situation.values());
        lab.run(card.prepare());
        lab.run(check.before());
        lab.run(belief.would());
        Sent sent = Situation.last(lab.run(belief.send().isEmpty() ? check.send() : belief.send()), check);
        Object there = Observation.part(Observation.of(lab.fill(check.observe()), sent), check.part());
        return Observation.same(wrong.answer(), there) ? Optional.of(sent) : Optional.empty();
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
