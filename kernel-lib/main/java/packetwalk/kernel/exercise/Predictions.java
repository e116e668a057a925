package packetwalk.kernel.exercise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.Check;
import packetwalk.kernel.exercise.card.Misconception;
import packetwalk.kernel.exercise.world.Hops;
import packetwalk.kernel.exercise.world.Lab;
import packetwalk.kernel.exercise.world.Observation;
import packetwalk.kernel.report.Evidence;
import packetwalk.trace.Walk;

/** What was told of a packet beside what it did; what is told wrongly is looked for in the worlds in which it is right. */
final class Predictions {

    private Predictions() {}

    /** Empty if {@code said} is what the packet does. */
    static Optional<Finding> judge(Card card, Situation situation, Object said) {
        Situation.Truth truth = situation.truth().orElseThrow();
        if (Observation.same(said, truth.observed())) {
            return Optional.empty();
        }
        Misconception usual = card.misconception(situation.check().finds());
        List<Misconception> likely = new ArrayList<>(List.of(usual));
        likely.addAll(card.misconceptions());
        for (Misconception each : likely) {
            Optional<Walk> believed = each.canBeSimulated() ? worldOf(each, card, situation, said) : Optional.empty();
            if (believed.isPresent()) {
                return Optional.of(new Finding(each, evidence(card, situation, said, Hops.of(believed.get()))));
            }
        }
        return Optional.of(new Finding(usual, evidence(card, situation, said, List.of())));
    }

    /** The same packet where the belief is true; empty if it does not do there what was told either. */
    private static Optional<Walk> worldOf(Misconception belief, Card card, Situation situation, Object said) {
        Check check = situation.check();
        Lab lab = Lab.of(Situation.description(card, check), situation.values());
        lab.run(check.before());
        lab.run(belief.would());
        Walk walk = Situation.last(lab.run(belief.send().isEmpty() ? check.send() : belief.send()), check);
        return Observation.same(said, Observation.of(lab.fill(check.observe()), walk)) ? Optional.of(walk) : Optional.empty();
    }

    private static Evidence evidence(Card card, Situation situation, Object said, List<String> yours) {
        Situation.Truth truth = situation.truth().orElseThrow();
        return new Evidence(
                situation.words(card),
                truth.walk().from() + ": " + truth.walk().command(),
                said.toString(),
                truth.observed().toString(),
                yours,
                Hops.of(truth.walk()));
    }
}
