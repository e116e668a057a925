package packetwalk.kernel.exercise;

import packetwalk.kernel.report.Evidence;

/**
 * A situation in which an answer does not hold.
 *
 * @param answer what it was there
 * @param evidence the packet that shows it
 */
record Wrong(Situation situation, Object answer, Evidence evidence) {}
