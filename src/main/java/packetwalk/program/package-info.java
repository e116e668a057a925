/**
 * Programs that run in a namespace: what a person types to try a network, and the servers that answer.
 *
 * <p>{@link packetwalk.program.Ping}, {@link packetwalk.program.TcpClient} (nc), {@link packetwalk.program.UdpClient},
 * {@link packetwalk.program.Traceroute} and {@link packetwalk.program.Arping} each run until they end, in virtual time, and
 * give a {@link packetwalk.program.Result}: one outcome, and what the real program would have printed. A {@link
 * packetwalk.program.Server} stays. HTTP has two ends here, for all that speak it: {@link packetwalk.program.HttpConnection}
 * asks, {@link packetwalk.program.HttpListener} and its {@link packetwalk.program.HttpConversation}s answer.
 */
@NullMarked
package packetwalk.program;

import org.jspecify.annotations.NullMarked;
