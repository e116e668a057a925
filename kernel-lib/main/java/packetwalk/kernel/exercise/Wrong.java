package packetwalk.kernel.exercise;

import packetwalk.kernel.report.Evidence;

/**
 * That an answer does not hold.
 *
 * @param said what it was, and where
 * @param evidence the packet that shows it
 */
record Wrong(Said said, Evidence evidence) {}
