package packetwalk.kernel.exercise;

import java.util.List;
import java.util.Optional;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.Check;
import packetwalk.kernel.exercise.world.Lab;
import packetwalk.kernel.exercise.world.Probe;
import packetwalk.kernel.exercise.world.Prompt;
import packetwalk.kernel.report.Evidence;

/**
 * Tests that a learner wrote, tested: each check is a network of its own, right ({@code expect: accepted}) or broken in one way
 * ({@code expect: rejected}). Good tests accept what is right, however it was done, and reject what is not.
 */
final class Probes implements Faults {

    private static final String ACCEPTED = "accepted";

    private static final int MOST = 20;

    private static final int LONGEST = 1000;

    @Override
    public int enough() {
        return 1;
    }

    @Override
    public Optional<Wrong> judge(Card card, Said said) {
        Situation situation = said.situation();
        List<Probe> probes = probes(said.answer());
        Check check = situation.check();
        boolean accept = check.expect().contains(ACCEPTED);
        Lab lab = network(card, situation, check.before());
        Optional<Rejection> rejection = rejecting(lab, probes);
        if (accept && rejection.isEmpty()) {
            return Optional.empty();
        }
        if (!accept && rejection.isPresent()) {
            return withoutReason(card, said, rejection.get().probe());
        }
        return Optional.of(
                new Wrong(said, evidence(card, situation, said(probes, rejection), rejection.map(Rejection::broken))));
    }

    /** A probe, and the packet that it was not content with. */
    private record Rejection(Probe probe, Probe.Broken broken) {}

    /** A probe that the same network does not pass where nothing is broken either has found nothing. */
    private static Optional<Wrong> withoutReason(Card card, Said said, Probe probe) {
        Situation situation = said.situation();
        return rejecting(network(card, situation, List.of()), List.of(probe))
                .map(each -> new Wrong(
                        said,
                        evidence(
                                card,
                                situation,
                                "rejected, and so is a right one: "
                                        + each.broken().claim(),
                                Optional.of(each.broken()))));
    }

    private static Lab network(Card card, Situation situation, List<String> broken) {
        try {
            Lab lab = Lab.of(Situation.description(card, situation.check()), situation.values());
            lab.run(card.prepare());
            lab.run(broken);
            return lab;
        } catch (IllegalArgumentException | IllegalStateException cannotBe) {
            throw situation.fault(card, cannotBe);
        }
    }

    private static List<Probe> probes(Object answer) {
        if (!(answer instanceof List<?> lines) || lines.size() > MOST) {
            throw new Refused(new IllegalArgumentException("an answer is a list of at most " + MOST + " probes"));
        }
        lines.stream()
                .filter(each -> each.toString().length() > LONGEST)
                .findFirst()
                .ifPresent(each -> {
                    throw new Refused(new IllegalArgumentException("a probe has at most " + LONGEST + " characters"));
                });
        List<Probe> probes =
                lines.stream().map(each -> Probe.parse(each.toString())).toList();
        probes.stream().filter(each -> each.claims().isEmpty()).findFirst().ifPresent(each -> {
            throw new Refused(new IllegalArgumentException(
                    "\"" + each.prompt() + "\" claims nothing; add => and what must hold"));
        });
        try {
            Prompt.learners(probes.stream().map(Probe::prompt).toList());
        } catch (IllegalArgumentException refused) {
            throw new Refused(refused);
        }
        return probes;
    }

    private static Optional<Rejection> rejecting(Lab lab, List<Probe> probes) {
        for (Probe each : probes) {
            try {
                Optional<Probe.Broken> broken = each.run(lab);
                if (broken.isPresent()) {
                    return broken.map(packet -> new Rejection(each, packet));
                }
            } catch (IllegalArgumentException | IllegalStateException unusable) {
                throw new Refused(unusable);
            }
        }
        return Optional.empty();
    }

    private static String said(List<Probe> probes, Optional<Rejection> rejection) {
        return rejection
                .map(each -> "rejected: " + each.broken().claim())
                .orElse("accepted by all of " + probes.size() + " probes");
    }

    private static Evidence evidence(Card card, Situation situation, String said, Optional<Probe.Broken> broken) {
        return new Evidence(
                situation.words(card),
                broken.map(each -> each.sent().from() + ": " + each.sent().command())
                        .orElse(""),
                said,
                String.join(", ", situation.check().expect()),
                broken.map(each -> each.sent().lines()).orElse(List.of()),
                List.of());
    }

    @Override
    public Finding explain(Card card, List<Wrong> wrong, List<Said> held) {
        Wrong first = wrong.get(0);
        Check check = first.said().situation().check();
        // who is shown a packet has rejected a right network, which checks for accepting find
        boolean tooMuch = !first.evidence().command().isEmpty();
        String finds = card.checks().stream()
                .filter(each -> tooMuch && each.expect().contains(ACCEPTED))
                .findFirst()
                .orElse(check)
                .finds();
        return new Finding(card.misconception(finds), first.evidence());
    }
}
