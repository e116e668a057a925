/**
 * Sockets: what processes hold, and TCP, UDP and echo as far as they can be seen from there.
 *
 * <p>{@link packetwalk.linux.socket.Sockets} is one namespace's; the stack gives it packets and takes them through
 * {@link packetwalk.linux.socket.IpLayer}. {@link packetwalk.linux.socket.TcpLayer} finds the socket or resets,
 * {@link packetwalk.linux.socket.TcpSocket} is RFC 9293's state machine,
 * a RetransmissionTimer knows when to send again. Programs hear by callbacks and never
 * block. Left out: windows, congestion, SO_REUSEPORT.
 */
@NullMarked
package packetwalk.linux.socket;

import org.jspecify.annotations.NullMarked;
