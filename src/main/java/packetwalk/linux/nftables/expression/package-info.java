/**
 * What rules of nftables ask a packet for, one kind a file, each named after its kernel module.
 *
 * <p>Start at {@link packetwalk.linux.nftables.expression.Payload}. Each is a value whose {@code toString} is what
 * {@code nft list} prints; how it is typed stands in {@code packetwalk.tools.nft}. Left out, and UNKNOWN by name:
 * extension headers, options, sockets, operating systems.
 */
@NullMarked
package packetwalk.linux.nftables.expression;

import org.jspecify.annotations.NullMarked;
