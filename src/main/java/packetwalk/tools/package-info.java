/**
 * The commands that a person types on a node, and what they print: {@code ip}, {@code bridge}, {@code ss},
 * {@code iptables}, {@code sysctl}, {@code conntrack}. Rule text that other programs write goes in by the same door.
 *
 * <p>{@link packetwalk.tools.Shell#run} cuts a line into words ({@link packetwalk.tools.line}) and gives them to the tool
 * of that name. IpCommand hands on to IpAddr, IpLink, IpNeigh, IpRoute and IpRule; each reads its words first and acts
 * last, so what is refused has changed nothing. iptables is {@link packetwalk.tools.iptables}. Left out: IPv6, and what
 * the engine does not model. Start at Shell.
 */
@NullMarked
package packetwalk.tools;

import org.jspecify.annotations.NullMarked;
