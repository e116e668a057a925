/**
 * How fast the simulator is: JMH benchmarks, and the table that {@code ./packetwalk bench} prints of them.
 *
 * <p>Start at {@link packetwalk.bench.Bench}. {@link packetwalk.bench.PacketBench} and
 * {@link packetwalk.bench.WalkBench} run over each {@link packetwalk.bench.Way}. Left out: what an interface costs,
 * tables, pictures and text included.
 */
@NullMarked
package packetwalk.bench;

import org.jspecify.annotations.NullMarked;
