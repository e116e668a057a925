/**
 * Captures as files that Wireshark, tshark and tcpdump read: pcapng, draft-ietf-opsawg-pcapng.
 *
 * <p>Start with {@link packetwalk.net.pcapng.PcapngWriter}: one section, a description of each interface, then packets.
 * {@link packetwalk.net.pcapng.Section}, {@link packetwalk.net.pcapng.Interface} and {@link
 * packetwalk.net.pcapng.EnhancedPacket} are what the three kinds of block say; {@code Block} is how a block is laid out.
 * Left out: reading, statistics, and what no virtual card has, such as frame check sequences and dropped counts.
 */
@NullMarked
package packetwalk.net.pcapng;

import org.jspecify.annotations.NullMarked;
