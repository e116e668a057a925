/**
 * iptables and ip6tables, as they are typed and printed, and what saves and restores their rules.
 *
 * <p>{@link packetwalk.tools.iptables.IptablesCommand} and {@link packetwalk.tools.iptables.IptablesRestore} give each
 * change to a RuleEdit, whose rules a RuleParser reads; what {@code -m} and {@code -j} add is looked up in Extensions,
 * where each match and target has one line that says how it is typed. Printing is their own {@code toString}. Start at
 * {@code RuleParser.read}. What the two families do not share is in
 * {@link packetwalk.tools.iptables.Afinfo}. Left out: arptables, ebtables.
 */
@NullMarked
package packetwalk.tools.iptables;

import org.jspecify.annotations.NullMarked;
