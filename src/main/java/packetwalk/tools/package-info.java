/**
 * The commands that a person types on a node, and what they print: {@code ip}, {@code bridge}, {@code ss},
 * {@code iptables}, {@code sysctl}, {@code conntrack}. Rule text that other programs write goes in by the same door.
 *
 * <p>{@link packetwalk.tools.Shell#run} cuts a line into words (CommandLine) and gives them to the tool of that name.
 * IpCommand hands on to IpAddr, IpLink, IpNeigh, IpRoute and IpRule; each reads its words first and acts last, so
 * what is refused has changed nothing. IptablesCommand and IptablesRestore read rules by RuleParser, try them on a
 * copy of the rule set and commit that; IptablesSave and IptablesList print it. Left out: IPv6, and what the
 * engine does not model. Start at Shell.
 */
@NullMarked
package packetwalk.tools;

import org.jspecify.annotations.NullMarked;
