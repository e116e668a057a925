/**
 * A command line and who runs it: {@link packetwalk.tools.line.CommandLine} cuts a line into
 * {@link packetwalk.tools.line.Words}, which a {@link packetwalk.tools.line.Tool} reads from left to right.
 *
 * <p>Start at {@code Words.next}. Left out: pipes, variables, wildcards.
 */
@NullMarked
package packetwalk.tools.line;

import org.jspecify.annotations.NullMarked;
