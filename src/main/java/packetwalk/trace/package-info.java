/**
 * What happened, as data. The engine records {@link packetwalk.trace.Step}s and never prints; text, tables, pictures
 * and graders read the {@link packetwalk.trace.Walk}.
 *
 * <p>{@link packetwalk.trace.Tracepoints} is what the stack calls, {@link packetwalk.trace.Trace} where steps gather
 * while somebody watches, {@link packetwalk.trace.Walk} what a person holds afterwards, with its one
 * {@link packetwalk.trace.Outcome}, told packet by packet as {@link packetwalk.trace.Way}s. {@link
 * packetwalk.trace.DropReason} follows Linux' {@code enum skb_drop_reason}.
 * {@link packetwalk.trace.Pcap} is a capture: of a walk, or of a {@link packetwalk.trace.Tap} that stood while anything ran.
 */
@NullMarked
package packetwalk.trace;

import org.jspecify.annotations.NullMarked;
