/**
 * What rules do with packets, one target a file, each named after its kernel module: {@code xt_mark} is
 * {@link packetwalk.linux.xtables.target.MarkTarget}.
 *
 * <p>Jumps and RETURN are {@link packetwalk.linux.xtables.target.JumpTarget} and
 * {@link packetwalk.linux.xtables.target.ReturnTarget}; a traversal follows them itself. What is not modelled is an
 * {@link packetwalk.linux.xtables.target.UnknownTarget}.
 */
@NullMarked
package packetwalk.linux.xtables.target;

import org.jspecify.annotations.NullMarked;
