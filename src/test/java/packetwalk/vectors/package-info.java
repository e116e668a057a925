/**
 * What other people's test suites expect, run against us: {@code ./packetwalk check-vectors DIR}.
 *
 * <p>{@link packetwalk.vectors.CheckVectors} reads each file of the folder; a {@link packetwalk.vectors.VectorKind} knows
 * its format and gives a {@link packetwalk.vectors.Outcome} per vector. {@link packetwalk.vectors.Scenario} makes node,
 * Services and slices of a kube-proxy scenario; {@link packetwalk.vectors.FlowWorld} builds machines around that node
 * and {@link packetwalk.vectors.FlowProbe} sends a scenario's packets through them.
 */
@NullMarked
package packetwalk.vectors;

import org.jspecify.annotations.NullMarked;
