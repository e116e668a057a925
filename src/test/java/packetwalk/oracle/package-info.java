/**
 * The promise, tested: whatever a packet meets in the engine, it meets in the Linux kernel.
 *
 * <p>A {@link packetwalk.oracle.CaseFile} is a topology in the tools' own text, with probes. {@link
 * packetwalk.oracle.Agreement} builds it twice, in an {@link packetwalk.oracle.EngineWorld} and in a {@link
 * packetwalk.oracle.KernelWorld} (network namespaces of this machine), sends each probe in both, and compares the two
 * {@link packetwalk.oracle.Observation}s: what the sender is told, what each namespace received, matched, delivered and
 * sent, and what connection tracking holds. {@link packetwalk.oracle.Generator} makes topologies from a seed. Start
 * with {@link packetwalk.oracle.OracleTest}, and with a file of {@code src/test/resources/packetwalk/oracle}.
 */
package packetwalk.oracle;
