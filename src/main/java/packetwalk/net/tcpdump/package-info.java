/**
 * Frames in the words of {@code tcpdump -nn}, version 4.99: {@link packetwalk.net.tcpdump.TcpdumpText}, a line each.
 *
 * <p>Left out: what {@code -v} and {@code -e} add, and the insides of all payloads but DNS and the first line of HTTP.
 */
@NullMarked
package packetwalk.net.tcpdump;

import org.jspecify.annotations.NullMarked;
