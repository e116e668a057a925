/**
 * iptables, as it is typed and printed: {@code iptables}, {@code iptables-save}, {@code iptables-restore}.
 *
 * <p>{@link packetwalk.tools.iptables.IptablesCommand} and {@link packetwalk.tools.iptables.IptablesRestore} give each
 * change to a RuleEdit, whose rules a RuleParser reads; what {@code -m} and {@code -j} add is looked up in Extensions,
 * where each match and target has one line that says how it is typed. Printing is their own {@code toString}. Start at
 * {@code RuleParser.read}. Left out: ip6tables, arptables, ebtables.
 */
@NullMarked
package packetwalk.tools.iptables;

import org.jspecify.annotations.NullMarked;
