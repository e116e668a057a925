package packetwalk.kernel.exercise;

import packetwalk.kernel.exercise.card.Misconception;
import packetwalk.kernel.report.Evidence;

/** That an answer does not hold: what it seems to believe, and the packet that shows it. */
public record Finding(Misconception misconception, Evidence evidence) {}
