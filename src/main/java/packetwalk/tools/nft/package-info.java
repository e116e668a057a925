/**
 * nft, as it is typed and printed: nftables' own language.
 *
 * <p>{@link packetwalk.tools.nft.NftCommand} takes a text; Lexer cuts it into Tokens, NftFile reads command by command
 * and does each on a draft, TableBlock whole tables. A rule is read by RuleParser: ExpressionParser what is asked,
 * MatchParser what for, ActionParser what is done, Dependencies what goes without saying. ElementParser reads elements
 * of sets. Listing prints. Left out, and refused by name: include, flowtables, JSON, monitoring.
 */
@NullMarked
package packetwalk.tools.nft;

import org.jspecify.annotations.NullMarked;
