/**
 * What rules of nftables do, conditions among it, one kind a file, each named after its kernel module.
 *
 * <p>Start at {@link packetwalk.linux.nftables.statement.MatchStatement}. Each says in
 * {@link packetwalk.linux.nftables.Statement#execute} what becomes of rule and packet, and prints itself as
 * {@code nft list} does. Left out, and UNKNOWN by name: what {@code Unmodelled} keeps.
 */
@NullMarked
package packetwalk.linux.nftables.statement;

import org.jspecify.annotations.NullMarked;
